"""The last opinion against the conclusion, in both orders, one held up by the other's lock."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from tenants.audit import AuditEvent, verify
from tenants.wall import TenantSession
from tests import make
from tests.make import Town
from tests.races.crowd import open_tasks
from tests.workflows.sittings.racing import at_once, in_turn, somebody_waits
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.fire import fire
from workflows.engine.refusals import Refusal

Deed = Callable[[TenantSession], object]


@pytest.fixture
def appraised(town: Town) -> Dossier:
    """A dossier with every criterion appraised; the inspection has not spoken."""
    dossier = make.under_appraisal(town, town.ward.cells[0])
    for row in town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id)):
        row.appraised_level = row.self_level
    town.session.commit()
    return town.dossier(town.ward.cells[0])


def opinion_and_conclusion(town: Town, dossier: Dossier) -> tuple[Deed, Deed]:
    """Let the inspection speak and the lead desk conclude, both on the page as it is now."""
    inspector, lead = town.member(town.ward.inspector), town.member(town.ward.appraiser)
    seen, dossier_id = dossier.version, dossier.id
    town.session.commit()
    return (
        lambda session: fire(
            session, dossier_id, "give_opinion", actor=inspector, seen_version=seen,
            inputs={"words": "Nhất trí"},
        ),
        lambda session: fire(
            session, dossier_id, "conclude_appraisal", actor=lead, seen_version=seen,
            inputs={"proposed_rating": "good"},
        ),
    )  # fmt: skip


def asked(town: Town, *desks: str) -> None:
    town.campaign.rules = {**town.campaign.rules, "opinion_desks": list(desks)}
    town.session.commit()


def events(town: Town, dossier: Dossier, kind: str) -> int:
    counted = select(func.count()).where(
        AuditEvent.dossier_id == dossier.id, AuditEvent.kind == kind
    )
    return town.session.scalar(counted) or 0


def test_opinion_first_the_conclusion_is_told_and_made_after_looking_again(
    town: Town, appraised: Dossier
) -> None:
    asked(town, "inspection")
    opinion, conclusion = opinion_and_conclusion(town, appraised)

    assert in_turn(town, opinion, conclusion) == [f"{town.ward.inspector.name}: give_opinion"]

    again = opinion_and_conclusion(town, town.dossier(town.ward.cells[0]))[1]
    assert at_once(town, again) == ["done"]
    assert open_tasks(town, [appraised.id])[appraised.id] == ["ward_body"]


def test_conclusion_first_is_refused_for_the_missing_opinion_which_is_then_given(
    town: Town, appraised: Dossier
) -> None:
    asked(town, "inspection")
    opinion, conclusion = opinion_and_conclusion(town, appraised)
    ended: list[str] = []
    with town.elsewhere() as session:
        with pytest.raises(Refusal, match="opinions_missing"):
            conclusion(session)
        other = threading.Thread(target=lambda: ended.extend(at_once(town, opinion)))
        other.start()
        waited = somebody_waits(town)  # the refused one holds the dossier until its page answers
        session.rollback()
        other.join()

    assert (waited, ended) == (True, ["done"])
    town.session.rollback()
    again = opinion_and_conclusion(town, town.dossier(town.ward.cells[0]))[1]
    assert at_once(town, again) == ["done"]


def test_conclusion_wins_where_no_opinion_is_missing_and_the_late_one_is_told(
    town: Town, appraised: Dossier
) -> None:
    asked(town)
    opinion, conclusion = opinion_and_conclusion(town, appraised)

    assert in_turn(town, conclusion, opinion) == [f"{town.ward.appraiser.name}: conclude_appraisal"]

    assert town.dossier(town.ward.cells[0]).state == "awaiting_ward_review"
    counts = [events(town, appraised, kind) for kind in ("conclude_appraisal", "give_opinion")]
    assert counts == [1, 0]
    assert open_tasks(town, [appraised.id])[appraised.id] == ["ward_body"]
    assert list(verify(town.session)) == []

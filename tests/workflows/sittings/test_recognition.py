"""Recognition: one decision of the body, a title for each cell, the clerk's number and date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tenants import clock
from tenants.appointments import add_person
from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.decisions.making import dossiers_of, number_decision
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.tables import QualityRating, Rating
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.outcomes import check_closing
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes, record_rest


@pytest.fixture
def town(before_the_city: Town) -> Town:
    """Both dossiers of the ward await the city's body, rated good."""
    return before_the_city


def states(town: Town) -> list[str]:
    return [town.dossier(cell).state for cell in town.ward.cells]


def test_recognition_makes_one_decision_and_one_title_each(town: Town) -> None:
    dossiers = meeting.before_city(town)
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    meeting.vote(town, sitting, dossiers[0], None, Votes(3), Votes(3))
    meeting.vote(town, sitting, dossiers[1], None, Votes(2, against=1), Votes(0, against=3))

    meeting.close(town, sitting, None)

    assert states(town) == ["recognized", "recognized"]
    decision = town.session.scalars(select(Decision)).one()
    assert (decision.sitting_id, decision.number, decision.frozen_at) == (sitting.id, None, None)
    titles = town.session.scalars(select(Recognition)).all()
    assert sorted((title.dossier_id, title.merit) for title in titles) == sorted(
        [(dossiers[0].id, True), (dossiers[1].id, False)]
    )
    assert {title.decision_id for title in titles} == {decision.id}
    assert [each.id for each in dossiers_of(town.session, decision)] == [d.id for d in dossiers]
    jobs = town.session.scalars(
        select(OutboxItem.payload).where(OutboxItem.job == "decision_paper")
    ).all()
    assert list(jobs) == [{"decision": str(decision.id), "edition": "draft"}]
    assert len(decision.public_code.split("-")) == 4


def test_rating_that_is_not_decided_yet_leaves_the_item_unsettled(town: Town) -> None:
    dossiers = meeting.before_city(town)
    # Nobody deletes a rating: this one goes to a dossier elsewhere.
    elsewhere = town.dossier(town.other_ward.cells[0]).id
    town.session.execute(
        update(QualityRating)
        .where(QualityRating.dossier_id == dossiers[1].id)
        .values(dossier_id=elsewhere)
    )
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    record_rest(town.session, sitting, merit=True, actor=town.member(town.org_dept))
    assert [o.problem for o in check_closing(town.session, sitting).outcomes] == [
        None, "rating_undecided",
    ]  # fmt: skip
    with pytest.raises(Refusal, match="items_unsettled") as refusal:
        meeting.close(town, sitting, None)
    assert refusal.value.info["dossiers"] == [dossiers[1].code]


def test_sitting_that_recognises_nobody_makes_no_decision(town: Town) -> None:
    dossiers = meeting.before_city(town)
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    for dossier in dossiers:
        meeting.vote(town, sitting, dossier, None, Votes(1, against=2))
    meeting.close(town, sitting, None)
    assert states(town) == ["declined", "declined"]
    assert town.session.scalars(select(Decision)).all() == []
    assert town.session.scalars(select(Recognition)).all() == []


def test_rating_that_is_too_low_declines_whatever_the_vote(town: Town) -> None:
    dossiers = meeting.before_city(town)
    meeting.rated(town, dossiers[0], Rating.COMPLETED)
    sitting = meeting.opened(town, Gate.RECOGNITION, dossiers, None)
    record_rest(town.session, sitting, merit=True, actor=town.member(town.org_dept))
    meeting.close(town, sitting, None)
    assert states(town) == ["declined", "recognized"]
    item = meeting.item_of(town, sitting, dossiers[0])
    assert (item.explained["rating_too_low"], item.merit_passed) == ("completed", False)


def decided(town: Town, count: int = 1) -> list[Decision]:
    """Let the city's body recognise the cells, in so many sittings."""
    dossiers = meeting.before_city(town)
    parts = [dossiers] if count == 1 else [[dossier] for dossier in dossiers]
    for part in parts:
        sitting = meeting.opened(town, Gate.RECOGNITION, part, None)
        record_rest(town.session, sitting, merit=True, actor=town.member(town.org_dept))
        meeting.close(town, sitting, None)
    return list(town.session.scalars(select(Decision).order_by(Decision.code)))


def number(
    session: TenantSession, town: Town, decision: Decision, **other: object
) -> None:  # fmt: skip
    values = {
        "number": "125-QĐ/Th.U", "signed_on": clock.today(session), "signer_id": town.chair.id,
        "actor": town.member(town.org_dept), "seen_version": decision.version,
    } | other  # fmt: skip
    number_decision(session, decision, **values)


def test_number_and_date_freeze_the_decision(town: Town) -> None:
    decision = decided(town)[0]
    number(town.session, town, decision)
    town.session.commit()
    facts = dict(decision.facts)
    assert (decision.number, decision.frozen_by, facts["signature"]["name"]) == (
        "125-QĐ/Th.U", town.org_dept.name, town.chair.name,
    )  # fmt: skip
    with pytest.raises(Refusal, match="already_numbered"):
        number(town.session, town, decision, number="126-QĐ/Th.U")
    town.ward.cells[0].name = "Tên mới"
    town.session.commit()
    town.session.refresh(decision)
    assert decision.facts == facts


def test_numbering_is_refused_with_its_reason(town: Town) -> None:
    decision = decided(town)[0]
    today = clock.today(town.session)
    for other, code in (
        ({"number": "  "}, "missing"),
        ({"signed_on": today + timedelta(days=1)}, "future_day"),
        ({"signed_on": today - timedelta(days=1)}, "before_sitting"),
        ({"signer_id": town.org_dept.id}, "signer_not_in_office"),
        ({"signer_id": add_person(town.session, "Ai đó", phone=make.phone()).id},
         "signer_not_in_office"),
        ({"actor": town.member(town.ward.office)}, "role"),
        ({"actor": town.member(town.admin)}, "role"),
        ({"actor": town.member(town.chair)}, "role"),
    ):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            number(town.session, town, decision, **other)
    with pytest.raises(StaleError):
        number(town.session, town, decision, seen_version=decision.version - 1)
    assert decision.number is None


def test_number_taken_names_the_paper_that_has_it(town: Town) -> None:
    first, second = decided(town, 2)
    number(town.session, town, first)
    with pytest.raises(Refusal, match="number_taken") as refusal:
        number(town.session, town, second)
    assert (refusal.value.info["paper"], refusal.value.info["name"]) == (
        first.code, town.org_dept.name,
    )  # fmt: skip
    number(town.session, town, second, number="126-QĐ/Th.U")

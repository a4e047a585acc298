"""Papers counted by hand: one enters, another confirms, and a change asks for it again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.people import Person
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.outcomes import check_closing
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Mode, Sitting
from workflows.sittings.tallies import confirm_tallies, tally_mark, unconfirmed
from workflows.sittings.voting import Votes, change_mode


@pytest.fixture
def town(reviewed: Town) -> Town:
    """Both dossiers of the ward await its body."""
    return reviewed


@pytest.fixture(params=[Mode.PAPER_BALLOT, Mode.WRITTEN_POLL])
def sitting(town: Town, request: pytest.FixtureRequest) -> Sitting:
    """A sitting at which papers have been counted, with one spoilt paper."""
    dossiers = meeting.both(town)
    held = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward)
    change_mode(
        town.session, held, request.param, counting_team="Đ/c A, đ/c B",
        actor=meeting.recorder_of(town, town.ward),
    )  # fmt: skip
    for dossier in dossiers:
        meeting.vote(town, held, dossier, town.ward, Votes(2, 0, 0, 1), Votes(2))
    return held


def confirms(town: Town, sitting: Sitting, person: Person, seen: str | None = None) -> int:
    waiting = unconfirmed(items_of(town.session, sitting.id))
    return confirm_tallies(
        town.session, sitting, seen=seen or tally_mark(waiting), actor=town.member(person)
    )  # fmt: skip


def test_second_person_confirms_and_only_then_it_counts(town: Town, sitting: Sitting) -> None:
    problems = [each.problem for each in check_closing(town.session, sitting).outcomes]
    assert problems == ["tally_unconfirmed"] * 2
    assert confirms(town, sitting, town.ward.members[0]) == 2
    meeting.close(town, sitting, town.ward)
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recommended"] * 2
    item = items_of(town.session, sitting.id)[0]
    assert (item.confirmed_by, item.invalid) == (town.ward.members[0].name, 1)
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "sitting_tally_confirmed")
    ).one()
    assert event.person_id == town.ward.members[0].id


def test_who_entered_it_and_who_is_no_part_of_it_do_not_confirm(
    town: Town, sitting: Sitting
) -> None:
    with pytest.raises(Refusal, match="own_tally"):
        confirms(town, sitting, town.ward.office)
    with pytest.raises(Refusal, match="role"):
        confirms(town, sitting, town.chair)
    interested, item = town.ward.members[0], items_of(town.session, sitting.id)[0]
    item.leaving = [{"person": str(interested.id), "name": interested.name, "why": "declared"}]
    town.session.flush()
    with pytest.raises(Refusal, match="role"):
        confirms(town, sitting, interested)
    assert len(unconfirmed(items_of(town.session, sitting.id))) == 2


def test_changed_tally_is_confirmed_anew_and_never_unseen(town: Town, sitting: Sitting) -> None:
    seen = tally_mark(unconfirmed(items_of(town.session, sitting.id)))
    dossier = town.dossier(town.ward.cells[0])
    meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(2))
    with pytest.raises(StaleError):
        confirms(town, sitting, town.ward.members[0], seen)
    confirms(town, sitting, town.ward.members[0])
    meeting.vote(town, sitting, dossier, town.ward, Votes(1, 1), Votes(1))
    assert [item.dossier_id for item in unconfirmed(items_of(town.session, sitting.id))] == [
        dossier.id
    ]
    with pytest.raises(Refusal, match="items_unsettled"):
        meeting.close(town, sitting, town.ward)

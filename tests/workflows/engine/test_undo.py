"""Undo: only the last act, only by its actor, only while nobody has gone on from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.people import Person
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.answering import answer
from workflows.dossiers.appraising import Appraised, record_appraisal
from workflows.dossiers.contents import opinions_of, pilot_mark_of
from workflows.dossiers.tables import Dossier, PilotMark
from workflows.dossiers.timeline import timeline
from workflows.engine.fire import fire
from workflows.engine.offers import undo_offer
from workflows.engine.refusals import Refusal
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes
from workflows.tasks.tables import Task


def register(town: Town) -> dict[str, object]:
    return {"met_on": clock.today(town.session), **make.REGISTRATION}


def submitted(town: Town) -> None:
    """Register the first cell by its secretary."""
    make.move(
        town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0], **register(town)
    )


def undo(town: Town, person: Person) -> str:
    """Undo as somebody, and return the state."""
    make.move(town, town.ward.cells[0], "undo", person)
    return town.dossier(town.ward.cells[0]).state


def refused(town: Town, person: Person) -> str:
    """Return the code of why somebody may not undo; nothing changes."""
    cell = town.ward.cells[0]
    dossier = town.dossier(cell)
    before = dossier.state, dossier.version
    assert undo_offer(town.session, dossier, town.member(person)) is None
    with pytest.raises(Refusal) as refusal:
        undo(town, person)
    town.session.rollback()
    dossier = town.dossier(cell)
    assert (dossier.state, dossier.version) == before
    return refusal.value.code


def open_tasks(town: Town) -> list[tuple[str, str]]:
    rows = town.session.execute(
        select(Task.party, Task.state).where(
            Task.dossier_id == town.dossier(town.ward.cells[0]).id, Task.done_at.is_(None)
        )
    )
    return [(party, state) for party, state in rows]


def test_undo_goes_back_and_opens_the_former_task(town: Town) -> None:
    submitted(town)
    offer = undo_offer(
        town.session, town.dossier(town.ward.cells[0]), town.member(town.ward.secretaries[0])
    )
    assert offer is not None
    assert offer.trigger == "submit_registration"

    assert undo(town, town.ward.secretaries[0]) == "registration_draft"

    dossier = town.dossier(town.ward.cells[0])
    assert (dossier.version, open_tasks(town)) == (3, [("cell", "registration_draft")])
    assert (dossier.registered_on, dossier.registered_late) == (None, False)


def test_undone_act_stays_in_the_trail(town: Town) -> None:
    submitted(town)
    undo(town, town.ward.secretaries[0])
    dossier = town.dossier(town.ward.cells[0])
    events = town.session.scalars(
        select(AuditEvent).where(AuditEvent.dossier_id == dossier.id).order_by(AuditEvent.seq)
    ).all()
    assert [(each.kind, each.source, each.target) for each in events] == [
        ("submit_registration", "registration_draft", "registration_submitted"),
        ("undo", "registration_submitted", "registration_draft"),
    ]
    assert events[1].facts["inputs"] == {"undoes": events[0].seq}
    assert [
        (step.kind, step.undone)
        for step in timeline(town.session, dossier.id, for_committee=True)
    ] == [("submit_registration", True), ("undo", False)]  # fmt: skip
    assert list(verify(town.session)) == []


def test_undo_is_not_undone(town: Town) -> None:
    submitted(town)
    undo(town, town.ward.secretaries[0])
    assert refused(town, town.ward.secretaries[0]) == "nothing_to_undo"


def test_nothing_has_been_done_yet(town: Town) -> None:
    assert refused(town, town.ward.secretaries[0]) == "nothing_to_undo"


def test_only_the_actor_undoes(town: Town) -> None:
    submitted(town)
    for person in (town.ward.deputy, town.ward.office):
        assert refused(town, person) == "not_yours_to_undo"
    assert undo(town, town.ward.secretaries[0]) == "registration_draft"


def test_only_the_last_act_is_undone(town: Town) -> None:
    submitted(town)
    make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)
    assert refused(town, town.ward.secretaries[0]) == "not_yours_to_undo"
    assert undo(town, town.ward.office) == "registration_submitted"
    assert refused(town, town.ward.office) == "nothing_to_undo"
    assert refused(town, town.ward.secretaries[0]) == "nothing_to_undo"


def test_move_that_is_not_marked_is_not_undone(town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    make.move(town, town.ward.cells[0], "admit", town.ward.office)
    assert refused(town, town.ward.office) == "nothing_to_undo"


def test_decision_of_a_sitting_is_not_undone(town: Town) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    meeting.recommended(town, dossier)
    assert refused(town, town.ward.chair) == "nothing_to_undo"


def test_opinion_of_another_ends_the_undo(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    make.move(town, town.ward.cells[0], "give_opinion", town.ward.inspector, words="Đủ")
    assert refused(town, town.ward.secretaries[0]) == "not_yours_to_undo"


def test_edit_ends_the_undo(town: Town) -> None:
    make.under_appraisal(town, town.ward.cells[0])
    record_appraisal(
        town.session, town.dossier(town.ward.cells[0]).id, {"1.1": Appraised("good")},
        actor=town.member(town.ward.appraiser),
        seen_version=town.dossier(town.ward.cells[0]).version,
    )  # fmt: skip
    town.session.commit()
    assert refused(town, town.ward.secretaries[0]) == "nothing_to_undo"


def test_own_edit_after_the_act_ends_the_undo(town: Town) -> None:
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    make.under_appraisal(town, cell)
    make.move(town, cell, "return_for_supplement", ward.appraiser, reason="Thiếu",
              marked=["1.1"], due_on=today)  # fmt: skip
    answer(
        town.session, town.dossier(cell).id, "1.1", level="good", not_applicable=False,
        note="Bổ sung", actor=town.member(ward.secretaries[0]),
    )  # fmt: skip
    town.session.commit()
    assert refused(town, ward.appraiser) == "nothing_to_undo"


@pytest.mark.parametrize("part", ["version", "content_version"])
def test_change_by_any_route_ends_the_undo(town: Town, part: str) -> None:
    submitted(town)
    dossier = town.dossier(town.ward.cells[0])
    if part == "content_version":
        town.session.execute(update(Dossier).values(content_version=Dossier.content_version + 1))
    else:
        dossier.version_touch(clock.now(town.session))
    town.session.commit()
    assert refused(town, town.ward.secretaries[0]) == "changed_since"


@pytest.mark.parametrize(
    ("after", "possible"), [(timedelta(hours=23, minutes=59), True), (timedelta(hours=25), False)]
)
def test_act_is_undone_within_a_day(town: Town, after: timedelta, *, possible: bool) -> None:
    submitted(town)
    with clock.moved(after):
        if possible:
            assert undo(town, town.ward.secretaries[0]) == "registration_draft"
        else:
            assert refused(town, town.ward.secretaries[0]) == "too_late_to_undo"


def test_dossier_on_an_opened_sitting_is_not_undone(town: Town) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, [dossier], town.ward)
    town.session.commit()
    meeting.start(town, sitting, town.ward)
    town.session.commit()
    assert refused(town, town.ward.appraiser) == "on_opened_sitting"


def test_vote_on_the_dossier_ends_the_undo(town: Town) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward)
    meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(3))
    town.session.commit()
    assert refused(town, town.ward.appraiser) == "nothing_to_undo"


@pytest.mark.parametrize("step", ["accepted", "appraised", "in_city"])
def test_undone_step_takes_the_dossier_off_a_prepared_sitting(town: Town, step: str) -> None:
    cell, ward = town.ward.cells[0], town.ward
    if step == "accepted":
        dossier, actor = make.registered(town, cell), ward.office
        gate, body = Gate.PILOT_SELECTION, ward
    else:
        dossier, actor = make.appraised(town, cell), ward.appraiser
        gate, body = Gate.RECOMMENDATION, ward
    if step == "in_city":
        meeting.recommended(town, dossier)
        meeting.awaiting_city(town, dossier)
        gate, body, actor = Gate.RECOGNITION, None, town.org_dept
    sitting = meeting.prepared(town, gate, [dossier], body)
    town.session.commit()
    before = town.dossier(cell).state

    assert undo(town, actor) != before

    assert items_of(town.session, sitting.id) == []


def test_undone_opinion_is_withdrawn_and_the_state_stays(town: Town) -> None:
    cell = town.ward.cells[0]
    dossier = make.under_appraisal(town, cell)
    make.move(town, cell, "give_opinion", town.ward.inspector, words="Chưa đủ")
    assert undo(town, town.ward.inspector) == "under_appraisal"
    assert opinions_of(town.session, dossier.id) == []
    assert open_tasks(town) == [("ward_lead", "under_appraisal")]
    assert refused(town, town.ward.secretaries[0]) == "nothing_to_undo"


def test_undone_conclusion_forgets_its_verdict(town: Town) -> None:
    make.appraised(town, town.ward.cells[0])
    assert undo(town, town.ward.appraiser) == "under_appraisal"
    dossier = town.dossier(town.ward.cells[0])
    assert (dossier.eligible, dossier.eligibility, dossier.proposed_rating) == (None, [], None)
    assert dossier.appraised_total is None


def test_undone_resubmission_opens_again_what_the_return_had_marked(town: Town) -> None:
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    make.under_appraisal(town, cell)
    day = today + timedelta(days=3)
    make.move(town, cell, "return_for_supplement", ward.appraiser, reason="Thiếu biên bản",
              marked=["1.1"], due_on=day)  # fmt: skip
    make.move(town, cell, "submit_self_assessment", ward.secretaries[0], met_on=today,
              **make.ADOPTION)  # fmt: skip

    assert undo(town, ward.secretaries[0]) == "returned"

    dossier = town.dossier(cell)
    assert (dossier.marked, dossier.return_reason, dossier.due_on) == (
        ["1.1"], "Thiếu biên bản", day,
    )  # fmt: skip
    due = town.session.scalars(
        select(Task.due_at).where(Task.dossier_id == dossier.id, Task.done_at.is_(None))
    ).one()
    assert due == clock.end_of(day)


@pytest.mark.parametrize("trigger", ["return_registration", "return_for_supplement"])
def test_undone_return_closes_what_it_had_opened(town: Town, trigger: str) -> None:
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    if trigger == "return_registration":
        submitted(town)
        actor, marked = ward.office, ["met_on"]
    else:
        make.under_appraisal(town, cell)
        actor, marked = ward.appraiser, ["1.1"]
    make.move(town, cell, trigger, actor, reason="Thiếu", marked=marked, due_on=today)
    undo(town, actor)
    dossier = town.dossier(cell)
    assert (dossier.marked, dossier.return_reason, dossier.due_on) == ([], "", None)


def test_undone_acceptance_forgets_the_consent(town: Town) -> None:
    today = clock.today(town.session)
    with clock.moved(timedelta(days=1)):
        make.move(town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
                  late_reason="Bão", **register(town))  # fmt: skip
        make.move(town, town.ward.cells[0], "accept_registration", town.ward.office,
                  consent_number="7-CV", consent_on=today)  # fmt: skip
        undo(town, town.ward.office)
    dossier = town.dossier(town.ward.cells[0])
    assert (dossier.consent_number, dossier.consent_on, dossier.registered_late) == (
        None, None, True,
    )  # fmt: skip


def test_undone_withdrawal_lets_the_pilot_mark_stand_again(town: Town) -> None:
    cell, today = town.ward.cells[0], clock.today(town.session)
    dossier = make.registered(town, cell)
    town.session.add(
        PilotMark(
            dossier_id=dossier.id, reason="Nổi trội", supervisor_id=town.ward.members[0].id,
            marked_at=clock.now(town.session),
        )
    )  # fmt: skip
    make.move(town, cell, "withdraw", town.ward.secretaries[0], reason="Giải thể", met_on=today,
              **make.ADOPTION)  # fmt: skip
    assert pilot_mark_of(town.session, dossier.id) is None

    assert undo(town, town.ward.secretaries[0]) == "registered"

    mark = pilot_mark_of(town.session, dossier.id)
    assert mark is not None
    assert (mark.reason, mark.dropped_reason) == ("Nổi trội", None)


def test_act_is_made_and_undone_again_and_again(town: Town) -> None:
    for _ in range(3):
        submitted(town)
        assert undo(town, town.ward.secretaries[0]) == "registration_draft"
    assert town.dossier(town.ward.cells[0]).version == 7
    assert list(verify(town.session)) == []


def test_undo_pressed_twice_undoes_once(town: Town) -> None:
    submitted(town)
    dossier = town.dossier(town.ward.cells[0])
    send = {"actor": town.member(town.ward.secretaries[0]), "seen_version": dossier.version}
    first = fire(town.session, dossier.id, "undo", key="one", **send)
    town.session.commit()
    second = fire(town.session, dossier.id, "undo", key="one", **send)
    assert (second.seq, second.repeated) == (first.seq, True)

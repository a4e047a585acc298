"""Preparing and opening a sitting: who may, what is frozen, what stays out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tenants import clock
from tenants.appointments import add_person, appoint, seat
from tenants.audit import AuditEvent
from tenants.bodies import BodyMember, Seat
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.campaigns.tables import CampaignState
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.closing import break_off_sitting, close_sitting
from workflows.sittings.opening import open_sitting
from workflows.sittings.preparing import (
    bodies_of,
    cancel_sitting,
    candidates,
    gates_of,
    prepare_sitting,
)
from workflows.sittings.reading import find_sitting, items_of, seats_of, sittings_of
from workflows.sittings.tables import Gate, Sitting, SittingItem, SittingState
from workflows.sittings.voting import Votes


@pytest.fixture
def town(reviewed: Town) -> Town:
    """Both dossiers of the ward await its body."""
    return reviewed


def prepare(town: Town, dossiers: list[Dossier], **other: object) -> Sitting:
    """Prepare a ward's sitting on its recommendations."""
    values = {
        "planned_on": clock.today(town.session), "dossier_ids": [each.id for each in dossiers],
        "actor": town.member(town.ward.office),
    } | other  # fmt: skip
    return prepare_sitting(
        town.session, town.ward.body, town.campaign, Gate.RECOMMENDATION, **values
    )


def test_body_sits_for_what_is_its_to_decide(town: Town) -> None:
    assert gates_of(town.session, town.ward.body) == list(Gate)
    assert gates_of(town.session, town.body) == [
        Gate.RECOGNITION, Gate.REVOCATION, Gate.RESTORATION,
    ]  # fmt: skip
    assert [body.id for body in bodies_of(town.session, town.member(town.ward.office))] == [
        town.ward.body.id
    ]
    assert bodies_of(town.session, town.member(town.ward.secretaries[0])) == []


def test_candidates_are_in_the_state_and_say_which_sitting_has_them(town: Town) -> None:
    first, second = meeting.both(town)
    make.registered(town, town.other_ward.cells[0], town.other_ward)
    sitting = prepare(town, [first])
    listed = candidates(town.session, town.ward.body, town.campaign, Gate.RECOMMENDATION)
    assert [(each.dossier.id, each.left_out, each.on_sitting) for each in listed] == [
        (first.id, "on_another_sitting", sitting.code),
        (second.id, None, None),
    ]


def test_prepared_sitting_has_its_agenda_in_the_order_of_the_list(town: Town) -> None:
    first, second = meeting.both(town)
    sitting = prepare(town, [second, first, second], place="Hội trường")
    assert (sitting.state, sitting.chair_id, sitting.recorder, sitting.place) == (
        SittingState.PREPARED, town.ward.chair.id, town.ward.office.name, "Hội trường",
    )  # fmt: skip
    assert [item.dossier_id for item in items_of(town.session, sitting.id)] == [first.id, second.id]
    assert seats_of(town.session, sitting.id) == []
    assert sitting.code == f"{town.campaign.year % 100:02}-H1"


@pytest.mark.parametrize(
    ("person", "code"),
    [("secretary", "role"), ("chair", "role"), ("appraiser", "role"), ("other_office", "role"),
     ("city_office", "role")],
)  # fmt: skip
def test_only_its_recorders_prepare_a_sitting(town: Town, person: str, code: str) -> None:
    people = {
        "secretary": town.ward.secretaries[0], "chair": town.ward.chair,
        "appraiser": town.ward.appraiser, "other_office": town.other_ward.office,
        "city_office": town.city_office,
    }  # fmt: skip
    with pytest.raises(Refusal, match=code):
        prepare(town, meeting.both(town), actor=town.member(people[person]))


def test_agenda_takes_candidates_only(town: Town) -> None:
    first, _second = meeting.both(town)
    draft = town.dossier(town.other_ward.cells[0])
    for wrong in ([first, draft], [town.dossier(town.other_ward.cells[1])]):
        with pytest.raises(Refusal, match="not_a_candidate"):
            prepare(town, wrong)
    with pytest.raises(Refusal, match="empty_agenda"):
        prepare(town, [])
    assert town.session.scalars(select(Sitting)).all() == []


def test_day_is_not_in_the_past(town: Town) -> None:
    yesterday = clock.today(town.session) - timedelta(days=1)
    with pytest.raises(Refusal, match="past_day"):
        prepare(town, meeting.both(town), planned_on=yesterday)


def test_campaign_must_be_open(town: Town) -> None:
    dossiers = meeting.both(town)
    town.campaign.state = CampaignState.CLOSED
    with pytest.raises(Refusal, match="campaign_not_open"):
        prepare(town, dossiers)


def test_chair_named_must_sit_on_the_body(town: Town) -> None:
    dossiers = meeting.both(town)
    with pytest.raises(Refusal, match="nobody_to_chair"):
        prepare(town, dossiers, chair_id=town.ward.office.id)
    assert prepare(town, dossiers, chair_id=town.ward.members[0].id).chair_id == (
        town.ward.members[0].id
    )


def test_deputy_chairs_where_the_chair_does_not_count(town: Town) -> None:
    deputy = add_person(town.session, "Phó Bí thư Đảng ủy", phone=make.phone())
    seat(town.session, deputy, body=town.ward.body, position=4, seat=Seat.DEPUTY)
    town.session.scalars(
        select(BodyMember).where(BodyMember.person_id == town.ward.chair.id)
    ).one().counted = False
    town.session.flush()

    dossiers = meeting.both(town)
    sitting = prepare(town, dossiers)

    assert sitting.chair_id == deputy.id
    meeting.start(town, sitting, town.ward)
    for dossier in dossiers:
        meeting.vote(town, sitting, dossier, town.ward, Votes(3), Votes(3))
    close_sitting(
        town.session, sitting, actor=town.member(deputy), seen_version=sitting.version
    )  # fmt: skip
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["recommended"] * 2


def test_nobody_left_to_chair(town: Town) -> None:
    dossiers = meeting.both(town)
    for each in town.session.scalars(select(BodyMember)):
        each.counted = False
    town.session.flush()
    with pytest.raises(Refusal, match="nobody_to_chair"):
        prepare(town, dossiers)


def test_dossier_is_on_one_active_sitting_only(town: Town) -> None:
    dossiers = meeting.both(town)
    prepare(town, dossiers[:1])
    with pytest.raises(Refusal, match="not_a_candidate") as refusal:
        prepare(town, dossiers)
    assert refusal.value.info["dossiers"] == [dossiers[0].code]


def test_database_itself_keeps_a_dossier_on_one_active_sitting(town: Town) -> None:
    dossiers = meeting.both(town)
    prepare(town, dossiers[:1])
    other = prepare(town, dossiers[1:])
    town.session.add(SittingItem(sitting_id=other.id, dossier_id=dossiers[0].id, position=9))
    with pytest.raises(IntegrityError, match="uq_sitting_items_active"):
        town.session.flush()
    town.session.rollback()


def test_opening_freezes_roll_rule_and_what_is_voted_on(town: Town) -> None:
    dossiers = meeting.both(town)
    sitting = prepare(town, dossiers)

    meeting.start(town, sitting, town.ward)

    assert (sitting.state, sitting.roll, sitting.opened_by) == (
        SittingState.OPENED, 3, town.ward.office.name,
    )  # fmt: skip
    assert sitting.rule == town.campaign.rules["vote"]
    assert [(line.content_hash, line.eligible) for line in items_of(town.session, sitting.id)] == [
        (content_hash(town.session, dossier), True) for dossier in dossiers
    ]
    names = [each.name for each in seats_of(town.session, sitting.id)]
    assert names == [town.ward.chair.name, *(each.name for each in town.ward.members)]

    newcomer = add_person(town.session, "Ủy viên mới", phone=make.phone())
    seat(town.session, newcomer, body=town.ward.body, position=9)
    town.ward.members[0].name = "Tên mới"
    town.campaign.rules = town.campaign.rules | {"vote": {"quorum": "1"}}
    town.session.flush()
    assert (sitting.roll, sitting.rule["quorum"]) == (3, "2/3")
    assert [each.name for each in seats_of(town.session, sitting.id)] == names


def test_roll_is_who_is_in_office_and_counted(town: Town) -> None:
    body, today = town.ward.body, clock.today(town.session)
    suspended = add_person(town.session, "Bị đình chỉ", phone=make.phone())
    seat(town.session, suspended, body=body, position=4)
    former = add_person(town.session, "Đã thôi", phone=make.phone())
    seat(town.session, former, body=body, position=5)
    rows = {row.person_id: row for row in town.session.scalars(select(BodyMember))}
    rows[suspended.id].counted = False
    rows[former.id].valid_from = today - timedelta(days=9)
    rows[former.id].valid_to = today - timedelta(days=1)
    town.session.flush()
    sitting = meeting.opened(town, Gate.RECOMMENDATION, meeting.both(town), town.ward)
    assert sitting.roll == 3
    assert {each.person_id for each in seats_of(town.session, sitting.id)} == {
        town.ward.chair.id, *(each.id for each in town.ward.members),
    }  # fmt: skip


def test_chair_or_recorder_opens_nobody_else(town: Town) -> None:
    sitting = prepare(town, meeting.both(town))
    for person in (town.ward.members[0], town.ward.appraiser, town.chair, town.admin):
        with pytest.raises(Refusal, match="role"):
            open_sitting(
                town.session, sitting, actor=town.member(person), seen_version=sitting.version
            )
    open_sitting(
        town.session, sitting, actor=town.member(town.ward.chair), seen_version=sitting.version
    )
    with pytest.raises(Refusal, match="sitting_not_prepared"):
        open_sitting(
            town.session, sitting, actor=town.member(town.ward.chair),
            seen_version=sitting.version,
        )  # fmt: skip


def test_sitting_recorder_runs_the_page(town: Town) -> None:
    clerk = add_person(town.session, "Thư ký phiên", phone=make.phone())
    appoint(town.session, clerk, Role.SITTING_RECORDER, unit=town.ward.unit)
    sitting = prepare(town, meeting.both(town), actor=town.member(clerk))
    open_sitting(town.session, sitting, actor=town.member(clerk), seen_version=sitting.version)
    assert sitting.opened_by == "Thư ký phiên"


def test_stale_page_is_told_what_happened_to_the_sitting(town: Town) -> None:
    sitting = prepare(town, meeting.both(town))
    shown = sitting.version
    meeting.start(town, sitting, town.ward)
    with pytest.raises(StaleError) as stale:
        open_sitting(town.session, sitting, actor=town.member(town.ward.chair), seen_version=shown)
    assert (stale.value.name, stale.value.trigger, stale.value.state) == (
        town.ward.office.name, "sitting_attendance", "opened",
    )  # fmt: skip


def test_dossier_that_left_is_off_the_agenda_before_it_opens(town: Town) -> None:
    first, second = meeting.both(town)
    sitting = prepare(town, [first, second])
    today = clock.today(town.session)
    make.move(town, first.unit, "withdraw", town.ward.secretaries[0], reason="Giải thể",
              met_on=today, **make.ADOPTION)  # fmt: skip
    meeting.start(town, sitting, town.ward)
    assert [item.dossier_id for item in items_of(town.session, sitting.id)] == [second.id]


def test_cancelled_sitting_frees_its_dossiers(town: Town) -> None:
    dossiers = meeting.both(town)
    sitting = prepare(town, dossiers)
    office = town.member(town.ward.office)
    with pytest.raises(Refusal, match="missing"):
        cancel_sitting(town.session, sitting, reason="", actor=office)
    with pytest.raises(Refusal, match="role"):
        cancel_sitting(town.session, sitting, reason="Hoãn", actor=town.member(town.ward.appraiser))
    cancel_sitting(town.session, sitting, reason="Hoãn vì bão", actor=office)
    assert (sitting.state, sitting.ended_reason) == (SittingState.CANCELLED, "Hoãn vì bão")
    assert prepare(town, dossiers).code != sitting.code


def test_opened_sitting_is_broken_off_not_cancelled(town: Town) -> None:
    dossiers = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward)
    office = town.member(town.ward.office)
    with pytest.raises(Refusal, match="sitting_not_prepared"):
        cancel_sitting(town.session, sitting, reason="Hoãn", actor=office)
    with pytest.raises(Refusal, match="missing"):
        break_off_sitting(
            town.session, sitting, reason="", actor=office, seen_version=sitting.version
        )
    break_off_sitting(
        town.session, sitting, reason="Chủ trì vắng", actor=office, seen_version=sitting.version
    )
    assert sitting.state is SittingState.BROKEN_OFF
    assert [town.dossier(cell).state for cell in town.ward.cells] == ["awaiting_ward_review"] * 2
    prepare(town, dossiers)


def test_sitting_is_seen_by_its_body_and_recorders(town: Town) -> None:
    sitting = prepare(town, meeting.both(town))
    town.session.commit()
    seen = {
        name: find_sitting(town.session, sitting.code, viewer=town.member(person)) is not None
        for name, person in {
            "chair": town.ward.chair, "member": town.ward.members[1], "office": town.ward.office,
            "auditor": town.auditor, "secretary": town.ward.secretaries[0],
            "appraiser": town.ward.appraiser, "other": town.other_ward.chair,
            "city": town.org_dept, "admin": town.admin,
        }.items()
    }  # fmt: skip
    assert {name for name, there in seen.items() if there} == {
        "chair", "member", "office", "auditor",
    }  # fmt: skip
    assert [each.id for each in sittings_of(town.session, viewer=town.member(town.auditor))] == [
        sitting.id
    ]
    assert sittings_of(town.session, viewer=town.member(town.admin)) == []


def test_every_act_on_a_sitting_is_in_the_trail(town: Town) -> None:
    sitting = meeting.opened(town, Gate.RECOMMENDATION, meeting.both(town), town.ward)
    kinds = town.session.scalars(
        select(AuditEvent.kind)
        .where(AuditEvent.facts["sitting"].as_string() == sitting.code)
        .order_by(AuditEvent.seq)
    ).all()
    assert list(kinds) == ["sitting_prepared", "sitting_opened", "sitting_attendance"]

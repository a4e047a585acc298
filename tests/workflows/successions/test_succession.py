"""Acts on units: previewed, done at once, carried to dossiers, people and bodies."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tenants import clock
from tenants.appointments import add_unit
from tenants.audit import AuditEvent, verify
from tenants.bodies import Body, in_office
from tenants.people import Membership
from tenants.roles import Role
from tenants.successions import (
    Part,
    StreakRule,
    SuccessionKind,
    UnitSuccession,
    forerunners,
    successions_of,
)
from tenants.tree import Sought, tree_on
from tenants.units import OrgUnit, UnitKind
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.tables import Gate, SittingState
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.doing import succeed
from workflows.successions.naming import place_of
from workflows.successions.planning import plan_succession
from workflows.tasks.tables import Task

BASIS = "Nghị quyết số 05-NQ/ĐU ngày 01/7/2025"


@pytest.fixture
def old_town(town: Town) -> Town:
    make.founded_last_year(town)
    return town


def asked(town: Town, kind: SuccessionKind, *units: OrgUnit, **how: Any) -> Asked:
    today = clock.today(town.session)
    given = {"effective_on": today, "legal_basis": BASIS, **how}
    return Asked(kind, units=tuple(unit.id for unit in units), **given)


def do(town: Town, kind: SuccessionKind, *units: OrgUnit, **how: Any) -> UnitSuccession:
    wish = asked(town, kind, *units, **how)
    plan = plan_succession(town.session, wish)
    return succeed(town.session, wish, actor=town.member(town.admin), seen=plan.digest)


def refused(town: Town, kind: SuccessionKind, *units: OrgUnit, **how: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        plan_succession(town.session, asked(town, kind, *units, **how))
    return caught.value


def named(town: Town, day: date | None = None, **sought: Any) -> list[str]:
    on = day or clock.today(town.session)
    return [node.name for node in tree_on(town.session, on, Sought(**sought))]


def states(town: Town) -> list[tuple[str, str]]:
    """List state and unit of the first ward's dossiers, in the order they were opened."""
    rows = town.session.execute(
        select(Dossier.code, Dossier.state, OrgUnit.name)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .order_by(Dossier.code)
    ).all()
    return [(state, name) for _, state, name in rows[2:]]


def test_merger_into_a_new_cell_closes_the_old_ones_and_founds_it(old_town: Town) -> None:
    town, (first, second) = old_town, old_town.ward.cells
    done = do(
        town, SuccessionKind.MERGE, first, second, new=(NewUnit("Chi bộ Tổ dân phố Tân Hòa"),),
        dossier_of=second.id,
    )  # fmt: skip
    today = clock.today(town.session)
    assert named(town, kind=UnitKind.PARTY_CELL, below=town.ward.unit.id) == [
        "Chi bộ Tổ dân phố Tân Hòa"
    ]
    assert [unit.valid_to for unit in (first, second)] == [today - timedelta(days=1)] * 2
    (merged,) = done.units(Part.AFTER) or successions_of(town.session, [first.id])[0].units(
        Part.AFTER
    )
    assert (merged.code, merged.valid_from, merged.members_official) == (
        "chi-bo-to-dan-pho-tan-hoa", today, 48,
    )  # fmt: skip
    assert merged.sector == first.sector
    assert forerunners(town.session, [merged.id]) == {merged.id, first.id, second.id}


def test_of_the_open_dossiers_one_goes_on_and_the_other_ends(old_town: Town) -> None:
    town, (first, second) = old_town, old_town.ward.cells
    make.move(town, second, "submit_registration", town.ward.secretaries[1],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    do(
        town, SuccessionKind.MERGE, first, second, new=(NewUnit("Chi bộ Tân Hòa"),),
        dossier_of=second.id, people_of=frozenset({second.id}), lead=second.id,
    )  # fmt: skip
    assert states(town) == [
        ("superseded", "Chi bộ Tổ dân phố 1"), ("registration_submitted", "Chi bộ Tân Hòa"),
    ]  # fmt: skip
    make.move(
        town, town.session.scalars(select(OrgUnit).where(OrgUnit.name == "Chi bộ Tân Hòa")).one(),
        "accept_registration", town.ward.office,
    )  # fmt: skip


def test_merger_where_no_dossier_goes_on_opens_a_new_one(old_town: Town) -> None:
    town, (first, second) = old_town, old_town.ward.cells
    plan = plan_succession(
        town.session,
        asked(town, SuccessionKind.MERGE, first, second, new=(NewUnit("Chi bộ Tân Hòa"),)),
    )
    assert plan.drafts == ["Chi bộ Tân Hòa"]
    do(town, SuccessionKind.MERGE, first, second, new=(NewUnit("Chi bộ Tân Hòa"),))
    assert states(town) == [
        ("superseded", first.name), ("superseded", second.name),
        ("registration_draft", "Chi bộ Tân Hòa"),
    ]  # fmt: skip
    task = town.session.scalars(select(Task).where(Task.done_at.is_(None))).all()
    assert len(task) == 3


def test_merger_into_one_that_goes_on_keeps_its_dossier_code_and_people(old_town: Town) -> None:
    town, (first, second) = old_town, old_town.ward.cells
    do(town, SuccessionKind.MERGE, first, second, into=first.id)
    assert (first.valid_to, first.code, first.members_official) == (None, "hoa-mai-1", 48)
    assert [state for state, _ in states(town)] == ["registration_draft", "superseded"]
    assert town.member(town.ward.secretaries[0]).holds(Role.CELL_SECRETARY, unit_id=first.id)
    assert town.member(town.ward.secretaries[1]).holdings == ()


def test_people_go_on_by_choice_and_one_alone_leads(old_town: Town) -> None:
    town, (first, second) = old_town, old_town.ward.cells
    next_month = clock.today(town.session) + timedelta(days=30)
    of_deputy = select(Membership).where(Membership.person_id == town.ward.deputy.id)
    town.session.scalars(of_deputy).one().valid_to = next_month  # whose end is known already
    do(
        town, SuccessionKind.MERGE, first, second, new=(NewUnit("Chi bộ Tân Hòa"),),
        people_of=frozenset({first.id, second.id}), lead=second.id,
    )  # fmt: skip
    assert (
        town.session.scalars(of_deputy.order_by(Membership.valid_from.desc())).first().valid_to
        == next_month
    )
    held = {
        (holding.role, holding.unit_name)
        for person in (*town.ward.secretaries, town.ward.deputy)
        for holding in town.member(person).holdings
    }
    assert held == {
        (Role.CELL_SECRETARY, "Chi bộ Tân Hòa"), (Role.CELL_DEPUTY, "Chi bộ Tân Hòa"),
    }  # fmt: skip
    assert town.member(town.ward.secretaries[0]).holdings == ()
    yesterday = clock.today(town.session) - timedelta(days=1)
    ended = town.session.scalars(
        select(Membership).where(Membership.unit_id.in_([first.id, second.id]))
    ).all()
    assert {row.valid_to for row in ended} == {yesterday}


def test_merged_wards_tell_their_cells_apart_by_origin(old_town: Town) -> None:
    town, one, other = old_town, old_town.ward, old_town.other_ward
    do(
        town, SuccessionKind.MERGE, one.unit, other.unit, new=(NewUnit("Phường Thành Sen"),),
        people_of=frozenset({one.unit.id, other.unit.id}), lead=other.unit.id,
    )  # fmt: skip
    assert named(town) == [
        "Thành ủy Bình An",
        "Phường Thành Sen",
        "Chi bộ Tổ dân phố 1 (Hoa Đào)",
        "Chi bộ Tổ dân phố 1 (Hoa Mai)",
        "Chi bộ Tổ dân phố 2 (Hoa Đào)",
        "Chi bộ Tổ dân phố 2 (Hoa Mai)",
    ]
    assert one.cells[0].own_name == "Chi bộ Tổ dân phố 1"
    before = clock.today(town.session) - timedelta(days=1)
    assert named(town, before, words="tdp 1") == ["Chi bộ Tổ dân phố 1"] * 2
    assert len(named(town, before)) == 7


@pytest.mark.usefixtures("nothing_untold")
def test_dossiers_of_merged_wards_travel_on_in_the_new_one(old_town: Town) -> None:
    town, one, other = old_town, old_town.ward, old_town.other_ward
    cell = one.cells[0]
    make.move(town, cell, "submit_registration", one.secretaries[0],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    do(
        town, SuccessionKind.MERGE, one.unit, other.unit, new=(NewUnit("Phường Thành Sen"),),
        people_of=frozenset({one.unit.id, other.unit.id}), lead=one.unit.id,
    )  # fmt: skip
    ward = town.session.scalars(select(OrgUnit).where(OrgUnit.name == "Phường Thành Sen")).one()
    rows = town.session.execute(select(Dossier.committee_id, Dossier.state)).all()
    assert {row.committee_id for row in rows} == {ward.id}
    waiting = town.session.scalars(
        select(Task.unit_id).where(Task.done_at.is_(None), Task.party == "ward_office")
    ).all()
    assert waiting == [ward.id]
    make.move(town, cell, "accept_registration", other.office)


def test_body_of_the_new_ward_has_one_chair_and_everybody_once(old_town: Town) -> None:
    town, one, other = old_town, old_town.ward, old_town.other_ward
    do(
        town, SuccessionKind.MERGE, one.unit, other.unit, new=(NewUnit("Phường Thành Sen"),),
        people_of=frozenset({one.unit.id, other.unit.id}), lead=other.unit.id,
    )  # fmt: skip
    today = clock.today(town.session)
    body = town.session.scalars(
        select(Body).where(Body.name == "Ban Thường vụ Đảng ủy phường Thành Sen")
    ).one()
    roll = [seat.person_id for seat in town.session.scalars(in_office(body.id, today))]
    assert roll[0] == other.chair.id
    assert sorted(roll) == sorted(
        person.id for person in (other.chair, *one.members, *other.members)
    )
    for old in (one.body, other.body):
        assert town.session.scalars(in_office(old.id, today)).all() == []
        assert len(town.session.scalars(in_office(old.id, today - timedelta(days=1))).all()) == 3


def test_split_off_cell_gets_a_dossier_and_the_other_keeps_its_own(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    do(
        town, SuccessionKind.SPLIT, cell,
        new=(NewUnit("Chi bộ Tổ dân phố 3", code="hoa-mai-3", official=10),),
    )  # fmt: skip
    assert cell.members_official == 14
    assert states(town)[0] == ("registration_draft", "Chi bộ Tổ dân phố 1")
    assert states(town)[2] == ("registration_draft", "Chi bộ Tổ dân phố 3")


def test_split_that_ends_the_cell_makes_the_first_its_heir(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    do(
        town, SuccessionKind.SPLIT, cell, goes_on=False, dossier_of=cell.id,
        people_of=frozenset({cell.id}),
        new=(NewUnit("Chi bộ Tổ dân phố 1A"), NewUnit("Chi bộ Tổ dân phố 1B")),
    )  # fmt: skip
    assert states(town)[0][1] == "Chi bộ Tổ dân phố 1A"
    assert states(town)[2][1] == "Chi bộ Tổ dân phố 1B"
    assert [h.unit_name for h in town.member(town.ward.secretaries[0]).holdings] == [
        "Chi bộ Tổ dân phố 1A"
    ]


def test_renamed_cell_is_called_so_from_the_day_and_was_called_otherwise(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    yesterday = clock.today(town.session) - timedelta(days=1)
    do(town, SuccessionKind.RENAME, cell, name="Chi bộ  Tân Hòa")
    assert "Chi bộ Tân Hòa" in named(town)
    assert "Chi bộ Tổ dân phố 1" in named(town, yesterday, below=town.ward.unit.id)
    assert "Chi bộ Tân Hòa" not in named(town, yesterday)
    events = town.session.scalars(
        select(AuditEvent.kind).where(AuditEvent.dossier_id == town.dossier(cell).id)
    ).all()
    assert events[-1] == "transfer"


def test_cell_under_another_ward_takes_its_dossier_along(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    do(town, SuccessionKind.REPARENT, cell, under=town.other_ward.unit.id)
    assert cell.name == "Chi bộ Tổ dân phố 1 (Hoa Mai)"
    assert town.other_ward.cells[0].name == "Chi bộ Tổ dân phố 1 (Hoa Đào)"
    assert town.dossier(cell).committee_id == town.other_ward.unit.id
    yesterday = clock.today(town.session) - timedelta(days=1)
    assert named(town, yesterday, below=town.ward.unit.id)[1] == "Chi bộ Tổ dân phố 1"


def test_closed_cell_ends_with_its_open_dossier_and_its_roles(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    do(town, SuccessionKind.CLOSE, cell)
    assert states(town)[0] == ("superseded", cell.name)
    assert town.member(town.ward.secretaries[0]).holdings == ()
    assert cell.name not in named(town, below=town.ward.unit.id)


def test_cell_founded_later_gets_a_dossier_of_the_open_campaign(old_town: Town) -> None:
    town = old_town
    do(
        town, SuccessionKind.FOUND, under=town.ward.unit.id,
        new=(NewUnit("Chi bộ Chợ Vườn Ươm", kind=UnitKind.PARTY_CELL, official=5),),
    )  # fmt: skip
    assert states(town)[2] == ("registration_draft", "Chi bộ Chợ Vườn Ươm")


def test_settled_dossier_stays_with_its_old_cell(old_town: Town) -> None:
    town, (first, second) = old_town, old_town.ward.cells
    town.dossier(first).state = "recognized"
    town.session.flush()
    do(town, SuccessionKind.MERGE, first, second, new=(NewUnit("Chi bộ Tân Hòa"),))
    assert states(town)[:2] == [("recognized", first.name), ("superseded", second.name)]


def test_act_is_in_the_trail_and_the_chain_holds(old_town: Town) -> None:
    town = old_town
    done = do(
        town, SuccessionKind.MERGE, *town.ward.cells, new=(NewUnit("Chi bộ Tân Hòa"),),
        streak_rule=StreakRule.ONE, streak_of=town.ward.cells[0].id,
    )  # fmt: skip
    event = town.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "unit_succession")
    ).one()
    assert event.name == town.admin.name
    assert event.facts["legal_basis"] == BASIS
    assert event.facts["before"] == ["hoa-mai-1", "hoa-mai-2"]
    assert event.facts["closed"] == [
        ["hoa-mai-1", "Chi bộ Tổ dân phố 1"], ["hoa-mai-2", "Chi bộ Tổ dân phố 2"],
    ]  # fmt: skip
    assert (done.streak_rule, done.streak_unit_id) == (StreakRule.ONE, town.ward.cells[0].id)
    assert list(verify(town.session)) == []


def test_only_the_administrator_does_it(old_town: Town) -> None:
    town = old_town
    wish = asked(town, SuccessionKind.CLOSE, town.ward.cells[0])
    seen = plan_succession(town.session, wish).digest
    for person in (town.ward.office, town.org_dept, town.auditor):
        with pytest.raises(Refusal, match="role"):
            succeed(town.session, wish, actor=town.member(person), seen=seen)
    assert town.ward.cells[0].valid_to is None


def test_what_changed_since_the_preview_is_not_done(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    wish = asked(town, SuccessionKind.CLOSE, cell)
    seen = plan_succession(town.session, wish).digest
    make.move(town, cell, "submit_registration", town.ward.secretaries[0],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    with pytest.raises(Refusal, match="plan_changed"):
        succeed(town.session, wish, actor=town.member(town.admin), seen=seen)
    assert town.dossier(cell).state == "registration_submitted"


def test_dossier_on_an_opened_sitting_holds_up_the_whole_act(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [make.appraised(town, cell)], town.ward)
    wish = asked(town, SuccessionKind.CLOSE, cell)
    plan = plan_succession(town.session, wish)
    assert plan.on_sittings == [(town.dossier(cell).code, sitting.code)]
    with pytest.raises(Refusal, match="dossiers_on_sitting"):
        succeed(town.session, wish, actor=town.member(town.admin), seen=plan.digest)
    assert cell.valid_to is None


def test_prepared_sitting_of_a_closed_ward_is_cancelled(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    dossier = make.appraised(town, cell)
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, [dossier], town.ward)
    do(
        town, SuccessionKind.MERGE, town.ward.unit, town.other_ward.unit,
        new=(NewUnit("Phường Thành Sen"),),
    )  # fmt: skip
    assert (sitting.state, sitting.ended_reason) == (SittingState.CANCELLED, BASIS)
    assert town.dossier(cell).state == "awaiting_ward_review"


@pytest.mark.parametrize(
    ("kind", "how", "code", "fields"),
    [
        (SuccessionKind.CLOSE, {"legal_basis": " "}, "missing", ["legal_basis"]),
        (SuccessionKind.CLOSE, {"effective_on": "tomorrow"}, "future_day", ["effective_on"]),
        (SuccessionKind.CLOSE, {"effective_on": "long ago"}, "before_the_unit", ["effective_on"]),
        (SuccessionKind.CLOSE, {"units": "none"}, "too_few_units", ["units"]),
        (SuccessionKind.CLOSE, {"units": "ward"}, "has_units_below", ["units"]),
        (SuccessionKind.CLOSE, {"units": "root"}, "not_the_top", ["units"]),
        (SuccessionKind.MERGE, {}, "too_few_units", ["units"]),
        (SuccessionKind.MERGE, {"units": "both"}, "missing", ["name"]),
        (SuccessionKind.MERGE, {"units": "cell and ward"}, "different_kinds", ["units"]),
        (SuccessionKind.MERGE, {"units": "two wards' cells"}, "different_parents", ["into"]),
        (
            SuccessionKind.MERGE,
            {"units": "both", "new": (NewUnit("A"),), "streak_rule": StreakRule.ONE},
            "streak_of_whom", ["streak_of"],
        ),
        (SuccessionKind.RENAME, {"name": ""}, "missing", ["name"]),
        (SuccessionKind.RENAME, {"name": "Chi bộ TDP 2"}, "name_taken", ["name"]),
        (SuccessionKind.RENAME, {"name": "Chi bộ Tổ dân phố 1"}, "same_name", ["name"]),
        (SuccessionKind.SPLIT, {}, "too_few_units", ["new"]),
        (
            SuccessionKind.SPLIT, {"new": (NewUnit("Chi bộ 3", official=25),)},
            "more_than_there_are", ["new"],
        ),
        (
            SuccessionKind.SPLIT, {"new": (NewUnit("Chi bộ 3", code="hoa-dao-1"),)},
            "code_taken", ["code"],
        ),
        (
            SuccessionKind.SPLIT, {"new": (NewUnit("Chi bộ 3", code="Hoa Đào"),)},
            "bad_code", ["code"],
        ),
        (SuccessionKind.REPARENT, {}, "missing", ["under"]),
        (SuccessionKind.REPARENT, {"under": "own ward"}, "already_there", ["under"]),
        (SuccessionKind.REPARENT, {"under": "a cell"}, "not_under_this_kind", ["under"]),
        (SuccessionKind.REPARENT, {"under": "itself"}, "below_itself", ["under"]),
        (SuccessionKind.FOUND, {"units": "none", "new": (NewUnit("A"),)}, "missing", ["under"]),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why(
    old_town: Town, kind: SuccessionKind, how: dict[str, Any], code: str, fields: list[str]
) -> None:
    town, today = old_town, clock.today(old_town.session)
    cells, wards = town.ward.cells, [town.ward.unit, town.other_ward.unit]
    units = {
        None: cells[:1], "none": [], "ward": wards[:1], "root": [town.root], "both": cells,
        "cell and ward": [cells[0], wards[0]],
        "two wards' cells": [cells[0], town.other_ward.cells[0]],
    }[how.pop("units", None)]  # fmt: skip
    days = {"tomorrow": today + timedelta(days=1), "long ago": today - timedelta(days=900)}
    if "effective_on" in how:
        how["effective_on"] = days[how["effective_on"]]
    if code == "different_parents":
        how["new"] = (NewUnit("Chi bộ Tân Hòa"),)
    under = {"own ward": wards[0].id, "a cell": cells[1].id, "itself": cells[0].id}
    if "under" in how:
        how["under"] = under[how["under"]]
    refusal = refused(town, kind, *units, **how)
    assert (refusal.code, refusal.info.get("fields")) == (code, fields)


def test_code_of_a_closed_unit_is_not_given_again(old_town: Town) -> None:
    town, cell = old_town, old_town.ward.cells[0]
    do(town, SuccessionKind.CLOSE, cell)
    again = NewUnit("Chi bộ Tổ dân phố 1", code="hoa-mai-1", kind=UnitKind.PARTY_CELL)
    refusal = refused(town, SuccessionKind.FOUND, under=town.ward.unit.id, new=(again,))
    assert (refusal.code, refusal.info["unit"]) == ("code_taken", "Chi bộ Tổ dân phố 1")
    with pytest.raises(IntegrityError, match="uq_org_units_tenant_id_code"):
        add_unit(
            town.session, "Chi bộ mới", code="hoa-mai-1", kind=UnitKind.PARTY_CELL,
            parent=town.ward.unit,
        )  # fmt: skip


def test_closed_unit_cannot_be_erased_by_the_service(old_town: Town) -> None:
    """Only what an import made and nothing depends on may be taken back; an act stays."""
    town, cell = old_town, old_town.ward.cells[0]
    do(town, SuccessionKind.CLOSE, cell)
    with pytest.raises(IntegrityError, match="violates foreign key constraint"):
        town.session.execute(OrgUnit.__table__.delete().where(OrgUnit.code == cell.code))


def test_nothing_stays_of_an_act_that_fails(old_town: Town) -> None:
    town = old_town
    before = town.session.scalar(select(func.count()).select_from(UnitSuccession))
    wish = asked(town, SuccessionKind.CLOSE, town.ward.cells[0])
    with pytest.raises(Refusal, match="plan_changed"):
        succeed(town.session, wish, actor=town.member(town.admin), seen="something else")
    assert town.session.scalar(select(func.count()).select_from(UnitSuccession)) == before
    assert town.ward.cells[0].valid_to is None


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Phường Tân Giang", "Tân Giang"), ("Đảng bộ phường Tân Giang", "Tân Giang"),
        ("Đảng ủy xã Hòa An", "Hòa An"), ("Đặc khu Côn Đảo", "Côn Đảo"),
        ("Trường Chính trị", "Trường Chính trị"),
    ],
)  # fmt: skip
def test_place_of_a_committee_is_the_rest_of_its_name(name: str, place: str) -> None:
    assert place_of(name) == place

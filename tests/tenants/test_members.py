"""Members: who a person is today is read from dated roles, never from what they once were."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tenants import clock
from tenants.appointments import appoint
from tenants.bodies import in_office
from tenants.members import SYSTEM, Member, find_member
from tenants.people import Membership
from tenants.roles import GRANTS, Permission, Role
from tenants.units import UnitKind
from tests.make import Town


def roles(member: Member | None) -> list[tuple[str, str]]:
    assert member is not None
    return [(holding.role.value, holding.unit_name) for holding in member.holdings]


def test_member_holds_roles_with_their_units_and_desks(town: Town) -> None:
    appraiser = town.member(town.ward.appraiser)
    holding = appraiser.holdings[0]
    assert (holding.role, holding.unit_id, holding.unit_kind, holding.desk) == (
        Role.APPRAISER, town.ward.unit.id, UnitKind.WARD_COMMITTEE, "organisation",
    )  # fmt: skip
    assert appraiser.holds(Role.APPRAISER, unit_id=town.ward.unit.id, desk="organisation")
    assert not appraiser.holds(Role.APPRAISER, unit_id=town.ward.unit.id, desk="inspection")
    assert not appraiser.holds(Role.APPRAISER, unit_id=town.other_ward.unit.id)
    assert appraiser.units(Role.APPRAISER, Role.WARD_OFFICE) == [town.ward.unit.id]
    assert appraiser.units(Role.WARD_OFFICE) == []


def test_person_may_hold_several_roles(town: Town) -> None:
    appoint(town.session, town.ward.office, Role.CELL_SECRETARY, unit=town.ward.cells[1])
    assert roles(town.member(town.ward.office)) == [
        ("ward_office", "Phường Hoa Mai"),
        ("cell_secretary", "Chi bộ Tổ dân phố 2"),
    ]


@pytest.mark.parametrize(("day", "held"), [(-1, False), (0, True), (3, True), (4, False)])
def test_role_is_held_from_its_first_day_to_its_last(town: Town, day: int, *, held: bool) -> None:
    today = clock.today(town.session)
    membership = appoint(
        town.session, town.auditor, Role.SUPERVISOR, unit=town.ward.cells[0], since=today
    )
    membership.valid_to = today + timedelta(days=3)
    town.session.flush()

    member = find_member(town.session, town.auditor.id, on=today + timedelta(days=day))

    assert member is not None
    assert member.holds(Role.SUPERVISOR) is held


def test_role_taken_away_is_gone_the_next_day(town: Town) -> None:
    today = clock.today(town.session)
    standing = town.session.query(Membership).filter_by(person_id=town.ward.office.id).one()
    standing.valid_to = today
    town.session.flush()
    tomorrow = find_member(town.session, town.ward.office.id, on=today + timedelta(days=1))
    assert roles(tomorrow) == []


def test_same_role_is_not_held_twice_at_once(town: Town) -> None:
    with pytest.raises(Exception, match="uq_memberships_standing"):
        appoint(town.session, town.ward.office, Role.WARD_OFFICE, unit=town.ward.unit)


def test_disabled_person_is_no_member(town: Town) -> None:
    town.ward.office.disabled_at = clock.now(town.session)
    town.session.flush()
    found = find_member(town.session, town.ward.office.id, on=clock.today(town.session))
    assert found is None


def test_person_of_another_tenant_is_no_member(town: Town, other_town: Town) -> None:
    today = clock.today(town.session)
    assert find_member(town.session, other_town.admin.id, on=today) is None


def test_person_without_a_role_may_do_nothing(town: Town) -> None:
    stranger = Member(person_id=town.admin.id, name="Không vai")
    assert not any(stranger.may(permission) for permission in Permission)


def test_service_itself_has_no_role() -> None:
    assert (SYSTEM.person_id, SYSTEM.holdings) == (None, ())


def test_every_role_reads_dossiers_and_none_is_forgotten() -> None:
    assert set(GRANTS) == set(Role)
    assert all(Permission.DOSSIER_READ in granted for granted in GRANTS.values())


def test_every_permission_is_granted_to_somebody() -> None:
    assert set().union(*GRANTS.values()) == set(Permission)


def test_administrator_keeps_no_decisions_and_prepares_no_sittings() -> None:
    decisions = {Permission.DECISION_KEEP, Permission.SITTING_PREPARE, Permission.SITTING_READ}
    assert GRANTS[Role.TENANT_ADMIN] & decisions == set()


def test_auditor_acts_nowhere() -> None:
    acting = {
        Permission.CELL_HOME, Permission.CITY_INBOX, Permission.WARD_INBOX,
        Permission.CODE_ISSUE, Permission.DECISION_KEEP, Permission.SITTING_PREPARE,
    }  # fmt: skip
    assert GRANTS[Role.AUDITOR] & acting == set()


def test_seat_on_a_body_gives_the_role_that_goes_with_it(town: Town) -> None:
    chair, member = town.member(town.ward.chair), town.member(town.ward.members[0])
    assert chair.holds(Role.COMMITTEE_CHAIR, unit_id=town.ward.unit.id)
    assert member.holds(Role.COMMITTEE_MEMBER, unit_id=town.ward.unit.id)
    assert not member.holds(Role.COMMITTEE_CHAIR)


def test_roll_is_who_sits_on_the_day_in_order(town: Town) -> None:
    today = clock.today(town.session)
    sitting = list(town.session.scalars(in_office(town.ward.body.id, today)))
    assert [seat.person_id for seat in sitting] == [
        town.ward.chair.id, *(member.id for member in town.ward.members),
    ]  # fmt: skip
    sitting[1].valid_to = today
    town.session.flush()
    tomorrow = town.session.scalars(in_office(town.ward.body.id, today + timedelta(days=1)))
    assert [seat.position for seat in tomorrow] == [1, 3]

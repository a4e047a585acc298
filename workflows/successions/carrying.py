"""What goes along with units: open dossiers, roles, seats of bodies, prepared sittings."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.bodies import Body, BodyMember
from tenants.delegations import Delegation
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.table import Kind
from workflows.flows import flow_of
from workflows.sittings.tables import Sitting, SittingState
from workflows.successions.plan import DossierFate, OfficeFate, Plan, SeatFate

LEADING = (Role.CELL_SECRETARY, Role.COMMITTEE_CHAIR)


ON_BODY = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)


def open_dossiers(session: TenantSession, unit_ids: Sequence[UUID]) -> list[Dossier]:
    """List the dossiers of units that still have somewhere to go, by code."""
    rows = session.scalars(
        select(Dossier)
        .where(Dossier.unit_id.in_(unit_ids))
        .order_by(Dossier.code)
        .options(joinedload(Dossier.unit), joinedload(Dossier.campaign))
    )
    unsettled = (Kind.OPEN, Kind.PARKED)
    return [row for row in rows if flow_of(row).states[row.state].kind in unsettled]


def carry_dossiers(
    session: TenantSession, plan: Plan, unit: OrgUnit, name: str, committee_id: UUID | None
) -> None:
    """Let the open dossiers of a unit go along with it."""
    for dossier in open_dossiers(session, [unit.id]):
        plan.dossiers.append(transferred(dossier, unit.id, committee_id, name))


def transferred(
    dossier: Dossier, unit_id: UUID, committee_id: UUID | None, name: str
) -> DossierFate:
    """Let a dossier go on as that of a unit; a committee's own is received by itself."""
    own = dossier.unit_id == dossier.committee_id
    receiver = unit_id if own else committee_id or dossier.committee_id
    return DossierFate(dossier, "transfer", unit_id, receiver, name)


def campaigns_with(session: TenantSession, unit_id: UUID) -> set[UUID]:
    """Return the campaigns in which a unit has a dossier already, open or not."""
    return set(session.scalars(select(Dossier.campaign_id).where(Dossier.unit_id == unit_id)))


def move_people(
    session: TenantSession,
    plan: Plan,
    to_id: UUID | None,
    to_name: str,
    into: OrgUnit | None,
) -> None:
    """Say of each role in a unit that closes whether it goes on, and in which unit."""
    asked = plan.asked
    leaving = {unit.id for unit in plan.closed}
    held = session.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.unit_id.in_(leaving),
            or_(Membership.valid_to.is_(None), Membership.valid_to >= asked.effective_on),
        )
        .order_by(Person.sort_key, Membership.id)
        .options(joinedload(Membership.person), joinedload(Membership.unit))
    ).all()
    standing = _standing_in(session, into)
    for membership in held:
        leads = membership.role in LEADING
        stays = membership.unit_id in asked.people_of and (
            not leads or (into is None and membership.unit_id == asked.lead)
        )
        mark = (membership.person_id, membership.role, membership.desk)
        if to_id is not None and stays and mark not in standing:
            standing.add(mark)
            plan.offices.append(OfficeFate(membership, to_id, to_name))
        else:
            plan.offices.append(OfficeFate(membership, None))
    _move_seats(session, plan, leaving, to_id, into)
    plan.delegations = _ending_delegations(session, plan, leaving)


def _ending_delegations(session: TenantSession, plan: Plan, leaving: set[UUID]) -> list[Delegation]:
    """List what ends because its giver or its taker is left without any role.

    Nobody acts on in the place of somebody who holds nothing, nor when they hold something
    else one day.
    """
    going_on = {fate.membership.person_id for fate in plan.offices if fate.to_unit is not None}
    ending = {fate.membership.person_id for fate in plan.offices} - going_on
    elsewhere = session.scalars(
        select(Membership.person_id).where(
            Membership.person_id.in_(ending),
            Membership.unit_id.not_in(leaving),
            Membership.valid_to.is_(None),
        )
    )
    left = ending - set(elsewhere)
    return list(
        session.scalars(
            select(Delegation)
            .where(
                or_(Delegation.from_person_id.in_(left), Delegation.to_person_id.in_(left)),
                Delegation.ended_at.is_(None),
                Delegation.valid_to >= clock.today(session),
            )
            .order_by(Delegation.valid_from, Delegation.id)
            .options(joinedload(Delegation.giver), joinedload(Delegation.taker))
        )
    )


def _standing_in(session: TenantSession, unit: OrgUnit | None) -> set[tuple[UUID, Role, str]]:
    if unit is None:
        return set()
    rows = session.execute(
        select(Membership.person_id, Membership.role, Membership.desk).where(
            Membership.unit_id == unit.id, Membership.valid_to.is_(None)
        )
    )
    return {(person_id, Role(role), desk) for person_id, role, desk in rows.all()}


def _move_seats(
    session: TenantSession,
    plan: Plan,
    leaving: set[UUID],
    to_id: UUID | None,
    into: OrgUnit | None,
) -> None:
    going_on = {
        fate.membership.person_id
        for fate in plan.offices
        if fate.to_unit is not None and fate.membership.role in ON_BODY
    }
    bodies = session.scalars(select(Body).where(Body.unit_id.in_(leaving))).all()
    for body in bodies:
        for seat in session.scalars(
            select(BodyMember)
            .where(
                BodyMember.body_id == body.id,
                or_(BodyMember.valid_to.is_(None), BodyMember.valid_to >= plan.asked.effective_on),
            )
            .order_by(BodyMember.position)
            .options(joinedload(BodyMember.person))
        ):
            moves = seat.person_id in going_on
            plan.seats.append(SeatFate(seat, body, goes_on=moves))
            going_on.discard(seat.person_id)
    if bodies and to_id is not None and into is None:
        plan.body_for = to_id
    plan.sittings = list(
        session.scalars(
            select(Sitting).where(
                Sitting.body_id.in_([body.id for body in bodies]),
                Sitting.state == SittingState.PREPARED,
            )
        )
    )

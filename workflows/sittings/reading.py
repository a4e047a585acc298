"""Finding a sitting and what belongs to it, for those who may see it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload

from tenants.asking import asked_once
from tenants.bodies import Body
from tenants.database import Json
from tenants.members import Member
from tenants.roles import Role
from tenants.units import kept_by
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem, SittingSeat

OF_THE_BODY = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.SITTING_RECORDER)
RECORDERS = (Role.SITTING_RECORDER, Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT)


def sees_sitting(member: Member) -> ColumnElement[bool]:
    """Say in SQL which sittings a member may see: those of the own unit's body.

    An office also reads those of bodies whose unit has ended and whose papers it keeps.
    """
    if member.holds(Role.AUDITOR):
        return Sitting.id.is_not(None)
    units = member.units(*OF_THE_BODY, *RECORDERS)
    if not units:
        return false()
    offices = member.units(*RECORDERS)
    theirs = or_(Body.unit_id.in_(units), Body.unit_id.in_(kept_by(offices)))
    return Sitting.body_id.in_(select(Body.id).where(theirs))


def find_sitting(session: TenantSession, code: str, *, viewer: Member) -> Sitting | None:
    """Return the sitting with this code; one the viewer may not see does not exist."""
    return session.scalars(
        select(Sitting)
        .where(Sitting.code == code, sees_sitting(viewer))
        .options(joinedload(Sitting.body, innerjoin=True).joinedload(Body.unit))
        .options(joinedload(Sitting.campaign, innerjoin=True).joinedload(Campaign.criteria_set))
    ).one_or_none()


def sittings_of(session: TenantSession, *, viewer: Member) -> list[Sitting]:
    """List the sittings a member may see, the latest first."""
    return list(
        session.scalars(
            select(Sitting)
            .where(sees_sitting(viewer))
            .order_by(Sitting.planned_on.desc(), Sitting.id.desc())
            .options(joinedload(Sitting.body, innerjoin=True).joinedload(Body.unit))
        )
    )


def recommended_in(session: TenantSession, dossier: Dossier) -> UUID | None:
    """Return the sitting that recommended a dossier; the last one, if several did."""
    return session.scalar(
        select(SittingItem.sitting_id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            SittingItem.dossier_id == dossier.id,
            SittingItem.result == Result.PASSED,
            Sitting.gate == Gate.RECOMMENDATION,
        )
        .order_by(Sitting.closed_at.desc())
        .limit(1)
    )


@asked_once
def seats_of(session: TenantSession, sitting_id: UUID) -> list[SittingSeat]:
    """List the roll of a sitting in its order; empty before it opens."""
    return list(
        session.scalars(
            select(SittingSeat)
            .where(SittingSeat.sitting_id == sitting_id)
            .order_by(SittingSeat.position, SittingSeat.id)
        )
    )


@asked_once
def items_of(session: TenantSession, sitting_id: UUID) -> list[SittingItem]:
    """List the agenda in its order, read anew: a dossier may just have been struck."""
    return list(
        session.scalars(
            select(SittingItem)
            .where(SittingItem.sitting_id == sitting_id)
            .order_by(SittingItem.position, SittingItem.id)
            .execution_options(populate_existing=True)
            .options(
                joinedload(SittingItem.dossier, innerjoin=True).options(
                    joinedload(Dossier.unit, innerjoin=True),
                    joinedload(Dossier.committee, innerjoin=True),
                    joinedload(Dossier.campaign, innerjoin=True),
                )
            )
        )
    )


def flow_on_agenda(session: TenantSession, sitting: Sitting) -> str:
    """Return which way the dossiers of a sitting go: it is about one title."""
    flow = session.scalar(
        select(Dossier.flow)
        .join(SittingItem, SittingItem.dossier_id == Dossier.id)
        .where(SittingItem.sitting_id == sitting.id)
        .order_by(SittingItem.position)
        .limit(1)
    )
    return flow or ""


def count_present(session: TenantSession, sitting_id: UUID) -> int:
    """Count the members in the room."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SittingSeat)
            .where(SittingSeat.sitting_id == sitting_id, SittingSeat.present)
        )
        or 0
    )


def may_record(member: Member, sitting: Sitting) -> bool:
    """Tell whether the member runs the page of this sitting."""
    return any(member.holds(role, unit_id=sitting.body.unit_id) for role in RECORDERS)


def chairs(member: Member, sitting: Sitting) -> bool:
    """Tell whether the member chairs this sitting."""
    return member.person_id == sitting.chair_id


def votes_by_sitting(session: TenantSession, dossier_id: UUID) -> dict[str, Json]:
    """Return how closed sittings voted on a dossier, as they counted, by the sittings' codes."""
    rows = session.execute(
        select(Sitting.code, SittingItem.explained)
        .join(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(SittingItem.dossier_id == dossier_id, SittingItem.result.is_not(None))
    )
    return dict(rows.all())

"""What a unit's page shows: its place, its numbers, its people, its dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tenants.people import Membership, Person
from tenants.successions import FormerUnit
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.decisions.streaks import years_of, years_running
from workflows.dossiers.tables import Dossier


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit, what was before, who is in it, what it has below and what it has done.

    ``years`` are those in which the title counts for it, ``running`` how many of them in
    a row, up to the latest.
    """

    unit: OrgUnit
    former: list[FormerUnit]
    below: list[OrgUnit]
    people: list[Membership]
    dossiers: list[Dossier]
    years: list[int]
    running: int


def page_of(session: TenantSession, unit: OrgUnit, *, on: date) -> UnitPage:
    """Gather a unit's page; people are those of the day, or of a closed unit's last day."""
    day = min(on, unit.valid_to) if unit.valid_to else on
    years = years_of(session, unit.id)
    return UnitPage(
        unit=unit,
        former=list(
            session.scalars(
                select(FormerUnit)
                .where(FormerUnit.unit_id == unit.id)
                .order_by(FormerUnit.valid_from)
            )
        ),
        below=list(
            session.scalars(
                select(OrgUnit)
                .where(OrgUnit.parent_id == unit.id, OrgUnit.valid_to.is_(None))
                .order_by(OrgUnit.sort_key, OrgUnit.code)
            )
        ),
        people=list(
            session.scalars(
                select(Membership)
                .join(Person, Person.id == Membership.person_id)
                .where(
                    Membership.unit_id == unit.id,
                    Membership.valid_from <= day,
                    or_(Membership.valid_to.is_(None), Membership.valid_to >= day),
                )
                .order_by(Membership.role, Person.sort_key, Membership.id)
                .options(joinedload(Membership.person))
            )
        ),
        dossiers=list(
            session.scalars(
                select(Dossier)
                .where(Dossier.unit_id == unit.id)
                .order_by(Dossier.code.desc())
                .options(joinedload(Dossier.campaign))
            )
        ),
        years=years,
        running=years_running(session, [unit.id], years[0])[unit.id] if years else 0,
    )

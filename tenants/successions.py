"""What became of units: merged, split, renamed, put under another, closed, founded.

Each is one act on one day, by one legal basis. A closed unit stays with its code, its
people of the time and its titles; what a unit was called, and under whom, until an act
changed it, is kept beside it (docs/process.md, section 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship

from tenants.database import Base, Json, SortKey, TenantRow, belongs_to
from tenants.units import OrgUnit
from tenants.wall import TenantSession


class SuccessionKind(StrEnum):
    """What was done."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    REPARENT = "reparent"
    CLOSE = "close"
    FOUND = "found"


class StreakRule(StrEnum):
    """What a year of those before counts for those after, in «n years running».

    ``every``: each of them had the title; ``any``: at least one; ``one``: a named one;
    ``none``: the count begins anew.
    """

    EVERY = "every"
    ANY = "any"
    ONE = "one"
    NONE = "none"


class Part(StrEnum):
    """Whether a unit was there before the act, or after it; one that goes on is both."""

    BEFORE = "before"
    AFTER = "after"


class UnitSuccession(TenantRow, Base):
    """One act on units. ``facts`` says what it changed: dossiers, people, bodies."""

    __tablename__ = "unit_successions"
    __table_args__ = (
        belongs_to("org_units", "streak_unit_id"),
        CheckConstraint("legal_basis <> ''", name="has_a_legal_basis"),
        CheckConstraint(
            "streak_rule <> 'one' OR streak_unit_id IS NOT NULL", name="streak_of_one_names_it"
        ),
        Index(None, "tenant_id", "effective_on"),
    )

    kind: Mapped[SuccessionKind]
    effective_on: Mapped[date]
    legal_basis: Mapped[str]
    streak_rule: Mapped[StreakRule]
    streak_unit_id: Mapped[UUID | None]
    facts: Mapped[Json] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    made_by: Mapped[str]

    parts: Mapped[list[SuccessionPart]] = relationship(
        primaryjoin="and_(UnitSuccession.tenant_id == foreign(SuccessionPart.tenant_id),"
        " UnitSuccession.id == foreign(SuccessionPart.succession_id))",
        viewonly=True,
    )

    def units(self, part: Part) -> list[OrgUnit]:
        """List the units before the act, or after it, in their order."""
        found = [row.unit for row in self.parts if row.part is part]
        return sorted(found, key=lambda unit: (unit.sort_key, unit.code))


class SuccessionPart(TenantRow, Base):
    """A unit's part in an act."""

    __tablename__ = "succession_parts"
    __table_args__ = (
        belongs_to("unit_successions", "succession_id"),
        belongs_to("org_units", "unit_id"),
        UniqueConstraint("tenant_id", "succession_id", "unit_id", "part"),
        Index(None, "tenant_id", "unit_id"),
    )

    succession_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    part: Mapped[Part]

    unit: Mapped[OrgUnit] = relationship(foreign_keys="SuccessionPart.unit_id", viewonly=True)


class FormerUnit(TenantRow, Base):
    """What a unit was called, and under whom it stood, until the last day before an act."""

    __tablename__ = "former_units"
    __table_args__ = (
        belongs_to("org_units", "unit_id"),
        belongs_to("org_units", "parent_id"),
        belongs_to("unit_successions", "succession_id"),
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        Index(None, "tenant_id", "unit_id", "valid_from"),
    )

    unit_id: Mapped[UUID]
    parent_id: Mapped[UUID | None]
    succession_id: Mapped[UUID]
    name: Mapped[str]
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]
    valid_from: Mapped[date]
    valid_to: Mapped[date]


def successions_of(session: TenantSession, unit_ids: Iterable[UUID]) -> list[UnitSuccession]:
    """List the acts in which units had a part, the latest first."""
    return list(
        session.scalars(
            select(UnitSuccession)
            .where(
                UnitSuccession.id.in_(
                    select(SuccessionPart.succession_id).where(
                        SuccessionPart.unit_id.in_(list(unit_ids))
                    )
                )
            )
            .order_by(UnitSuccession.effective_on.desc(), UnitSuccession.id.desc())
            .options(joinedload(UnitSuccession.parts).joinedload(SuccessionPart.unit))
        ).unique()
    )


def forerunners(session: TenantSession, unit_ids: Sequence[UUID]) -> set[UUID]:
    """Return the units and all that they came from, by any number of acts."""
    before, after = aliased(SuccessionPart), aliased(SuccessionPart)
    known: set[UUID] = set()
    fresh = set(unit_ids)
    while fresh:
        known |= fresh
        found = session.scalars(
            select(before.unit_id)
            .join(after, after.succession_id == before.succession_id)
            .where(before.part == Part.BEFORE, after.part == Part.AFTER, after.unit_id.in_(fresh))
        )
        fresh = set(found) - known
    return known

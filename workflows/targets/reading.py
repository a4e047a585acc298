"""Reading targets: those of a dossier, sums of many, and what criteria ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import reads
from workflows.targets.lines import Line
from workflows.targets.tables import Target


@dataclass(frozen=True, slots=True)
class Figure:
    """What a criterion may ask of one target: planned, and reached (nothing yet is none)."""

    name: str
    planned: Decimal | None
    reached: Decimal | None


@dataclass(frozen=True, slots=True)
class Sum:
    """The same target of several cells, added up; ``cells`` planned it, ``reported`` say how far.

    Percentages are not added: their mean has no meaning without the numbers behind them, so
    ``planned`` and ``reached`` are then empty.
    """

    key: str
    name: str
    measure: str
    part_of: str
    planned: Decimal | None
    reached: Decimal | None
    cells: int
    reported: int


@dataclass(frozen=True, slots=True)
class OfCell:
    """A target with the dossier and the cell whose it is."""

    target: Target
    dossier: Dossier
    unit: OrgUnit
    part_of: str


def targets_of(session: TenantSession, dossier_id: UUID) -> list[Target]:
    """List a dossier's targets as they were planned, parts after their whole."""
    return list(
        session.scalars(
            select(Target)
            .where(Target.dossier_id == dossier_id)
            .order_by(Target.position, Target.id)
        )
    )


def figures_of(session: TenantSession, dossier_id: UUID) -> dict[str, list[Figure]]:
    """Return a dossier's figures by series, for its criteria; parts count within their whole."""
    found: dict[str, list[Figure]] = {}
    for row in targets_of(session, dossier_id):
        if row.series and row.part_of_id is None:
            found.setdefault(row.series, []).append(Figure(row.name, row.planned, row.reached))
    return found


def lines_of(targets: Sequence[Target]) -> list[Line]:
    """Return targets as lines that may be typed again."""
    names = {row.id: row.name for row in targets}
    return [
        Line(
            name=row.name,
            measure=row.measure,
            planned=row.planned,
            part_of=names.get(row.part_of_id, "") if row.part_of_id else "",
            group=row.group_key,
            series=row.series,
        )
        for row in targets
    ]


def targets_seen(
    session: TenantSession,
    viewer: Member,
    campaign_id: UUID,
    *,
    committee_id: UUID | None = None,
) -> list[OfCell]:
    """List the targets of every dossier of a campaign that the viewer reads, cell by cell."""
    wanted = (
        select(Target, Dossier, OrgUnit)
        .join(Dossier, Dossier.id == Target.dossier_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(reads(viewer), Dossier.campaign_id == campaign_id)
        .order_by(OrgUnit.sort_key, OrgUnit.id, Target.position, Target.id)
    )
    if committee_id is not None:
        wanted = wanted.where(Dossier.committee_id == committee_id)
    rows = session.execute(wanted).all()
    names = {row.Target.id: row.Target.name for row in rows}
    return [
        OfCell(target, dossier, unit, names.get(target.part_of_id, ""))
        for target, dossier, unit in rows
    ]


def sums_of(targets: Sequence[OfCell]) -> list[Sum]:
    """Add the same targets of several cells up, in the order in which they first come."""
    groups: dict[tuple[str, str], list[OfCell]] = {}
    for each in targets:
        groups.setdefault((each.target.name_key, each.target.measure.lower()), []).append(each)
    return [_sum(members) for members in groups.values()]


def _sum(members: Sequence[OfCell]) -> Sum:
    first = members[0].target
    adds_up = first.measure.strip() != "%"
    planned = [m.target.planned for m in members if m.target.planned is not None]
    reached = [m.target.reached for m in members if m.target.reached is not None]
    return Sum(
        key=first.name_key,
        name=first.name,
        measure=first.measure,
        part_of=members[0].part_of,
        planned=sum(planned, Decimal(0)) if planned and adds_up else None,
        reached=sum(reached, Decimal(0)) if reached and adds_up else None,
        cells=len(members),
        reported=len(reached),
    )

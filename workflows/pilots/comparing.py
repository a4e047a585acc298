"""Pilots compared with the rest: the same figures for both, ward by ward.

A cell counts as a pilot while its mark stands. Whoever asks gets the dossiers that they may
see, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.people import Person
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.decisions.tables import Recognition
from workflows.dossiers.tables import Dossier, PilotMark
from workflows.dossiers.visible import visible
from workflows.engine.registry import states_of
from workflows.pilots.replacing import taken_over

COMMITTEES_OWN = "committee_title"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a group of cells came to; shares are of those still in the campaign."""

    cells: int
    assessed: int
    score: Decimal | None
    eligible: int
    recognized: int
    merit: int

    @property
    def share(self) -> Decimal | None:
        """The recognised among them, per cent."""
        return _percent(self.recognized, self.cells)


@dataclass(frozen=True, slots=True)
class Compared:
    """A ward's pilots beside its other cells; without a ward, all of them."""

    ward: OrgUnit | None
    pilots: Figures
    rest: Figures


@dataclass(frozen=True, slots=True)
class Pilot:
    """A pilot with its mark, and the title it was given, if it was."""

    dossier: Dossier
    mark: PilotMark
    supervisor: str
    recognized: bool
    instead_of: str = ""


def compare_pilots(session: TenantSession, viewer: Member, campaign_id: UUID) -> list[Compared]:
    """Compare pilots and the rest, all wards together first where there are several."""
    seen = _seen(session, viewer, campaign_id)
    marked = {mark.dossier_id for mark in _marks(session, seen)}
    titles = _titles(session, seen)
    wards: dict[UUID, list[Dossier]] = {}
    for dossier in seen:
        wards.setdefault(dossier.committee_id, []).append(dossier)
    rows = [
        _compared(dossiers[0].committee, dossiers, marked, titles) for dossiers in wards.values()
    ]
    return [_compared(None, seen, marked, titles), *rows] if len(rows) > 1 else rows


def pilots_seen(session: TenantSession, viewer: Member, campaign_id: UUID) -> list[Pilot]:
    """List the pilots that a viewer may see, ward by ward."""
    seen = _seen(session, viewer, campaign_id)
    titles = _titles(session, seen)
    marks = {mark.dossier_id: mark for mark in _marks(session, seen)}
    names = {
        person.id: person.name
        for person in session.scalars(
            select(Person).where(Person.id.in_([mark.supervisor_id for mark in marks.values()]))
        )
    }
    instead = taken_over(session, list(marks))
    return [
        Pilot(
            dossier, marks[dossier.id], names.get(marks[dossier.id].supervisor_id, ""),
            dossier.id in titles, instead.get(dossier.id, ""),
        )
        for dossier in seen
        if dossier.id in marks
    ]  # fmt: skip


def _seen(session: TenantSession, viewer: Member, campaign_id: UUID) -> Sequence[Dossier]:
    ward = select(OrgUnit.id, OrgUnit.sort_key).subquery()
    return session.scalars(
        visible(viewer)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(ward, ward.c.id == Dossier.committee_id)
        .where(
            Dossier.campaign_id == campaign_id,
            Dossier.flow != COMMITTEES_OWN,
            Dossier.state.not_in(states_of("closed")),
        )
        .order_by(ward.c.sort_key, OrgUnit.sort_key, Dossier.id)
        .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
    ).all()


def _marks(session: TenantSession, seen: Iterable[Dossier]) -> Sequence[PilotMark]:
    return session.scalars(
        select(PilotMark).where(
            PilotMark.dossier_id.in_([dossier.id for dossier in seen]),
            PilotMark.dropped_at.is_(None),
        )
    ).all()


def _titles(session: TenantSession, seen: Iterable[Dossier]) -> dict[UUID, bool]:
    """Return which of them hold a title, and whether the Giấy khen goes with it."""
    rows = session.execute(
        select(Recognition.dossier_id, Recognition.merit).where(
            Recognition.dossier_id.in_([dossier.id for dossier in seen]),
            Recognition.revoked_at.is_(None),
        )
    )
    return dict(rows.all())


def _compared(
    ward: OrgUnit | None,
    dossiers: Sequence[Dossier],
    marked: set[UUID],
    titles: dict[UUID, bool],
) -> Compared:
    return Compared(
        ward,
        _figures([each for each in dossiers if each.id in marked], titles),
        _figures([each for each in dossiers if each.id not in marked], titles),
    )


def _figures(dossiers: Sequence[Dossier], titles: dict[UUID, bool]) -> Figures:
    scores = [each.appraised_total for each in dossiers if each.appraised_total is not None]
    return Figures(
        cells=len(dossiers),
        assessed=sum(each.assessed_on is not None for each in dossiers),
        score=round(sum(scores, Decimal(0)) / len(scores), 1) if scores else None,
        eligible=sum(each.eligible is True for each in dossiers),
        recognized=sum(each.id in titles for each in dossiers),
        merit=sum(titles.get(each.id, False) for each in dossiers),
    )


def _percent(part: int, whole: int) -> Decimal | None:
    return round(Decimal(100 * part) / whole, 1) if whole else None

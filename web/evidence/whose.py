"""Whose store a page is about, and what of it the visitor may change."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.roles import Role
from tenants.units import OrgUnit
from web import current
from workflows.campaigns.tables import Campaign
from workflows.dossiers.own import cells_of
from workflows.dossiers.tables import Dossier
from workflows.dossiers.unit_years import enters_for, may_gather
from workflows.dossiers.visible import visible
from workflows.evidence.links import GATHERING


@dataclass(frozen=True, slots=True)
class Whose:
    """A unit's store of one year, as the visitor meets it."""

    unit: OrgUnit
    year: int
    dossier: Dossier | None
    gathers: bool

    @property
    def on_behalf(self) -> bool:
        """Whether the visitor enters for a unit that they are not of."""
        return self.gathers and enters_for(current.member(), self.unit)


def the_store() -> Whose | None:
    """Return the store that the address names, or the visitor's only one.

    Nothing is returned for those who have several and named none.
    """
    code = request.args.get("ma", "")
    if code:
        unit = current.session().scalar(select(OrgUnit).where(OrgUnit.code == code))
        return store_of(unit or abort(404), request.args.get("nam", ""))
    cells = cells_of(current.session(), current.member())
    if not cells:
        abort(404)
    return store_of(cells[0], request.args.get("nam", "")) if len(cells) == 1 else None


def store_of(unit: OrgUnit, year: str | int = "") -> Whose:
    """Return a unit's store, of its present year unless one is named; others' is not found."""
    session, member = current.session(), current.member()
    gathers = may_gather(session, member, unit)
    if not gathers and not _looks_in(unit):
        abort(404)
    dossiers = list(
        session.scalars(
            visible(member)
            .join(Campaign, Campaign.id == Dossier.campaign_id)
            .where(Dossier.unit_id == unit.id)
            .order_by(Campaign.year.desc(), Dossier.id.desc())
            .options(joinedload(Dossier.campaign).joinedload(Campaign.criteria_set))
            .options(joinedload(Dossier.campaign).joinedload(Campaign.programme))
            .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
        )
    )
    wanted = int(year) if str(year).isdecimal() and len(str(year)) == 4 else 0
    wanted = wanted or _present_year(dossiers)
    dossier = next((each for each in dossiers if each.campaign.year == wanted), None)
    return Whose(unit, wanted, dossier, gathers)


def _present_year(dossiers: list[Dossier]) -> int:
    """Return the year that is worked on: that of a dossier not yet sent, or this one."""
    gathering = [each for each in dossiers if each.state in GATHERING | {"returned"}]
    return gathering[0].campaign.year if gathering else current.today().year


def _looks_in(unit: OrgUnit) -> bool:
    member = current.member()
    return member.holds(Role.SUPERVISOR, unit_id=unit.id) or member.holds(Role.AUDITOR)

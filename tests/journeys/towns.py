"""A city whose ward has forty dossiers standing where a task begins, and its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import select, update

from demo.people_to_try import Line
from tenants import clock
from tenants.appointments import add_person, add_unit, seat
from tenants.people import Person
from tenants.units import OrgUnit, Sector, UnitKind
from tests import make, settled
from tests.journeys.conftest import Site
from tests.make import Town
from workflows.campaigns.tables import Campaign
from workflows.decisions.tables import Decision
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.sittings.tables import Gate
from workflows.tasks.tables import Task


@dataclass(frozen=True)
class Forty:
    """The town, where it is reached, and its dossiers in the order of their units."""

    town: Town
    site: Site
    dossiers: list[Dossier]

    def site_of(self, person: Person) -> Site:
        """Return the site as one person reaches it."""
        phone, name = self.town.phones[person.id].replace("+84", "0"), person.name
        self.town.session.commit()  # a browser is slower than a transaction may rest
        return replace(self.site, people=[Line("người", name, phone, self.site.address)])


def forty(town: Town, address: str, state: str) -> Forty:
    """Let a ward of nine have forty dossiers in a state, all of them eligible."""
    session, ward = town.session, town.ward
    for number in range(3, 41):
        ward.cells.append(
            add_unit(
                session, f"Chi bộ Tổ dân phố {number}", code=f"hoa-mai-{number}",
                kind=UnitKind.PARTY_CELL, sector=Sector.RESIDENTIAL, parent=ward.unit,
                official=24,
            )
        )  # fmt: skip
    for position in range(4, 10):
        member = add_person(session, f"Ủy viên {position}", phone=make.phone())
        seat(session, member, body=ward.body, position=position, post="Ủy viên")
    session.flush()
    rules = {**town.campaign.rules, "recorder_may_close": True}
    session.execute(update(Campaign).where(Campaign.id == town.campaign.id).values(rules=rules))
    session.execute(
        update(Task)
        .where(Task.dossier_id.in_([each.id for each in _own(town)]))
        .values(done_at=clock.now(session), done_by="Máy")
    )
    first = town.dossier(ward.cells[0])
    session.add_all(_dossier(first, cell, f"26-9{place:02}") for place, cell in
                    enumerate(ward.cells[2:], start=1))  # fmt: skip
    session.flush()
    session.execute(
        update(Dossier)
        .where(Dossier.committee_id == ward.unit.id)
        .values(
            state=state, eligible=True, appraised_total=Decimal(88), proposed_rating="good",
            registered_on=clock.today(session), assessed_on=clock.today(session),
            submission_number="12-TTr/ĐU" if "city" in state else None,
            submission_on=clock.today(session) if "city" in state else None,
        )
    )  # fmt: skip
    session.commit()
    session.expire_all()
    dossiers = [town.dossier(cell) for cell in ward.cells]
    session.commit()  # a browser is slower than a transaction may rest
    return Forty(town, Site(address.replace("/ha-tinh", f"/{town.tenant.slug}"), []), dossiers)


def recognised(found: Forty) -> Decision:
    """Let the city's body have recognised all forty, with the Giấy khen; nothing is numbered."""
    town = found.town
    record_ratings(
        town.session, {each.id: Rating.GOOD for each in found.dossiers}, number="99-QĐ/Th.U",
        decided_on=clock.today(town.session), actor=town.member(town.org_dept),
    )  # fmt: skip
    town.session.commit()
    settled.closed(town, Gate.RECOGNITION, town.ward.cells)
    decision = town.session.scalars(select(Decision)).one()
    town.session.commit()
    return decision


def _own(town: Town) -> Sequence[Dossier]:
    return [town.dossier(cell) for cell in town.ward.cells[:2]]


def _dossier(like: Dossier, cell: OrgUnit, code: str) -> Dossier:
    return Dossier(
        code=code, campaign_id=like.campaign_id, criteria_set_id=like.criteria_set_id,
        unit_id=cell.id, committee_id=like.committee_id,
        upper_committee_id=like.upper_committee_id, flow=like.flow,
        flow_version=like.flow_version, state=like.state, touched_at=like.touched_at,
    )  # fmt: skip

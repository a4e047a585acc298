"""A province since July 2025: three wards are merged into one, which recognises by itself.

The residential groups of the old wards bear the same numbers, so their cells say where they
come from: «Chi bộ Tổ dân phố 2 (Tân Giang)».
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from demo.clockwork import Clockwork
from demo.committees import Committee, Staffing
from demo.names import invented_names, invented_phone
from demo.past_titles import PastYear, take_over
from demo.places import Place
from demo.year import DAYS_SINCE_OPENING, calendar_around
from tenants import clock
from tenants.appointments import add_person, add_unit, appoint
from tenants.bodies import Body, BodyMember, Seat, in_office
from tenants.database import row_id
from tenants.members import Member, find_member
from tenants.people import Person
from tenants.roles import Role
from tenants.successions import StreakRule, SuccessionKind
from tenants.units import OrgUnit, Sector, UnitKind, root_unit
from tenants.wall import TenantSession
from workflows.campaigns.opening import open_campaign
from workflows.campaigns.planning import plan_campaign
from workflows.campaigns.tables import Campaign, Programme
from workflows.criteria.reference import reference_criteria
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.doing import succeed
from workflows.successions.planning import plan_succession

OLD_WARDS = ("Tân Giang", "Đại Nài", "Bắc Hà")
NEW_WARD = "Phường Thành Sen"
GROUPS = 4
FOUNDED, MERGED = date(2025, 5, 5), date(2025, 7, 1)
# From the city's to the ward's own decisions, and how many cells of each old ward they name.
PAST = ((2023, 2), (2024, 3), (2025, 4))
BASIS = "Nghị quyết số 05-NQ/TU về sắp xếp tổ chức đảng khi lập phường Thành Sen"
OFFICERS_FROM = 900  # a range of invented phones that no committee of the demo uses


def load_merged(session: TenantSession, place: Place) -> None:
    """Load the province: old wards, their merger, and a year that the new ward decides."""
    today, clockwork, root = clock.today(session), Clockwork(session), root_unit(session)
    names, numbers = invented_names(), count(1)
    clockwork.go_to(days_ago=(today - FOUNDED).days)
    with clockwork.at_its_time():
        staffing = Staffing(session, names)
        admin = _member(session, staffing.admin(root))
        city = staffing.city(root)
        wards = [_old_ward(session, name, root) for name in OLD_WARDS]
        for ward, cells in wards:
            staffing.ward(ward, cells[:2])
            for cell in cells:
                phone = invented_phone(OFFICERS_FROM, next(numbers))
                leader = add_person(session, next(names), phone=phone, post="Bí thư Chi bộ")
                appoint(session, leader, Role.CELL_SECRETARY, unit=cell)
    clockwork.go_to(days_ago=(today - MERGED).days)
    with clockwork.at_its_time():
        _merge(session, [ward for ward, _cells in wards], actor=admin)
    clockwork.go_to(days_ago=DAYS_SINCE_OPENING)
    with clockwork.at_its_time():
        criteria = reference_criteria()
        programme = Programme(
            id=row_id(), key=criteria.key, title=criteria.title, first_year=today.year,
            last_year=today.year, legal_bases=list(place.legal_bases),
        )  # fmt: skip
        session.add(programme)
        session.flush()
        campaign = plan_campaign(
            session, programme, today.year, criteria=criteria, calendar=calendar_around(today),
            flow="cell_title_ward",
        )  # fmt: skip
        # Nobody gets an app here: whoever decides sees what the first sign-in asks of them.
        open_campaign(session, campaign, actor=admin)
        _past_years(session, campaign, city, wards)


def _past_years(
    session: TenantSession,
    campaign: Campaign,
    city: Committee,
    wards: Sequence[tuple[OrgUnit, list[OrgUnit]]],
) -> None:
    """Enter the titles of the years before: two from above, then one from the ward itself.

    The committee above gave them while there were old wards; since they were merged the new
    ward's own body decides, and years running go on across both.
    """
    then = {cell.id: ward for ward, cells in wards for cell in cells}
    ward = session.scalars(select(Body).join(OrgUnit).where(OrgUnit.name == NEW_WARD)).one()
    for year, each in PAST:
        cells = [cell for _ward, listed in wards for cell in listed[:each]]
        above = year < MERGED.year
        take_over(
            session, campaign, city.body if above else ward,
            PastYear(
                year, f"{year % 100 + 40}-QĐ/{'TU' if above else 'ĐU'}", cells,
                frozenset(cell.code for cell in cells[::2]),
                flow="cell_title" if above else "cell_title_ward",
            ),
            signer=city.chair if above else _chair(session, ward),
            committees=then if above else None,
        )  # fmt: skip


def _chair(session: TenantSession, body: Body) -> Person:
    seats = session.scalars(
        in_office(body.id, clock.today(session)).options(joinedload(BodyMember.person))
    )
    return next(seat.person for seat in seats if seat.seat is Seat.CHAIR)


def _old_ward(session: TenantSession, name: str, root: OrgUnit) -> tuple[OrgUnit, list[OrgUnit]]:
    code = {"Tân Giang": "tan-giang", "Đại Nài": "dai-nai", "Bắc Hà": "bac-ha"}[name]
    ward = add_unit(session, f"Phường {name}", code=code, kind=UnitKind.WARD_COMMITTEE, parent=root)
    cells = [
        add_unit(
            session, f"Chi bộ Tổ dân phố {number}", code=f"{code}-{number}",
            kind=UnitKind.PARTY_CELL, sector=Sector.RESIDENTIAL, parent=ward,
            official=18 + 3 * number, probationary=number % 2, exempted=number,
        )
        for number in range(1, GROUPS + 1)
    ]  # fmt: skip
    return ward, cells


def _merge(session: TenantSession, wards: list[OrgUnit], *, actor: Member) -> None:
    asked = Asked(
        SuccessionKind.MERGE,
        effective_on=MERGED,
        legal_basis=BASIS,
        units=tuple(ward.id for ward in wards),
        new=(NewUnit(NEW_WARD, code="thanh-sen"),),
        lead=wards[0].id,
        people_of=frozenset(ward.id for ward in wards),
        streak_rule=StreakRule.EVERY,
    )
    seen = plan_succession(session, asked).digest
    succeed(session, asked, actor=actor, seen=seen)


def _member(session: TenantSession, person: Person) -> Member:
    member = find_member(session, person.id, on=clock.today(session))
    if member is None:
        raise LookupError(person.name)
    return member

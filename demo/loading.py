"""Loads the two cities of the demo, by the commands that their people would use."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload

from demo.acts import Acts, WardYear
from demo.cells_year import fill_year
from demo.clockwork import Clockwork
from demo.colleagues import share_work
from demo.committee_titles import (
    admit_committees,
    register_committees,
    review_committees,
    send_committees_along,
)
from demo.committees import Committee, Staffing
from demo.criteria import begin_next_years_criteria, criteria_at
from demo.deciding import decide, send_up
from demo.events import mark_year
from demo.merged_wards import load_merged
from demo.names import invented_names
from demo.past_titles import PastYear, take_over
from demo.places import PLACES, Place, WardPlan
from demo.registering import begin_year, register
from demo.reviewing import review
from demo.second_factors import give_apps
from demo.sittings import PILOTS
from demo.year import DAYS_SINCE_OPENING, calendar_around
from tenants import clock
from tenants.audit import AuditEvent, record_event
from tenants.database import engine_for, row_id
from tenants.members import SYSTEM, Member, find_member
from tenants.onboarding.reading import read_list
from tenants.onboarding.storing import onboard
from tenants.opening import open_tenant
from tenants.people import Person
from tenants.platform.accounts import add_account
from tenants.tenant import Tenant, find_tenant
from tenants.units import OrgUnit, Sector, UnitKind, root_unit
from tenants.wall import TenantSession, open_session
from workflows.campaigns.opening import open_campaign
from workflows.campaigns.planning import plan_campaign
from workflows.campaigns.tables import Campaign, Programme
from workflows.dossiers.tables import Dossier

DAYS_SINCE_REGISTERING = 8
DAYS_SINCE_PILOTS = 3
_IN_ORDER = ((OrgUnit.sector != Sector.RESIDENTIAL), OrgUnit.sort_key, OrgUnit.id)
LOADED = "demo_loaded"
OPERATORS = (("Lý Nền Tảng", "+84990999001"), ("Tô Thị Hệ", "+84990999002"))


class ForeignTenantsError(Exception):
    """The database holds tenants that are not the demo's; nothing is loaded beside them."""

    def __init__(self, slugs: Sequence[str]) -> None:
        super().__init__(
            f"The database holds other tenants than the demo's ({', '.join(slugs)}); "
            "name an empty database in DATABASE_URL."
        )


class HalfLoadedError(Exception):
    """An earlier start was interrupted while it loaded a city; it cannot go on from there."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"The demo's {slug} is loaded in part only; start again with --fresh.")


class StoppedLoadingError(Exception):
    """The one who started the loading asked to stop."""


def load(
    application_url: str,
    platform_url: str,
    *,
    stop: Callable[[], bool] = lambda: False,
    among_others: bool = False,
) -> list[str]:
    """Load what is missing of the demo; return the names in addresses of what was loaded.

    Args:
        stop: asked after each ward whether to give up.
        among_others: whether other tenants may be there, opened beside the demo.

    Raises:
        ForeignTenantsError: the database is somebody else's.
        HalfLoadedError: an earlier start was interrupted while it loaded.
        StoppedLoadingError: ``stop`` said so.

    """
    gc.freeze()  # what is imported by now stays; looking through it again takes a tenth of the time
    application, platform = engine_for(application_url), engine_for(platform_url)
    try:
        if not among_others:
            _refuse_foreign_tenants(platform)
        _add_operators(platform)
        return [place.slug for place in PLACES if _loaded(application, platform, place, stop)]
    finally:
        application.dispose()
        platform.dispose()


def load_place(session: TenantSession, place: Place, *, stop: Callable[[], bool]) -> None:
    """Load a city into its tenant: cells, people, campaign, and the year so far."""
    clockwork = Clockwork(session)
    today = clock.today(session)
    clockwork.go_to(days_ago=DAYS_SINCE_OPENING)
    with clockwork.at_its_time():
        staffing = Staffing(session, invented_names())
        admin = _member(session, staffing.admin(root_unit(session)))
        onboard(session, read_list(place.list_file.read_bytes()), actor=admin)
        city = staffing.city(root_unit(session))
        wards = {unit.name: staffing.ward(unit, cells) for unit, cells in _wards(session)}
        campaign = _campaign(session, place, today, actor=admin)
        begin_next_years_criteria(session, campaign, actor=admin)
        give_apps(session)
    acts = Acts(session, campaign, clockwork)
    years = [
        WardYear(
            place.wards.get(name, WardPlan({})),
            ward,
            _dossiers(session, ward),
            own=_own(session, ward),
            own_end=place.committees.get(name, ""),
        )
        for name, ward in wards.items()
    ]
    with clockwork.at_its_time():
        _past_years(session, campaign, city, list(wards.values()))
    for done in _play(acts, city, years):
        session.commit()
        if stop() and not done:
            raise StoppedLoadingError


def _play(acts: Acts, city: Committee, years: Sequence[WardYear]) -> Iterator[bool]:
    """Play the year, and halt after each ward to be committed; tell when all is done.

    The server keeps every version of a row for as long as the transaction that wrote it
    lasts: one for all would take twice the time.
    """
    acts.clockwork.go_to(days_ago=DAYS_SINCE_REGISTERING)
    for ward in years:
        register(acts, ward)
        yield False
    register_committees(acts, city, years)
    acts.clockwork.go_to(days_ago=DAYS_SINCE_PILOTS)
    for ward in years:
        begin_year(acts, ward)
        yield False
    admit_committees(acts, city, years)
    mark_year(acts, city, years)
    fill_year(acts, years)
    acts.clockwork.go_to_today()
    for number, ward in enumerate(years, start=11):
        review(acts, ward)
        send_up(acts, ward, number=f"{number}-TTr/ĐU")
        yield False
    decide(acts, city, years)
    share_work(acts, years)
    review_committees(acts, city, years)
    yield True


def _loaded(application: Engine, platform: Engine, place: Place, stop: Callable[[], bool]) -> bool:
    """Load a city unless it is there; tell whether it was loaded now."""
    with open_session(platform) as opening:
        tenant = find_tenant(opening, place.slug) or open_tenant(
            opening, place.slug, name=place.name, level=place.level, words=dict(place.words),
            actor=SYSTEM,
        )  # fmt: skip
        opening.commit()
    with open_session(application, tenant.id) as session:
        if session.scalar(select(AuditEvent.seq).where(AuditEvent.kind == LOADED)) is not None:
            return False
        if session.scalar(select(Campaign.id).limit(1)) is not None:
            raise HalfLoadedError(place.slug)
        if place.merged:
            load_merged(session, place)
        else:
            load_place(session, place, stop=stop)
        record_event(session, LOADED, actor=SYSTEM)
        session.commit()
    return True


def _add_operators(platform: Engine) -> None:
    """Add the platform's people; opening a tenant takes two."""
    with open_session(platform) as session:
        for name, phone in OPERATORS:
            add_account(session, name, phone, actor=SYSTEM)
        session.commit()


def _refuse_foreign_tenants(platform: Engine) -> None:
    with open_session(platform) as session:
        slugs = set(session.scalars(select(Tenant.slug))) - {place.slug for place in PLACES}
    if slugs:
        raise ForeignTenantsError(sorted(slugs))


def _wards(session: TenantSession) -> list[tuple[OrgUnit, list[OrgUnit]]]:
    """List the wards, each with the cells that its supervisor is sent to: its pilots among them."""
    units = list(session.scalars(select(OrgUnit).order_by(*_IN_ORDER)))
    wards = [unit for unit in units if unit.kind is UnitKind.WARD_COMMITTEE]
    cells = {ward.id: [unit for unit in units if unit.parent_id == ward.id] for ward in wards}
    return [(ward, [*cells[ward.id][:PILOTS], *cells[ward.id][5:12:6]]) for ward in wards]


def _campaign(session: TenantSession, place: Place, today: date, *, actor: Member) -> Campaign:
    criteria = criteria_at(place)
    programme = Programme(
        id=row_id(), key=criteria.key, title=criteria.title, first_year=today.year,
        last_year=today.year, legal_bases=list(place.legal_bases),
    )  # fmt: skip
    session.add(programme)
    session.flush()
    campaign = plan_campaign(
        session, programme, today.year, criteria=criteria, calendar=calendar_around(today)
    )
    if place.committees:
        send_committees_along(session, campaign, actor=actor)
    open_campaign(session, campaign, actor=actor)
    return campaign


def _past_years(
    session: TenantSession, campaign: Campaign, city: Committee, wards: Sequence[Committee]
) -> None:
    """Enter the titles of three years from paper: more units each year, some three times."""
    units = [_dossier.unit for ward in wards for _dossier in _dossiers(session, ward)[:3]]
    for years_ago, count in ((3, len(units) // 2), (2, 2 * len(units) // 3), (1, len(units))):
        year = campaign.year - years_ago
        chosen = units[:count]
        take_over(
            session, campaign, city.body,
            PastYear(
                year, f"{90 + year % 10}-QĐ/Th.U", chosen,
                frozenset(unit.code for unit in chosen[::3]),
            ),
            signer=city.chair,
        )  # fmt: skip


def _dossiers(session: TenantSession, ward: Committee) -> list[Dossier]:
    return list(
        session.scalars(
            select(Dossier)
            .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
            .where(Dossier.committee_id == ward.unit.id, Dossier.unit_id != ward.unit.id)
            .order_by(*_IN_ORDER)
            .options(joinedload(Dossier.unit))
            .options(joinedload(Dossier.campaign).joinedload(Campaign.criteria_set))
        )
    )


def _own(session: TenantSession, ward: Committee) -> Dossier | None:
    return session.scalar(select(Dossier).where(Dossier.unit_id == ward.unit.id))


def _member(session: TenantSession, person: Person) -> Member:
    member = find_member(session, person.id, on=clock.today(session))
    if member is None:
        raise LookupError(person.name)
    return member

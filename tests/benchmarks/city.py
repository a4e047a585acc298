"""A city of sixty wards with its people, and dossiers on the way of the six moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, insert, select

from tenants import clock
from tenants.appointments import add_person, add_unit, appoint
from tenants.database import Base, row_id
from tenants.members import SYSTEM, find_member
from tenants.opening import open_tenant
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.tenant import Level
from tenants.units import OrgUnit, UnitKind, root_unit
from tenants.wall import TenantSession, open_session
from tests.benchmarks.flow import MOVES, OWED_BY, SIX_MOVES, STATES
from tests.make import CRITERIA
from workflows.campaigns.planning import Calendar, plan_campaign
from workflows.campaigns.tables import Campaign, CampaignState, Programme
from workflows.criteria.reading import read_criteria
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import Happening, fire_many
from workflows.tasks.tables import Task

WARDS = 60
BATCH = 1000
# Who makes which move in a ward; the first is the cell's own secretary, the last the city's.
POSTS = ((Role.WARD_OFFICE, ""), (Role.APPRAISER, "organisation"), (Role.APPRAISER, "inspection"))
BY_MOVE = {"register": 0, "select_pilot": 1, "review": 2, "recommend": 0}


@dataclass
class Way:
    """A dossier that is to be taken through the moves, and who makes each of them."""

    dossier_id: UUID
    actors: list[UUID]
    version: int = 1


@dataclass
class City:
    """What a worker has to know of the city: its wards, and who acts in them."""

    tenant_id: UUID
    root_id: UUID
    campaign_id: UUID
    criteria_set_id: UUID
    ward_ids: list[UUID]
    officers: list[list[UUID]]
    department: UUID
    numbers: Any = field(default_factory=count)


def build(application: Engine, platform: Engine) -> UUID:
    """Open the tenant, appoint its people, plan its year; return the tenant's id."""
    with open_session(platform) as opening:
        tenant = open_tenant(
            opening, "thanh-pho-do", name="Thành ủy Bình An", level=Level.DISTRICT,
            words={
                "city": "Thành ủy", "ward": "phường", "place": "Bình An",
                "upper_body": "ĐẢNG BỘ TỈNH BÌNH MINH", "issuing_body": "THÀNH ỦY BÌNH AN",
                "symbol": "QĐ/Th.U", "phone": "02063850000",
            },
            actor=SYSTEM,
        )  # fmt: skip
        opening.commit()
    with open_session(application, tenant.id) as session:
        root = root_unit(session)
        _appoint(session, "Đặng Văn Quý", Role.CITY_ORG_DEPT, root)
        for number in range(WARDS):
            ward = add_unit(
                session, f"Phường {number + 1}", code=f"p-{number}",
                kind=UnitKind.WARD_COMMITTEE, parent=root,
            )  # fmt: skip
            for role, desk in POSTS:
                _appoint(session, f"Cán bộ {role} {number + 1}", role, ward, desk)
        _plan(session)
        session.commit()
    return tenant.id


def _appoint(session: TenantSession, name: str, role: Role, unit: OrgUnit, desk: str = "") -> None:
    number = session.info["phones"] = session.info.get("phones", 0) + 1
    person = add_person(session, name, phone=f"+849{number:08}")
    appoint(session, person, role, unit=unit, desk=desk)


def _plan(session: TenantSession) -> None:
    today = clock.today(session)
    programme = Programme(
        key="ke-hoach-98", title="Chi bộ 4 tốt", first_year=today.year, last_year=today.year
    )
    session.add(programme)
    session.flush()
    campaign = plan_campaign(
        session, programme, today.year,
        criteria=read_criteria(CRITERIA.read_text()), calendar=Calendar(today, *[today] * 7),
    )  # fmt: skip
    campaign.state = CampaignState.OPEN
    campaign.flow, campaign.flow_version = SIX_MOVES.name, SIX_MOVES.version


def look_up(session: TenantSession) -> City:
    """Read what a worker has to know."""
    campaign = session.scalars(select(Campaign)).one()
    wards = session.scalars(
        select(OrgUnit.id).where(OrgUnit.kind == UnitKind.WARD_COMMITTEE).order_by(OrgUnit.code)
    ).all()
    held = {
        (unit_id, Role(role), desk): person_id
        for unit_id, role, desk, person_id in session.execute(
            select(Membership.unit_id, Membership.role, Membership.desk, Membership.person_id)
            .where(Membership.role != Role.CELL_SECRETARY)
        )
    }  # fmt: skip
    root_id = root_unit(session).id
    return City(
        tenant_id=campaign.tenant_id,
        root_id=root_id,
        campaign_id=campaign.id,
        criteria_set_id=campaign.criteria_set_id,
        ward_ids=list(wards),
        officers=[[held[ward, role, desk] for role, desk in POSTS] for ward in wards],
        department=held[root_id, Role.CITY_ORG_DEPT, ""],
    )


def add_ways(session: TenantSession, city: City, number: int, *, state: str = "draft") -> list[Way]:
    """Found so many cells, each with a secretary and a dossier in a state, with its task."""
    now, today = clock.now(session), clock.today(session)
    party = OWED_BY[STATES.index(state)]
    rows: dict[type[Base], list[dict[str, Any]]] = {
        model: [] for model in (OrgUnit, Person, Membership, Dossier, Task)
    }
    ways = []
    for _ in range(number):
        place = next(city.numbers) % WARDS
        ward, cell, secretary, dossier = city.ward_ids[place], row_id(), row_id(), row_id()
        rows[OrgUnit].append(
            {
                "id": cell, "parent_id": ward, "code": str(cell), "kind": UnitKind.PARTY_CELL,
                "name": "Chi bộ Tổ dân phố", "search_key": "to dan pho", "sort_key": "to dan pho",
                "members_official": 24, "valid_from": today,
            }
        )  # fmt: skip
        rows[Person].append(
            {"id": secretary, "name": "Bí thư", "search_key": "bi thu", "sort_key": "bi thu"}
        )
        rows[Membership].append(
            {
                "id": row_id(), "person_id": secretary, "unit_id": cell,
                "role": Role.CELL_SECRETARY, "valid_from": today,
            }
        )  # fmt: skip
        rows[Dossier].append(
            {
                "id": dossier, "code": str(dossier), "campaign_id": city.campaign_id,
                "criteria_set_id": city.criteria_set_id, "unit_id": cell, "committee_id": ward,
                "upper_committee_id": city.root_id, "flow": SIX_MOVES.name,
                "flow_version": SIX_MOVES.version, "state": state, "touched_at": now,
            }
        )  # fmt: skip
        rows[Task].append(
            {
                "dossier_id": dossier, "id": row_id(), "party": party.name,
                "unit_id": {"cell": cell, "city_org": city.root_id}.get(party.name, ward),
                "desk": {"ward_lead": "organisation", "inspection": "inspection"}.get(
                    party.name, ""
                ),
                "state": state, "opened_at": now, "due_at": clock.end_of(today),
            }
        )  # fmt: skip
        in_ward = [city.officers[place][BY_MOVE[trigger]] for trigger in MOVES[1:-1]]
        ways.append(Way(dossier, [secretary, *in_ward, city.department]))
    for model, found in rows.items():
        session.execute(insert(model), [{"tenant_id": city.tenant_id, **row} for row in found])
    session.commit()
    return ways


def add_finished(session: TenantSession, number: int) -> None:
    """Let so many dossiers be through, by the product's own bulk act: plans and indexes in use."""
    city = look_up(session)
    ways = add_ways(session, city, number, state="submitted")
    for step, trigger in enumerate(MOVES[1:], start=1):
        by_actor: dict[UUID, list[Way]] = {}
        for way in ways:
            by_actor.setdefault(way.actors[step], []).append(way)
        for person_id, own in by_actor.items():
            for first in range(0, len(own), BATCH):
                act_together(session, own[first : first + BATCH], trigger, person_id)
                session.expunge_all()


def act_together(session: TenantSession, ways: list[Way], trigger: str, person_id: UUID) -> None:
    """Make one move on several dossiers as the page for bulk acts does, and commit."""
    actor = find_member(session, person_id, on=clock.today(session))
    assert actor is not None
    made = fire_many(
        session, [(way.dossier_id, way.version) for way in ways], trigger,
        actor=actor, key=str(row_id()),
    )  # fmt: skip
    session.commit()
    assert all(isinstance(each, Happening) for each in made)
    for way in ways:
        way.version += 1

"""Makers of test data: each returns one thing, complete and unsurprising."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.appointments import add_body, add_person, add_unit, appoint, seat
from tenants.bodies import Body, BodyMember, Seat
from tenants.database import row_id
from tenants.members import SYSTEM, Member, find_member
from tenants.opening import open_tenant
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.successions import (
    Part,
    StreakRule,
    SuccessionKind,
    SuccessionPart,
    UnitSuccession,
)
from tenants.tenant import Level, Tenant
from tenants.units import OrgUnit, Sector, UnitKind, root_unit
from tenants.wall import TenantSession, open_session
from workflows.campaigns.opening import open_campaign
from workflows.campaigns.planning import Calendar, plan_campaign
from workflows.campaigns.tables import Campaign, Programme
from workflows.criteria.reading import read_criteria
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.fire import Happening, fire

CRITERIA = Path(__file__).parent.parent / "workflows/criteria/reference.yaml"
_number = count(1)


@dataclass
class Ward:
    """A ward with its cells, its people by role, and its body of three."""

    unit: OrgUnit
    cells: list[OrgUnit]
    secretaries: list[Person]
    deputy: Person
    office: Person
    appraiser: Person
    inspector: Person
    chair: Person
    members: list[Person]
    body: Body


@dataclass
class Town:
    """A tenant with two wards, its city people, and an open campaign of this year."""

    tenant: Tenant
    session: TenantSession
    engine: Engine
    root: OrgUnit
    ward: Ward
    other_ward: Ward
    admin: Person
    org_dept: Person
    city_office: Person
    city_inspector: Person
    auditor: Person
    chair: Person
    members: list[Person]
    body: Body
    campaign: Campaign
    phones: dict[UUID, str] = field(default_factory=dict)

    def member(self, person: Person) -> Member:
        """Return a person with the roles they hold today."""
        found = find_member(self.session, person.id, on=clock.today(self.session))
        assert found is not None
        return found

    def dossier(self, cell: OrgUnit) -> Dossier:
        """Return the cell's dossier of this year, read anew."""
        return self.session.scalars(
            select(Dossier)
            .where(Dossier.unit_id == cell.id)
            .options(joinedload(Dossier.campaign).joinedload(Campaign.criteria_set))
            .options(joinedload(Dossier.unit))
            .execution_options(populate_existing=True)
        ).one()

    def elsewhere(self) -> TenantSession:
        """Open a second session of this tenant: another person at the same time."""
        return open_session(self.engine, self.tenant.id)


def phone() -> str:
    """Make a mobile number that nobody else has."""
    return f"+849{next(_number):08}"


@contextmanager
def town(engine: Engine, platform: Engine) -> Iterator[Town]:
    """Make a tenant with people of every role and an open campaign."""
    slug = f"thanh-pho-{uuid4().hex[:10]}"
    with open_session(platform) as opening:
        tenant = open_tenant(
            opening,
            slug,
            name="Thành ủy Bình An",
            level=Level.DISTRICT,
            words={
                "city": "Thành ủy", "ward": "phường", "place": "Bình An",
                "upper_body": "ĐẢNG BỘ TỈNH BÌNH MINH", "issuing_body": "THÀNH ỦY BÌNH AN",
                "symbol": "QĐ/Th.U", "phone": "02063850000",
            },
            actor=SYSTEM,
        )  # fmt: skip
        opening.commit()
    with open_session(engine, tenant.id) as session:
        yield _populated(session, tenant, engine)


def _populated(session: TenantSession, tenant: Tenant, engine: Engine) -> Town:
    root = root_unit(session)
    phones: dict[UUID, str] = {}

    def person(name: str, role: Role | None = None, unit: OrgUnit = root, desk: str = "") -> Person:
        number = phone()
        someone = add_person(session, name, phone=number)
        phones[someone.id] = number
        if role is not None:
            appoint(session, someone, role, unit=unit, desk=desk)
        return someone

    def body_of(unit: OrgUnit, chair: Person, others: list[Person]) -> Body:
        body = add_body(session, f"Ban Thường vụ {unit.name}", unit=unit)
        seat(session, chair, body=body, position=1, seat=Seat.CHAIR, post="Bí thư")
        for position, member in enumerate(others, start=2):
            seat(session, member, body=body, position=position, post="Ủy viên")
        return body

    def ward(name: str, code: str) -> Ward:
        unit = add_unit(
            session, f"Phường {name}", code=code, kind=UnitKind.WARD_COMMITTEE, parent=root
        )
        cells = [
            add_unit(
                session, f"Chi bộ Tổ dân phố {number}", code=f"{code}-{number}",
                kind=UnitKind.PARTY_CELL, sector=Sector.RESIDENTIAL, parent=unit,
                official=24, probationary=1, exempted=2,
            )
            for number in (1, 2)
        ]  # fmt: skip
        chair = person(f"Lê Quang Minh {name}")
        members = [person(f"Ủy viên {letter} {name}") for letter in "AB"]
        return Ward(
            unit=unit,
            cells=cells,
            secretaries=[
                person(f"Nguyễn Thị Lan {cell.name[-1]} {name}", Role.CELL_SECRETARY, cell)
                for cell in cells
            ],
            deputy=person(f"Phó Bí thư {name}", Role.CELL_DEPUTY, cells[0]),
            office=person(f"Trần Văn Hùng {name}", Role.WARD_OFFICE, unit),
            appraiser=person(f"Hà Thị Liên {name}", Role.APPRAISER, unit, "organisation"),
            inspector=person(f"Đỗ Mạnh Cường {name}", Role.APPRAISER, unit, "inspection"),
            chair=chair,
            members=members,
            body=body_of(unit, chair, members),
        )

    wards = [ward("Hoa Mai", "hoa-mai"), ward("Hoa Đào", "hoa-dao")]
    chair = person("Phan Anh Tuấn")
    members = [person("Triệu Văn Sơn"), person("Mã Thị Thu")]
    made = Town(
        tenant=tenant,
        session=session,
        engine=engine,
        root=root,
        ward=wards[0],
        other_ward=wards[1],
        admin=person("Vũ Thị Quản", Role.TENANT_ADMIN),
        org_dept=person("Đặng Văn Quý", Role.CITY_ORG_DEPT),
        city_office=person("Bùi Thị Văn", Role.CITY_OFFICE),
        city_inspector=person("Ngô Kiểm Tra", Role.APPRAISER, root, "inspection"),
        auditor=person("Hồ Giám Sát", Role.AUDITOR),
        chair=chair,
        members=members,
        body=body_of(root, chair, members),
        campaign=campaign(session),
        phones=phones,
    )
    session.commit()
    return made


def succession(town: Town, *units: OrgUnit) -> UnitSuccession:
    """Record an act by which units end, without doing it."""
    row = UnitSuccession(
        id=row_id(), kind=SuccessionKind.CLOSE, effective_on=clock.today(town.session),
        legal_basis="QĐ số 01", streak_rule=StreakRule.NONE, made_at=clock.now(town.session),
        made_by="Vũ Thị Quản",
    )  # fmt: skip
    town.session.add(row)
    town.session.flush()
    for unit in units:
        town.session.add(SuccessionPart(succession_id=row.id, unit_id=unit.id, part=Part.BEFORE))
    town.session.flush()
    return row


def founded_last_year(town: Town) -> None:
    """Let every unit be there since last year, as acts on units need it."""
    since = clock.today(town.session).replace(month=1, day=1) - timedelta(days=300)
    for model in (OrgUnit, Membership, BodyMember):
        town.session.execute(update(model).values(valid_from=since))
    town.session.commit()
    town.session.expire_all()


def campaign(session: TenantSession) -> Campaign:
    """Open a campaign whose registration ends today and whose review may open at once."""
    today = clock.today(session)
    programme = Programme(
        key="ke-hoach-98", title="Chi bộ 4 tốt", first_year=today.year, last_year=today.year,
        legal_bases=["Điều lệ Đảng Cộng sản Việt Nam", "Kế hoạch số 98-KH/Th.U"],
    )  # fmt: skip
    session.add(programme)
    session.flush()
    days = [timedelta(days=number) for number in (0, 0, 0, 30, 60, 75, 90)]
    planned = plan_campaign(
        session,
        programme,
        today.year,
        criteria=read_criteria(CRITERIA.read_text()),
        calendar=Calendar(today, *(today + after for after in days)),
    )
    open_campaign(session, planned, actor=SYSTEM)
    return planned


REGISTRATION = {
    "in_favour": 20,
    "base": 22,
    "commitments": {key: f"Cam kết nhóm {key}" for key in "1234"},
}
ADOPTION = {"in_favour": 20, "base": 22}


def move(town: Town, cell: OrgUnit, trigger: str, person: Person, **inputs: object) -> Happening:
    """Make one move on a cell's dossier and commit it."""
    dossier = town.dossier(cell)
    happening = fire(
        town.session, dossier.id, trigger,
        actor=town.member(person), seen_version=dossier.version, inputs=inputs,
    )  # fmt: skip
    town.session.commit()
    return happening


def registered(town: Town, cell: OrgUnit, ward: Ward | None = None) -> Dossier:
    """Bring a dossier to ``registered``, unless it is there or further already."""
    ward = ward or town.ward
    if town.dossier(cell).state != "registration_draft":
        return town.dossier(cell)
    secretary = ward.secretaries[ward.cells.index(cell)]
    today = clock.today(town.session)
    move(town, cell, "submit_registration", secretary, met_on=today, **REGISTRATION)
    move(town, cell, "accept_registration", ward.office)
    return town.dossier(cell)


def in_review(town: Town, cell: OrgUnit, ward: Ward | None = None) -> Dossier:
    """Bring a dossier to ``self_assessment``, admitted on the last day of pilot selection."""
    ward = ward or town.ward
    registered(town, cell, ward)
    move(town, cell, "admit", ward.office)
    move(town, cell, "open_review", ward.office)
    return town.dossier(cell)


def answered(town: Town, cell: OrgUnit, *, level: str = "good") -> None:
    """Answer all sixteen criteria of a dossier with one level."""
    dossier = town.dossier(cell)
    for group in read_criteria(CRITERIA.read_text()).groups:
        for criterion in group.criteria:
            town.session.add(
                Answer(
                    dossier_id=dossier.id,
                    criterion=criterion.key,
                    self_level=level,
                    answered_at=clock.now(town.session),
                    answered_by="Bí thư",
                )
            )
    town.session.commit()


def under_appraisal(town: Town, cell: OrgUnit, ward: Ward | None = None) -> Dossier:
    """Bring a dossier to ``under_appraisal`` with all criteria answered «good»."""
    ward = ward or town.ward
    in_review(town, cell, ward)
    answered(town, cell)
    secretary = ward.secretaries[ward.cells.index(cell)]
    today = clock.today(town.session)
    move(town, cell, "submit_self_assessment", secretary, met_on=today, **ADOPTION)
    return town.dossier(cell)


def appraised(town: Town, cell: OrgUnit, ward: Ward | None = None) -> Dossier:
    """Bring a dossier to ``awaiting_ward_review``, eligible."""
    ward = ward or town.ward
    dossier = under_appraisal(town, cell, ward)
    for row in town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id)):
        row.appraised_level = row.self_level
        row.appraised_at = clock.now(town.session)
        row.appraised_by = ward.appraiser.name
    town.session.commit()
    move(town, cell, "conclude_appraisal", ward.appraiser, proposed_rating="good")
    return town.dossier(cell)

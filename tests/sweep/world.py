"""Two towns full of rows, canaries in the first one's, and everybody who must not see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine, inspect, text

from migrations.schema import Addresses
from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.members import SYSTEM
from tenants.people import Person
from tenants.platform.accounts import Operator, add_account
from tenants.platform.entering import begin_sign_in as begin_as_operator
from tenants.platform.proposals import Wanted, propose
from tenants.platform.tables import PlatformAccount
from tenants.roles import Role
from tenants.tenant import Level
from tenants.units import OrgUnit
from tenants.wall import open_session
from tests import make
from tests.make import Town
from tests.sweep.places import part_of
from tests.tenants.filling import fill, tenant_tables
from tests.web.conftest import put_in, token_of
from tests.workflows.sittings import meeting
from workflows.sittings.tables import Gate

# Tables whose one row `fill` made: it is given to the first cell, or to its secretary.
FILLED = (
    "papers", "evidence", "evidence_links", "uploaded_lists", "passkeys", "delegations",
    "pilot_marks",
)  # fmt: skip
# Names that stand nowhere else: in the first cell, in its ward, anywhere in its tenant.
CELL, WARD, TENANT = "Kanaricell", "Kanariward", "Kanaritown"


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody hostile: a browser, and what they must never read.

    ``inside`` says that they are people of the victim's tenant; ``slug`` is their own, and
    so is the ``unit`` of those who write for one in that tenant.
    """

    name: str
    browser: FlaskClient
    forbidden: tuple[str, ...]
    slug: str
    inside: bool = False
    ids: dict[str, str] = field(default_factory=dict)
    unit: OrgUnit | None = None


@dataclass(frozen=True, slots=True)
class World:
    """The victim with the names of its rows, its own people's browsers, and the hostile ones."""

    app: Flask
    victim: Town
    ids: dict[str, str]
    own: dict[str, FlaskClient]
    principals: list[Principal]
    superuser: Engine


@contextmanager
def world(app: Flask, engine: Engine, platform: Engine, addresses: Addresses) -> Iterator[World]:
    """Build the two towns, and let everybody sign in."""
    superuser = create_engine(addresses.owner)
    with make.town(engine, platform) as victim, make.town(engine, platform) as other:
        _name_canaries(victim)
        _populate(victim, platform, superuser, first="9")
        _populate(other, platform, superuser, first="8")
        tables = _tables_in_addresses(app)
        ids = _ids(victim, superuser, tables)
        theirs = _ids(other, superuser, tables)
        operator, proposal = _platform(app, platform)
        ids |= {"proposal": proposal, "operator": str(operator.account_id)}
        yield World(
            app, victim, ids, _own_people(app, victim),
            _principals(app, victim, other, theirs, platform, operator), superuser,
        )  # fmt: skip
    superuser.dispose()


def _name_canaries(town: Town) -> None:
    cell = town.ward.cells[0]
    of_cell = [town.ward.secretaries[0], town.ward.deputy]
    of_ward = [
        town.ward.office, town.ward.appraiser, town.ward.inspector, town.ward.chair,
        *town.ward.members, town.ward.secretaries[1],
    ]  # fmt: skip
    of_town = [
        town.admin, town.org_dept, town.city_office, town.city_inspector, town.auditor, town.chair,
        *town.members, town.other_ward.office, *town.other_ward.secretaries,
    ]  # fmt: skip
    cell.name += f" {CELL}"
    for unit in (town.ward.unit, town.ward.cells[1]):
        unit.name += f" {WARD}"
    town.other_ward.unit.name += f" {TENANT}"
    for people, canary in ((of_cell, CELL), (of_ward, WARD), (of_town, TENANT)):
        for person in people:
            person.name += f" {canary}"
    for unit in (cell, town.ward.unit, town.ward.cells[1], town.other_ward.unit):
        unit.search_key, unit.sort_key = unit.name.lower(), unit.name.lower()
    town.session.commit()


def _populate(town: Town, platform: Engine, superuser: Engine, *, first: str) -> None:
    """Bring dossiers to their places, and give every table a row that belongs to the first cell."""
    with superuser.begin() as connection:
        connection.execute(
            text("UPDATE dossiers SET code = replace(code, '26-', :first) WHERE tenant_id = :t"),
            {"first": f"26-{first}", "t": town.tenant.id},
        )
        connection.execute(
            text("UPDATE org_units SET code = :c || code WHERE tenant_id = :t AND code <> 'goc'"),
            {"c": f"u{first}-", "t": town.tenant.id},
        )
    town.session.expire_all()
    for ward in (town.ward, town.other_ward):
        for each in ward.cells:
            make.registered(town, each, ward)
    dossier = make.appraised(town, town.ward.cells[0])
    make.appraised(town, town.other_ward.cells[1], town.other_ward)
    meeting.prepared(town, Gate.RECOMMENDATION, [dossier], town.ward)
    town.session.commit()
    fill(town.session, platform)
    town.session.commit()
    cell, ward = town.ward.cells[0], town.ward.unit
    with superuser.begin() as connection:
        for table in FILLED:
            columns = {column["name"] for column in inspect(connection).get_columns(table)}
            belongs = {
                "unit_id": cell.id, "dossier_id": dossier.id,
                "person_id": town.ward.secretaries[0].id,
            }  # fmt: skip
            for column, value in belongs.items():
                if column in columns:
                    connection.execute(
                        text(
                            f"UPDATE {table} SET {column} = :v"  # noqa: S608
                            f" WHERE tenant_id = :t AND {column} IS NOT NULL"
                        ),
                        {"v": value, "t": town.tenant.id},
                    )
        connection.execute(
            text("UPDATE answers SET note = :c WHERE tenant_id = :t AND dossier_id = :d"),
            {"c": f"Ghi chú {CELL}", "t": town.tenant.id, "d": dossier.id},
        )
        connection.execute(
            text("UPDATE commitments SET words = :c WHERE tenant_id = :t AND dossier_id = :d"),
            {"c": f"Cam kết {CELL}", "t": town.tenant.id, "d": dossier.id},
        )
        for table, letter in (("sittings", "P"), ("decisions", "Q")):
            connection.execute(
                text(f"UPDATE {table} SET code = '26-{letter}' || :f || substr(code, 5)"  # noqa: S608
                     " WHERE tenant_id = :t"),
                {"f": first, "t": town.tenant.id},
            )  # fmt: skip
    town.session.expire_all()
    assert ward.id != cell.id


def _tables_in_addresses(app: Flask) -> set[str]:
    """Name the tables whose rows stand in addresses by their id."""
    kinds = {
        part_of(rule, name)[0]
        for rule in app.url_map.iter_rules()
        for name in rule.arguments - {"tenant"}
    }
    return kinds & {table.name for table in tenant_tables()}


def _ids(town: Town, superuser: Engine, tables: set[str]) -> dict[str, str]:
    """Return the names of rows of the town's first cell, or of its ward."""
    dossier = town.dossier(town.ward.cells[0])
    with superuser.connect() as connection:

        def one(statement: str, **values: object) -> str:
            found = connection.scalar(text(statement), {"t": town.tenant.id, **values})
            assert found is not None, statement
            return str(found)

        ids = {
            table: one(f"SELECT id FROM {table} WHERE tenant_id = :t ORDER BY id LIMIT 1")  # noqa: S608
            for table in tables
        }
        of_dossier = {"d": dossier.id}
        return ids | {
            "dossier": dossier.code,
            "sitting": one(
                "SELECT s.code FROM sittings s JOIN sitting_items i ON i.sitting_id = s.id"
                " WHERE s.tenant_id = :t AND i.dossier_id = :d", **of_dossier,
            ),
            "decision": one("SELECT code FROM decisions WHERE tenant_id = :t LIMIT 1"),
            "unit": town.ward.cells[0].code,
            "tenant": town.tenant.slug,
            "people": str(town.ward.secretaries[0].id),
            "memberships": one(
                "SELECT id FROM memberships WHERE tenant_id = :t AND person_id = :p",
                p=town.ward.secretaries[0].id,
            ),
            "body_members": one(
                "SELECT id FROM body_members WHERE tenant_id = :t AND person_id = :p",
                p=town.ward.chair.id,
            ),
            "tasks": one(
                "SELECT id FROM tasks WHERE tenant_id = :t AND dossier_id = :d LIMIT 1",
                **of_dossier,
            ),
        }  # fmt: skip


def _browser(app: Flask, town: Town, person: Person) -> FlaskClient:
    browser = app.test_client()
    put_in(browser, town, token_of(town, person))
    return browser


def _own_people(app: Flask, town: Town) -> dict[str, FlaskClient]:
    people = {
        "secretary": town.ward.secretaries[0], "ward office": town.ward.office,
        "appraiser": town.ward.appraiser, "ward chair": town.ward.chair,
        "organisation department": town.org_dept, "administrator": town.admin,
        "auditor": town.auditor,
    }  # fmt: skip
    return {name: _browser(app, town, person) for name, person in people.items()}


def _platform(app: Flask, platform: Engine) -> tuple[Operator, str]:
    with open_session(platform) as session:
        account = add_account(session, "Lý Văn Nền", make.phone(), actor=SYSTEM)
        operator = Operator(account.id, account.name)
        wanted = Wanted(
            slug=f"de-nghi-{str(account.id)[:8]}-{str(account.id)[-6:]}", name="Huyện ủy Đề Nghị",
            level=Level.DISTRICT, admin_name="A", admin_phone=make.phone(),
        )  # fmt: skip
        proposal = propose(session, wanted, by=operator)
        session.commit()
        return operator, str(proposal.id)


def _principals(
    app: Flask,
    victim: Town,
    other: Town,
    theirs: dict[str, str],
    platform: Engine,
    operator: Operator,
) -> list[Principal]:
    everything = (CELL, WARD, TENANT)
    outside: dict[str, Callable[[Town], Person]] = {
        "secretary of another tenant": lambda town: town.ward.secretaries[0],
        "ward office of another tenant": lambda town: town.ward.office,
        "appraiser of another tenant": lambda town: town.ward.appraiser,
        "ward chair of another tenant": lambda town: town.ward.chair,
        "organisation department of another tenant": lambda town: town.org_dept,
        "administrator of another tenant": lambda town: town.admin,
        "auditor of another tenant": lambda town: town.auditor,
    }
    found = [
        Principal(name, _browser(app, other, who(other)), everything, other.tenant.slug, ids=theirs)
        for name, who in outside.items()
    ]
    found += [
        Principal("anonymous", app.test_client(), everything, other.tenant.slug),
        Principal("platform", _operators_browser(app, platform, operator), everything,
                  other.tenant.slug),
        _gone(app, victim, "signed out", lambda _person: None),
        _gone(app, victim, "disabled", _disable(victim)),
    ]  # fmt: skip
    strangers = {
        "secretary of another ward": (victim.other_ward.secretaries[0], (CELL, WARD)),
        "ward office of another ward": (victim.other_ward.office, (CELL, WARD)),
        "appraiser of another ward": (victim.other_ward.appraiser, (CELL, WARD)),
        "inspector of another ward": (victim.other_ward.inspector, (CELL, WARD)),
        "chair of another ward": (victim.other_ward.chair, (CELL, WARD)),
        "member of another ward": (victim.other_ward.members[0], (CELL, WARD)),
        "deputy of another cell": (_someone(victim, Role.CELL_DEPUTY), (CELL,)),
        "secretary of another cell": (victim.ward.secretaries[1], (CELL,)),
        "supervisor of another cell": (_someone(victim, Role.SUPERVISOR), (CELL,)),
        "former office of the ward": (_former(victim), everything),
        "nobody with an account": (_someone(victim, None), everything),
    }
    # A rule of the tenant's tree may name what is above and beside: their own ward is no secret.
    own = {"dossier": victim.dossier(victim.other_ward.cells[0]).code}
    write_for = {
        "secretary of another ward": victim.other_ward.cells[0],
        "deputy of another cell": victim.ward.cells[1],
        "secretary of another cell": victim.ward.cells[1],
        "supervisor of another cell": victim.ward.cells[1],
    }
    found += [
        Principal(
            name,
            _browser(app, victim, person),
            forbidden,
            victim.tenant.slug,
            inside=True,
            ids=own,
            unit=write_for.get(name),
        )
        for name, (person, forbidden) in strangers.items()
    ]
    return found


def _operators_browser(app: Flask, platform: Engine, operator: Operator) -> FlaskClient:
    with open_session(platform) as session:
        account = session.get_one(PlatformAccount, operator.account_id)
        token = begin_as_operator(session, account)
        session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["platform"] = token
    return browser


def _someone(town: Town, role: Role | None) -> Person:
    """Add somebody whose only role is in the ward's second cell, or who has none."""
    number = make.phone()
    person = add_person(town.session, f"Người khác {role or 'không vai'}", phone=number)
    town.phones[person.id] = number
    if role is not None:
        appoint(town.session, person, role, unit=town.ward.cells[1])
    town.session.commit()
    return person


def _former(town: Town) -> Person:
    person = _someone(town, None)
    role = appoint(town.session, person, Role.WARD_OFFICE, unit=town.ward.unit)
    today = clock.today(town.session)
    role.valid_from, role.valid_to = today.replace(year=2001), today.replace(year=2002)
    town.session.commit()
    return person


def _gone(app: Flask, town: Town, name: str, leave: Callable[[Person], None]) -> Principal:
    """Somebody whose browser still holds the token of a sign-in that has ended."""
    person = _someone(town, None)
    appoint(town.session, person, Role.WARD_OFFICE, unit=town.ward.unit)
    town.session.commit()
    browser = _browser(app, town, person)
    with open_session(town.engine, town.tenant.id) as session:
        session.execute(
            text("UPDATE sign_ins SET ended_at = now() WHERE account_id ="
                 " (SELECT id FROM accounts WHERE person_id = :p)"), {"p": person.id},
        )  # fmt: skip
        session.commit()
    leave(person)
    return Principal(name, browser, (CELL, WARD, TENANT), town.tenant.slug)


def _disable(town: Town) -> Callable[[Person], None]:
    def disable(person: Person) -> None:
        person.disabled_at = clock.now(town.session)
        town.session.commit()

    return disable

"""The wall, as the application's role: one tenant cannot read, write or refer to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from psycopg import errors
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError

from migrations.schema import Addresses
from tenants.audit import AuditEvent
from tenants.database import Base, engine_for
from tenants.members import SYSTEM
from tenants.opening import TenantRefusedError, open_tenant
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.tenant import Level
from tenants.units import OrgUnit
from tenants.wall import OutsideTenantError, TenantSession, open_session
from tests import make
from tests.make import Town
from tests.tenants.filling import fill, row_for, tenant_tables

ENTER = text("SELECT set_config('app.tenant_id', :tenant_id, true)")
# Where an intruder stands: nowhere at all, in no tenant, in a tenant of their own.
STANDING = ("unset", "empty", "other")


@pytest.fixture(scope="module")
def victim(engine: Engine, platform: Engine) -> Iterator[Town]:
    with make.town(engine, platform) as town:
        fill(town.session, platform)
        town.session.commit()
        yield town


@pytest.fixture(scope="module")
def own(engine: Engine, platform: Engine) -> Iterator[Town]:
    with make.town(engine, platform) as town:
        fill(town.session, platform)
        town.session.commit()
        yield town


@pytest.fixture
def intruder(engine: Engine, own: Town, standing: str) -> Iterator[Connection]:
    with engine.connect() as connection:
        if standing != "unset":
            tenant = str(own.tenant.id) if standing == "other" else ""
            connection.execute(ENTER, {"tenant_id": tenant})
        yield connection
        connection.rollback()


def each_table() -> pytest.MarkDecorator:
    tables = tenant_tables()
    return pytest.mark.parametrize("table", tables, ids=[table.name for table in tables])


def each_standing() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("standing", STANDING)


def contents(session: TenantSession, table: Table) -> str:
    """Fold everything the tenant has in a table into one word."""
    rows = text(
        f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table.name} t"  # noqa: S608
    )
    return str(session.scalar(rows))


def refused(connection: Connection, statement: object, values: object = None) -> str:
    """Return the database's reason for refusing a statement, empty where it took it."""
    with connection.begin_nested() as attempt:
        try:
            connection.execute(statement, values)
        except DBAPIError as error:
            return type(error.orig).__name__
        finally:
            if attempt.is_active:
                attempt.rollback()
    return ""


@each_standing()
@each_table()
def test_rows_of_another_tenant_cannot_be_read(
    intruder: Connection, victim: Town, own: Town, standing: str, table: Table
) -> None:
    assert victim.session.scalar(select(func.count()).select_from(table)) > 0

    seen = set(intruder.scalars(select(table.c.tenant_id)))

    assert seen == ({own.tenant.id} if standing == "other" else set())
    raw = intruder.connection.cursor()
    copying = f"COPY (SELECT tenant_id FROM {table.name}) TO STDOUT"  # noqa: S608
    with raw.copy(copying) as copied:
        lines = {bytes(line).decode().strip() for line in copied}
    assert lines == ({str(own.tenant.id)} if standing == "other" else set())


@each_standing()
@each_table()
def test_rows_of_another_tenant_cannot_be_written(
    intruder: Connection, victim: Town, standing: str, table: Table
) -> None:
    before = contents(victim.session, table)
    row = row_for(victim.session, table)
    theirs = table.c.tenant_id == victim.tenant.id
    standing_row = victim.session.execute(select(table).limit(1)).mappings().one()
    upsert = (
        postgresql.insert(table)
        .values(**standing_row)
        .on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={"tenant_id": victim.tenant.id},
        )
    )
    merge = text(
        f"MERGE INTO {table.name} t USING (SELECT CAST(:theirs AS uuid) AS tenant_id) s"
        " ON t.tenant_id = s.tenant_id WHEN MATCHED THEN UPDATE SET tenant_id = t.tenant_id"
    )

    assert refused(intruder, insert(table).values(**row)) == "InsufficientPrivilege"
    assert refused(intruder, upsert) == "InsufficientPrivilege"
    for statement in (update(table).where(theirs).values(tenant_id=uuid4()),
                      delete(table).where(theirs),
                      merge.bindparams(theirs=victim.tenant.id)):  # fmt: skip
        if refused(intruder, statement) != "InsufficientPrivilege":
            assert intruder.execute(statement).rowcount == 0
    assert refused(intruder, text(f"TRUNCATE {table.name}")) == "InsufficientPrivilege"

    assert contents(victim.session, table) == before


@each_table()
def test_own_row_cannot_be_given_to_another_tenant(
    engine: Engine, own: Town, victim: Town, table: Table
) -> None:
    with engine.connect() as connection:
        connection.execute(ENTER, {"tenant_id": str(own.tenant.id)})
        give = update(table).values(tenant_id=victim.tenant.id)
        assert refused(connection, give) == "InsufficientPrivilege"


OWN_UNIT = object()


def foreign_keys() -> list[tuple[Table, str, str]]:
    return [
        (table, key.parent.name, key.column.table.name)
        for table in tenant_tables()
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        # What a kind behaves as comes with its code: the same key keeps both.
        if key.parent.name != "tenant_id" and key.column.name != "behaves_as"
    ]


# What must change along with a reference, or another rule of the row speaks before the key.
BESIDE: dict[tuple[str, str], dict[str, object]] = {
    ("resolution_items", "followed_in_id"): {"outcome": "done"},
    ("corrections", "unit_id"): {"field": "unit", "position": 2},
    ("corrections", "person_id"): {"position": 2},
    ("papers", "decision_id"): {"dossier_id": None, "sitting_id": None, "unit_id": None},
    ("papers", "sitting_id"): {"dossier_id": None, "decision_id": None, "unit_id": None},
    ("papers", "unit_id"): {"dossier_id": None, "sitting_id": None, "decision_id": None},
    ("papers", "campaign_id"): {"dossier_id": None, "unit_id": OWN_UNIT},
    ("numbered_papers", "unit_id"): {"number": "98", "part": "98"},
    ("numbered_papers", "signer_id"): {"number": "98", "part": "98"},
    ("numbered_papers", "sitting_id"): {"number": "98", "part": "98"},
    ("numbered_papers", "campaign_id"): {"number": "98", "part": "98", "sitting_id": None},
    ("tasks", "claimed_by_id"): {"claimed_at": datetime(2026, 3, 1, tzinfo=UTC)},
    ("notices", "reminder_id"): {"seq": None},
    ("citations", "meeting_id"): {"entry_id": None},
}


def a_class_of_their_own(town: Town, table: str) -> str:
    """Units refer to kinds and sectors by codes, most of which every tenant has."""
    owner = Base.metadata.tables[table]
    if town.session.scalar(select(owner.c.id).where(owner.c.code == THEIRS)) is None:
        row = row_for(town.session, owner) | {"code": THEIRS, "behaves_as": BEHAVES_AS[table]}
        town.session.execute(insert(owner).values(**row))
        town.session.commit()
    return THEIRS


THEIRS = "cua-rieng"
BEHAVES_AS = {"unit_kinds": "upper_committee", "unit_sectors": "other"}


@pytest.mark.parametrize(
    ("table", "column", "target"),
    foreign_keys(),
    ids=[f"{table.name}.{column}" for table, column, _ in foreign_keys()],
)
def test_row_cannot_refer_to_another_tenant(
    engine: Engine, own: Town, victim: Town, table: Table, column: str, target: str
) -> None:
    owner = next(other for other in tenant_tables() if other.name == target)
    theirs = victim.session.scalar(select(owner.c.id).limit(1))
    if target in {"unit_kinds", "unit_sectors"}:
        theirs = a_class_of_their_own(victim, target)
    beside = {
        name: own.ward.unit.id if value is OWN_UNIT else value
        for name, value in BESIDE.get((table.name, column), {}).items()
    }
    changed = {**beside, column: theirs}
    row = row_for(own.session, table) | changed
    may_update = text("SELECT has_table_privilege(:name, 'UPDATE')")
    with engine.connect() as connection:
        connection.execute(ENTER, {"tenant_id": str(own.tenant.id)})
        statement = insert(table).values(**row)
        if connection.scalar(may_update, {"name": table.name}):
            keys = list(table.primary_key)
            one = tuple_(*keys).in_(select(*keys).limit(1))
            statement = update(table).where(one).values(changed)
        assert refused(connection, statement) == "ForeignKeyViolation"


def test_same_phone_in_two_tenants_tells_nothing(own: Town, victim: Town) -> None:
    phone = next(iter(victim.phones.values()))
    make.add_person(own.session, "Người trùng số", phone=phone)
    own.session.flush()
    own.session.rollback()


def test_session_serves_one_tenant_for_life(engine: Engine, own: Town, victim: Town) -> None:
    with open_session(engine, own.tenant.id) as session:
        session.enter(own.tenant.id)
        with pytest.raises(OutsideTenantError):
            session.enter(victim.tenant.id)
        assert set(session.scalars(select(Person.tenant_id))) == {own.tenant.id}


def test_tenant_is_told_again_after_a_commit(engine: Engine, own: Town) -> None:
    with open_session(engine, own.tenant.id) as session:
        seen = []
        for settle in (session.commit, session.rollback, session.commit):
            seen.append(session.scalar(select(func.count()).select_from(Person)))
            settle()
        with session.begin_nested():
            seen.append(session.scalar(select(func.count()).select_from(Person)))
    assert len(set(seen)) == 1
    assert seen[0]


def test_connection_forgets_its_tenant_with_the_transaction(engine: Engine, own: Town) -> None:
    with engine.connect() as connection:
        connection.execute(ENTER, {"tenant_id": str(own.tenant.id)})
        assert connection.scalar(select(func.count()).select_from(Person))
        connection.commit()
        assert connection.scalar(select(func.count()).select_from(Person)) == 0


def test_pooled_connection_keeps_no_tenant(addresses: Addresses, own: Town) -> None:
    """One connection serves one tenant after the other, and nobody in between."""
    engine = engine_for(addresses.application, pool_size=1)
    with open_session(engine, own.tenant.id) as session:
        assert session.scalar(select(func.count()).select_from(Person))
        session.commit()

    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Person)) == 0
    engine.dispose()


def test_session_entered_late_sees_the_tenant_at_once(engine: Engine, own: Town) -> None:
    with open_session(engine) as session:
        assert session.scalars(select(Person)).all() == []
        session.enter(own.tenant.id)
        assert set(session.scalars(select(Person.tenant_id))) == {own.tenant.id}


def test_row_outside_every_tenant_is_refused_before_the_database(engine: Engine) -> None:
    with open_session(engine) as session, pytest.raises(OutsideTenantError):
        session.add(OrgUnit(code="x"))


def test_row_of_another_tenant_is_refused_before_the_database(
    engine: Engine, own: Town, victim: Town
) -> None:
    with open_session(engine, own.tenant.id) as session, pytest.raises(OutsideTenantError):
        session.add(OrgUnit(tenant_id=victim.tenant.id, code="x"))


def test_object_of_another_session_is_refused(own: Town, victim: Town) -> None:
    theirs = victim.session.scalars(select(Membership).limit(1)).one()
    victim.session.expunge(theirs)
    with pytest.raises(OutsideTenantError):
        own.session.add(theirs)
    assert theirs.role in set(Role)


FORBIDDEN = [
    "ALTER TABLE dossiers DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE dossiers NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY tenant_wall ON dossiers",
    "CREATE POLICY mine ON dossiers USING (true)",
    "ALTER TABLE dossiers OWNER TO CURRENT_USER",
    "DROP TABLE dossiers",
    "TRUNCATE tasks",
    "CREATE TABLE mine (a int)",
    "UPDATE audit_events SET name = 'ai đó'",
    "DELETE FROM audit_events",
    "DELETE FROM audit_heads",
    "DELETE FROM people",
    "UPDATE tenants SET name = 'khác'",
    "INSERT INTO tenants (id, slug) VALUES (gen_random_uuid(), 'a')",
    "DELETE FROM tenants",
    "SELECT * FROM alembic_version",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "SET ROLE bontot_platform",
    "SET SESSION AUTHORIZATION bontot_platform",
    "COPY people TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/hostname')",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_application_may_not(engine: Engine, own: Town, statement: str) -> None:
    with engine.connect() as connection:
        connection.execute(ENTER, {"tenant_id": str(own.tenant.id)})
        assert refused(connection, text(statement)) == "InsufficientPrivilege"


def test_row_security_cannot_be_switched_off_for_a_session(engine: Engine, own: Town) -> None:
    """PostgreSQL then refuses to read instead of showing everything."""
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL row_security = off"))
        assert refused(connection, select(Person.id)) == "InsufficientPrivilege"


def test_role_of_the_tests_is_the_application(engine: Engine) -> None:
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT rolname, rolsuper, rolbypassrls,"
                " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
                " FROM pg_roles r WHERE rolname = current_user"
            )
        ).one()
    assert tuple(row) == ("bontot_app", False, False, 0)


NOT_FOR_THE_PLATFORM = [
    table.name
    for table in tenant_tables()
    if table.name not in {"audit_heads", "break_glass_openings", "tenant_counts"}
]


@pytest.mark.parametrize("table", NOT_FOR_THE_PLATFORM)
def test_platform_sees_no_dossier(platform: Engine, own: Town, table: str) -> None:
    with platform.connect() as connection:
        connection.execute(ENTER, {"tenant_id": str(own.tenant.id)})
        look = text(f"SELECT 1 FROM {table}")  # noqa: S608
        assert refused(connection, look) == "InsufficientPrivilege"


@pytest.mark.parametrize(("slug", "code"), [("he-thong", "reserved"), ("", "taken")])
def test_tenant_is_not_opened_under_a_name_in_use(
    platform: Engine, own: Town, slug: str, code: str
) -> None:
    with open_session(platform) as session, pytest.raises(TenantRefusedError) as refusal:
        open_tenant(
            session, slug or own.tenant.slug, name="Thành ủy", level=Level.DISTRICT, words={},
            actor=SYSTEM,
        )  # fmt: skip
    assert refusal.value.code == code


def test_opening_a_tenant_makes_its_committee_and_its_first_event(own: Town) -> None:
    first = own.session.scalars(select(AuditEvent).order_by(AuditEvent.seq).limit(1)).one()
    assert (first.seq, first.kind, own.root.name) == (1, "tenant_opened", own.tenant.name)


def test_unique_code_of_another_tenant_is_free(own: Town, victim: Town) -> None:
    codes = {
        town.session.scalar(select(OrgUnit.code).where(OrgUnit.parent_id == town.root.id).limit(1))
        for town in (own, victim)
    }
    assert len(codes) == 1


def test_plain_foreign_key_would_have_reached_over(own: Town, victim: Town) -> None:
    """The composite key is what refuses: the same id is known to the database."""
    stranger: UUID = victim.root.id
    own.session.add(
        Membership(
            person_id=own.admin.id, unit_id=stranger, role=Role.AUDITOR, valid_from=date(2026, 1, 1)
        )
    )
    with pytest.raises(IntegrityError) as error:
        own.session.flush()
    own.session.rollback()
    assert isinstance(error.value.orig, errors.ForeignKeyViolation)

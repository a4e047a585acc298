"""House rules on tables, asked of the migrated schema itself: each is behind the wall."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, create_engine, text

import tenants.tables  # noqa: F401  # registers its tables
import workflows.tables  # noqa: F401  # registers its tables
from migrations import schema
from migrations.schema import APPLICATION, PLATFORM, Addresses
from tenants.database import Base
from tests import servers
from tests.rules.catalogue import AGREED, SHARED, faults

COLUMNS = text("""
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           pg_get_expr(d.adbin, d.adrelid), l.collname
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.collname <> 'default'
    WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relkind = 'r'
      AND NOT a.attisdropped AND c.relname <> 'alembic_version'
""")
CONSTRAINTS = text("""
    SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relnamespace = CAST(:schema AS regnamespace) AND c.relname <> 'alembic_version'
""")
INDEXES = text("""
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = :schema AND tablename <> 'alembic_version'
""")


@pytest.fixture(scope="module")
def owner(addresses: Addresses) -> Iterator[Engine]:
    engine = create_engine(addresses.owner)
    yield engine
    engine.dispose()


@pytest.fixture
def planting(owner: Engine) -> Iterator[Connection]:
    """A connection whose changes to the schema are never kept."""
    with owner.connect() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '3s'"))
        yield connection
        connection.rollback()


def test_every_table_is_behind_the_wall(owner: Engine) -> None:
    with owner.connect() as connection:
        assert faults(connection, APPLICATION, PLATFORM) == []


def test_checker_saw_every_table_of_the_models(owner: Engine) -> None:
    with owner.connect() as connection:
        real = set(
            connection.scalars(
                text("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            )
        )
    assert real == set(Base.metadata.tables) | SHARED
    assert len(real) > 30


SOUND = (
    """CREATE TABLE planted (
        tenant_id uuid NOT NULL REFERENCES tenants (id), id uuid NOT NULL, person_id uuid,
        PRIMARY KEY (tenant_id, id),
        FOREIGN KEY (tenant_id, person_id) REFERENCES people (tenant_id, id))""",
    "ALTER TABLE planted ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE planted FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY tenant_wall ON planted USING ({AGREED}) WITH CHECK ({AGREED})",
    f"GRANT SELECT, INSERT ON planted TO {APPLICATION}",
)
BARE = "(tenant_id = (current_setting('app.tenant_id'::text))::uuid)"
PLANTED = {
    "ALTER TABLE planted DISABLE ROW LEVEL SECURITY": ["planted: row security is not enabled"],
    "ALTER TABLE planted NO FORCE ROW LEVEL SECURITY": ["planted: row security is not forced"],
    "DROP POLICY tenant_wall ON planted": ["planted: policies are none"],
    "CREATE POLICY second ON planted USING (true)": [
        "planted: policies are second, tenant_wall",
        "planted: second shows rows by true",
        "planted: second takes rows by None",
    ],
    f"ALTER POLICY tenant_wall ON planted USING ({BARE})": [
        f"planted: tenant_wall shows rows by {BARE}"
    ],
    "ALTER POLICY tenant_wall ON planted WITH CHECK (true)": [
        "planted: tenant_wall takes rows by true"
    ],
    f"ALTER POLICY tenant_wall ON planted TO {APPLICATION}": [
        "planted: tenant_wall is not for every role and command"
    ],
    "ALTER TABLE planted DROP CONSTRAINT planted_pkey": ["planted: no primary key"],
    "ALTER TABLE planted DROP CONSTRAINT planted_pkey, ADD PRIMARY KEY (id, tenant_id)": [
        "planted: planted_pkey begins with id"
    ],
    "ALTER TABLE planted ADD CONSTRAINT one_person UNIQUE (person_id)": [
        "planted: one_person begins with person_id"
    ],
    "CREATE INDEX by_person ON planted (person_id, tenant_id)": [
        "planted: by_person begins with person_id"
    ],
    "CREATE INDEX by_letter ON planted (lower(id::text))": ["planted: by_letter begins with None"],
    "ALTER TABLE people ADD UNIQUE (id); "
    "ALTER TABLE planted ADD CONSTRAINT over FOREIGN KEY (person_id) REFERENCES people (id)": [
        "people: people_id_key begins with id",
        "planted: over reaches over the wall to people",
    ],
    "ALTER TABLE planted DROP CONSTRAINT planted_tenant_id_fkey": [
        "planted: tenant_id refers to no tenant"
    ],
    "ALTER TABLE planted DROP COLUMN tenant_id CASCADE": [
        "planted: no tenant_id",
        "planted: policies are none",
        "planted: no primary key",
        "planted: tenant_id refers to no tenant",
    ],
    f"GRANT TRUNCATE ON planted TO {APPLICATION}": [f"planted: {APPLICATION} may TRUNCATE"],
    "GRANT SELECT ON planted TO PUBLIC": ["planted: PUBLIC may SELECT"],
    f"GRANT UPDATE ON audit_events TO {APPLICATION}": [f"audit_events: {APPLICATION} may UPDATE"],
    f"GRANT DELETE ON audit_heads TO {APPLICATION}": [f"audit_heads: {APPLICATION} may DELETE"],
    f"ALTER TABLE planted OWNER TO {APPLICATION}": [f"planted: owned by {APPLICATION}"],
    "CREATE VIEW seen AS SELECT * FROM planted": ["seen: view reads as its owner"],
    "CREATE VIEW seen WITH (security_invoker = true) AS SELECT * FROM planted": [],
    "CREATE MATERIALIZED VIEW seen AS SELECT * FROM planted": [
        "seen: materialized, outside every policy"
    ],
    "CREATE FUNCTION seen() RETURNS bigint LANGUAGE sql SECURITY DEFINER"
    " AS 'SELECT count(*) FROM planted'": ["seen: runs as its owner"],
    f"ALTER ROLE {APPLICATION} BYPASSRLS": [f"{APPLICATION}: bypasses row security"],
    f"ALTER ROLE {APPLICATION} SUPERUSER": [f"{APPLICATION}: is a superuser"],
    f"GRANT SELECT ON platform_accounts TO {APPLICATION}": [
        f"platform_accounts: {APPLICATION} may SELECT"
    ],
    "ALTER TABLE platform_accounts NO FORCE ROW LEVEL SECURITY": [
        "platform_accounts: row security is not forced"
    ],
    f"ALTER POLICY kept_by_platform ON tenant_proposals TO {APPLICATION}": [
        "tenant_proposals: policies are not the platform's alone"
    ],
    "ALTER POLICY seen_by_platform ON tenant_counts TO PUBLIC": [
        "tenant_counts: policies are seen_by_platform, tenant_wall",
        "tenant_counts: seen_by_platform shows rows by true",
        "tenant_counts: seen_by_platform takes rows by true",
    ],
    "ALTER TABLE public_codes NO FORCE ROW LEVEL SECURITY": [
        "public_codes: row security is not forced"
    ],
    "ALTER POLICY told_code ON public_codes USING (true)": [
        "public_codes: policies are not those of what is told"
    ],
    "CREATE POLICY every_code ON public_codes USING (true)": [
        "public_codes: policies are not those of what is told"
    ],
    f"GRANT DELETE ON public_codes TO {APPLICATION}": [f"public_codes: {APPLICATION} may DELETE"],
    f"GRANT SELECT ON public_codes TO {PLATFORM}": [f"public_codes: {PLATFORM} may SELECT"],
    f"GRANT {PLATFORM} TO {APPLICATION}": [f"{APPLICATION}: belongs to another role"],
}


@pytest.mark.parametrize(("fault", "named"), PLANTED.items(), ids=PLANTED)
def test_planted_fault_is_named(planting: Connection, fault: str, named: list[str]) -> None:
    for statement in SOUND:
        planting.execute(text(statement))
    assert faults(planting, APPLICATION, PLATFORM) == []

    planting.execute(text(fault))

    assert faults(planting, APPLICATION, PLATFORM) == named


def described(connection: Connection, schema_name: str) -> dict[str, set[tuple[object, ...]]]:
    """Say everything of a schema that its models could say: columns, constraints, indexes."""
    return {
        part: {
            tuple(
                value.replace(f"{schema_name}.", "") if isinstance(value, str) else value
                for value in row
            )
            for row in connection.execute(query, {"schema": schema_name})
        }
        for part, query in (("column", COLUMNS), ("rule", CONSTRAINTS), ("index", INDEXES))
    }


def test_migrations_make_what_the_models_describe(planting: Connection) -> None:
    migrated = described(planting, "public")
    planting.execute(text("CREATE SCHEMA models"))
    planting.execute(text("SET LOCAL search_path TO models"))
    Base.metadata.create_all(planting, checkfirst=False)

    models = described(planting, "models")

    assert models == migrated
    assert len(models["rule"]) > 100


def test_check_missing_from_the_migrations_is_noticed(planting: Connection) -> None:
    planting.execute(
        text("ALTER TABLE pilot_marks DROP CONSTRAINT ck_pilot_marks_pilot_has_a_reason")
    )
    with pytest.raises(AssertionError):
        test_migrations_make_what_the_models_describe(planting)


def test_alembic_has_nothing_to_add(addresses: Addresses) -> None:
    command.check(schema.config(addresses.owner, application=APPLICATION, platform=PLATFORM))


def test_migrations_go_down_and_up_again(server_pair: tuple[str, str]) -> None:
    with servers.database(server_pair[0], f"scratch_{uuid4().hex[:12]}") as scratch:
        config = schema.config(scratch.owner, application=APPLICATION, platform=PLATFORM)
        engine = create_engine(scratch.owner)
        with engine.connect() as connection:
            before = described(connection, "public")

        command.downgrade(config, "base")
        with engine.connect() as connection:
            left = connection.scalars(
                text("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            ).all()
        command.upgrade(config, "head")
        with engine.connect() as connection:
            after = described(connection, "public")
            assert faults(connection, APPLICATION, PLATFORM) == []
        engine.dispose()

    assert left == ["alembic_version"]
    assert after == before

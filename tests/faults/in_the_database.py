"""Faults of the schema. Each function returns the statements that the owner sends."""

from __future__ import annotations

from migrations.schema import APPLICATION

READ = "tests/tenants/test_wall.py::test_rows_of_another_tenant_cannot_be_read[people-other]"
WRITTEN = "tests/tenants/test_wall.py::test_rows_of_another_tenant_cannot_be_written[people-other]"
REFERRED = "tests/tenants/test_wall.py::test_row_cannot_refer_to_another_tenant[accounts.person_id]"
MAY_NOT = "tests/tenants/test_wall.py::test_application_may_not[{}]"
BREAK_GLASS = "tests/tenants/platform/test_break_glass.py"
SCHEMA = "tests/rules/test_tables.py::test_every_table_is_behind_the_wall"


def policy_dropped_for_an_open_one() -> list[str]:
    """Show a table's rows to everybody."""
    return ["DROP POLICY tenant_wall ON people", "CREATE POLICY all_of_it ON people USING (true)"]


def row_security_disabled() -> list[str]:
    """Take the wall away from one table."""
    return ["ALTER TABLE dossiers DISABLE ROW LEVEL SECURITY"]


def row_security_not_forced() -> list[str]:
    """Let the owner see over the wall."""
    return ["ALTER TABLE people NO FORCE ROW LEVEL SECURITY"]


def application_as_owner() -> list[str]:
    """Let the application own a table, and with it every right."""
    return [f"ALTER TABLE memberships OWNER TO {APPLICATION}"]


def plain_foreign_key() -> list[str]:
    """Refer to a person by the id alone, so that any tenant's will do."""
    return [
        "ALTER TABLE people ADD CONSTRAINT one_id UNIQUE (id)",
        "ALTER TABLE accounts DROP CONSTRAINT fk_accounts_tenant_id_person_id",
        "ALTER TABLE accounts ADD CONSTRAINT plain FOREIGN KEY (person_id) REFERENCES people (id)",
    ]


def unique_over_all_tenants() -> list[str]:
    """Let a phone be taken in another tenant, which tells that it is there."""
    return ["ALTER TABLE accounts ADD CONSTRAINT one_phone UNIQUE (phone)"]


def trail_that_can_be_changed() -> list[str]:
    """Let the application rewrite history."""
    return [f"GRANT UPDATE, DELETE ON audit_events TO {APPLICATION}"]


def table_that_can_be_emptied() -> list[str]:
    """Grant what no policy rules."""
    return [f"GRANT TRUNCATE ON tasks TO {APPLICATION}"]


def view_that_reads_as_its_owner() -> list[str]:
    """Hand out every tenant's rows through a view."""
    return ["CREATE VIEW everybody AS SELECT * FROM people"]


def platform_accounts_for_all() -> list[str]:
    """Let the application read who keeps the platform."""
    return [f"GRANT SELECT ON platform_accounts TO {APPLICATION}"]


IN_THE_DATABASE = {
    policy_dropped_for_an_open_one: (READ, WRITTEN, SCHEMA),
    row_security_disabled: (READ, WRITTEN, SCHEMA),
    row_security_not_forced: (SCHEMA,),
    application_as_owner: (
        SCHEMA,
        "tests/tenants/test_wall.py::test_role_of_the_tests_is_the_application",
    ),
    plain_foreign_key: (REFERRED, SCHEMA),
    unique_over_all_tenants: (
        "tests/tenants/test_wall.py::test_same_phone_in_two_tenants_tells_nothing",
        SCHEMA,
    ),
    trail_that_can_be_changed: (MAY_NOT.format("DELETE FROM audit_events"), SCHEMA),
    table_that_can_be_emptied: (MAY_NOT.format("TRUNCATE tasks"), SCHEMA),
    view_that_reads_as_its_owner: (SCHEMA,),
    platform_accounts_for_all: (
        f"{BREAK_GLASS}::test_application_neither_opens_nor_knows_the_platform",
        SCHEMA,
    ),
}

"""Reading PostgreSQL's catalogue: what of a schema is not behind the wall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, Row, text

from tenants.platform.tables import OWN_TABLES

# The two tables that belong to no tenant and that everybody may read of.
SHARED = frozenset({"tenants", "alembic_version"})
# The platform's own, outside every tenant: no other role has any right on them.
PLATFORM_OWN = OWN_TABLES
# Behind a tenant's wall, and seen by the platform through a second policy for its role alone.
SEEN_BY_PLATFORM = frozenset({"break_glass_openings", "tenant_counts"})
# Outside every tenant as well: a row shows itself to whoever names its digest, and to nobody
# else; a tenant adds rows of its own.
TOLD = frozenset({"public_codes"})
TOLD_POLICIES = {
    "own_code": (
        "a",
        None,
        "(issuer_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)",
    ),
    "told_code": (
        "r",
        (
            "(digest = decode(NULLIF(current_setting('app.public_code'::text, true), ''::text),"
            " 'hex'::text))"
        ),
        None,
    ),
}
AGREED = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)"
# What may be granted on a tenant's table; TRUNCATE, REFERENCES and TRIGGER are not ruled by rows.
PLAIN = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
APPEND_ONLY = {
    "audit_events": frozenset({"SELECT", "INSERT"}),
    "platform_events": frozenset({"SELECT", "INSERT"}),
}
NEVER_DELETED = frozenset({"audit_heads", "people", "decisions", "dossiers", "sittings"})

TABLES = text("""
    SELECT c.oid, c.relname AS name, c.relkind AS kind, c.relrowsecurity AS enabled,
           c.relforcerowsecurity AS forced, pg_get_userbyid(c.relowner) AS owner,
           coalesce(c.reloptions @> ARRAY['security_invoker=true'], false) AS invoker
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p','v','m')
    ORDER BY c.relname
""")
POLICIES = text("""
    SELECT polrelid AS oid, polname AS name, polpermissive AS permissive, polcmd AS command,
           polroles = ARRAY[0]::oid[] AS everyone,
           ARRAY(SELECT rolname::text FROM pg_roles r WHERE r.oid = ANY(polroles)) AS roles,
           pg_get_expr(polqual, polrelid) AS using_,
           pg_get_expr(polwithcheck, polrelid) AS checked
    FROM pg_policy ORDER BY polname
""")
INDEXES = text("""
    SELECT i.indrelid AS oid, c.relname AS name, i.indisprimary AS is_primary,
           (SELECT attname FROM pg_attribute a
            WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0]) AS first
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid ORDER BY c.relname
""")
FOREIGN_KEYS = text("""
    SELECT k.conrelid AS oid, k.conname AS name, k.confrelid::regclass::text AS target,
           ARRAY(SELECT a.attname::text || ' ' || b.attname FROM
                 unnest(k.conkey, k.confkey) WITH ORDINALITY AS pair(here, there, place)
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.here
                 JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.there
                 ORDER BY pair.place) AS pairs
    FROM pg_constraint k WHERE k.contype = 'f' ORDER BY k.conname
""")
TENANT_COLUMNS = text("""
    SELECT attrelid AS oid, format_type(atttypid, atttypmod) AS type, attnotnull AS required
    FROM pg_attribute WHERE attname = 'tenant_id' AND attnum > 0
""")
GRANTS = text("""
    SELECT c.oid, coalesce(r.rolname, 'PUBLIC') AS role, g.privilege_type AS privilege
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
    LEFT JOIN pg_roles r ON r.oid = g.grantee
    WHERE c.relnamespace = 'public'::regnamespace AND g.grantee <> c.relowner
    ORDER BY 2, 3
""")
DEFINERS = text("""
    SELECT proname AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY proname
""")
ROLES = text("""
    SELECT rolname AS name, rolsuper AS super, rolbypassrls AS bypass, rolcreatedb AS databases,
           rolcreaterole AS roles,
           EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) AS belongs
    FROM pg_roles r WHERE rolname = ANY(:names) ORDER BY rolname
""")


def faults(connection: Connection, *roles: str) -> list[str]:
    """List what of the schema ``public`` and of the roles that visit it breaks the wall.

    Args:
        roles: the application's role and the platform's.

    """
    owned = {
        "policies": _by_table(connection, POLICIES),
        "indexes": _by_table(connection, INDEXES),
        "foreign_keys": _by_table(connection, FOREIGN_KEYS),
        "columns": _by_table(connection, TENANT_COLUMNS),
        "grants": _by_table(connection, GRANTS),
    }
    found: list[str] = []
    for table in connection.execute(TABLES):
        of = {part: rows[table.oid] for part, rows in owned.items()}
        found += _ownership(table, roles)
        if table.kind in {"v", "m"}:
            found += _views(table)
        elif table.name in PLATFORM_OWN:
            found += _platform_own(table, of["policies"], of["grants"], roles[-1])
        elif table.name in TOLD:
            found += _told(table, of["policies"], of["grants"], roles[0])
        elif table.name not in SHARED:
            found += _columns(table, of["columns"])
            found += _wall(table, of["policies"], roles[-1])
            found += _indexes(table, of["indexes"])
            found += _foreign_keys(table, of["foreign_keys"])
            found += _grants(table, of["grants"])
    found += [f"{row.name}: runs as its owner" for row in connection.execute(DEFINERS)]
    found += _roles(connection, roles)
    return found


def _by_table(connection: Connection, query: object) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(query):
        rows[row.oid].append(row)
    return rows


def _ownership(table: Row, roles: tuple[str, ...]) -> Iterator[str]:
    if table.owner in roles:
        yield f"{table.name}: owned by {table.owner}"


def _views(table: Row) -> Iterator[str]:
    if table.kind == "m":
        yield f"{table.name}: materialized, outside every policy"
    elif not table.invoker:
        yield f"{table.name}: view reads as its owner"


def _columns(table: Row, columns: list[Row]) -> Iterator[str]:
    if not columns:
        yield f"{table.name}: no tenant_id"
    for column in columns:
        if column.type != "uuid" or not column.required:
            yield f"{table.name}: tenant_id is not a required uuid"


def _platform_own(
    table: Row, policies: list[Row], grants: list[Row], platform: str
) -> Iterator[str]:
    if not (table.enabled and table.forced):
        yield f"{table.name}: row security is not forced"
    if [(policy.name, policy.roles) for policy in policies] != [("kept_by_platform", [platform])]:
        yield f"{table.name}: policies are not the platform's alone"
    for grant in grants:
        allowed = APPEND_ONLY.get(table.name, PLAIN - {"DELETE"})
        if grant.role != platform or grant.privilege not in allowed:
            yield f"{table.name}: {grant.role} may {grant.privilege}"


def _told(table: Row, policies: list[Row], grants: list[Row], application: str) -> Iterator[str]:
    if not (table.enabled and table.forced):
        yield f"{table.name}: row security is not forced"
    found = {each.name: (each.command, each.using_, each.checked) for each in policies}
    if found != TOLD_POLICIES or not all(each.permissive and each.everyone for each in policies):
        yield f"{table.name}: policies are not those of what is told"
    for grant in grants:
        if grant.role != application or grant.privilege not in {"SELECT", "INSERT"}:
            yield f"{table.name}: {grant.role} may {grant.privilege}"


def _wall(table: Row, policies: list[Row], platform: str) -> Iterator[str]:
    if table.name in SEEN_BY_PLATFORM:
        policies = [
            policy
            for policy in policies
            if (policy.name, policy.roles) != ("seen_by_platform", [platform])
        ]
    if not table.enabled:
        yield f"{table.name}: row security is not enabled"
    if not table.forced:
        yield f"{table.name}: row security is not forced"
    if [policy.name for policy in policies] != ["tenant_wall"]:
        names = ", ".join(policy.name for policy in policies) or "none"
        yield f"{table.name}: policies are {names}"
    for policy in policies:
        if policy.using_ != AGREED:
            yield f"{table.name}: {policy.name} shows rows by {policy.using_}"
        if policy.checked != AGREED:
            yield f"{table.name}: {policy.name} takes rows by {policy.checked}"
        if not (policy.permissive and policy.everyone) or policy.command != "*":
            yield f"{table.name}: {policy.name} is not for every role and command"


def _indexes(table: Row, indexes: list[Row]) -> Iterator[str]:
    if not any(index.is_primary for index in indexes):
        yield f"{table.name}: no primary key"
    for index in indexes:
        if index.first != "tenant_id":
            yield f"{table.name}: {index.name} begins with {index.first}"


def _foreign_keys(table: Row, keys: list[Row]) -> Iterator[str]:
    for key in keys:
        wanted = "tenant_id id" if key.target == "tenants" else "tenant_id tenant_id"
        if key.pairs[0] != wanted:
            yield f"{table.name}: {key.name} reaches over the wall to {key.target}"
    if not any(key.target == "tenants" for key in keys):
        yield f"{table.name}: tenant_id refers to no tenant"


def _grants(table: Row, grants: list[Row]) -> Iterator[str]:
    for grant in grants:
        allowed = APPEND_ONLY.get(table.name, PLAIN)
        if table.name in NEVER_DELETED:
            allowed = allowed - {"DELETE"}
        if grant.privilege not in allowed or grant.role == "PUBLIC":
            yield f"{table.name}: {grant.role} may {grant.privilege}"


def _roles(connection: Connection, names: tuple[str, ...]) -> Iterator[str]:
    for role in connection.execute(ROLES, {"names": list(names)}):
        powers = {
            "is a superuser": role.super,
            "bypasses row security": role.bypass,
            "may create databases": role.databases,
            "may create roles": role.roles,
            "belongs to another role": role.belongs,
        }
        for power, held in powers.items():
            if held:
                yield f"{role.name}: {power}"

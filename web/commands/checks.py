"""What must hold before a production service starts, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

import workflows.tables  # noqa: F401  # registers the tables
from deploy.embedded.binaries import SECURITY_FLOOR
from tenants.database import Base
from tenants.files import store_at
from tenants.platform.tables import OWN_TABLES
from tenants.settings import Settings
from web.commands.finding import Check, checked
from web.commands.setting_checks import check_settings


def check_all(settings: Settings) -> list[Check]:
    """Look at everything; nothing is changed."""
    return [*check_settings(settings), *_database(settings), *_queue(settings), *_files(settings)]


def _files(settings: Settings) -> Iterator[Check]:
    """Put a file where evidence lies, read it, and take it away again."""
    name = f"doctor/{uuid4()}"
    try:
        files = store_at(settings.need("files_url"))
        files.put(name, name.encode())
        same = files.open(name) == name.encode()
        files.remove(name)
        yield checked("files", "" if same else "what is put is not what is read", "kept and read")
    except Exception as error:  # noqa: BLE001  # whatever a store says, the doctor repeats it
        yield Check("files", ok=False, reason=str(error).strip().splitlines()[0][:200])
    fault = "" if settings.clamav_url else "evidence is not scanned for viruses; set CLAMAV_URL"
    yield Check("clamav", ok=True, reason=fault or "files are scanned")


def _database(settings: Settings) -> Iterator[Check]:
    if not settings.database_url:
        yield Check("database", ok=False, reason="set DATABASE_URL")
        return
    engine = create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            yield Check("database", ok=True, reason=str(connection.engine.url))
            yield _release(connection)
            yield _role(connection)
            yield _wall(connection)
            yield _tables(connection)
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", error)).strip().splitlines()
        yield Check("database", ok=False, reason=said[0] if said else "it does not answer")
    finally:
        engine.dispose()


def _release(connection: Connection) -> Check:
    major, minor = divmod(int(connection.scalar(text("SHOW server_version_num")) or 0), 10_000)
    floor = SECURITY_FLOOR.get(major, 0 if major > max(SECURITY_FLOOR) else None)
    fault = ""
    if floor is None:
        fault = f"PostgreSQL {major} is too old; take {min(SECURITY_FLOOR)} or newer"
    elif minor < floor:
        fault = f"PostgreSQL {major}.{minor} lacks fixes to the wall; take {major}.{floor} or newer"
    return checked("database_release", fault, f"PostgreSQL {major}.{minor}")


def _role(connection: Connection) -> Check:
    row = connection.execute(
        text("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).one()
    owned = connection.scalar(
        text(
            "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = current_schema()::regnamespace"
            " AND pg_has_role(current_user, relowner, 'MEMBER')"
        )
    )
    fault = ""
    if row.rolsuper or row.rolbypassrls:
        fault = f"the role {row.rolname} sees over the wall; connect as an ordinary one"
    elif owned:
        fault = f"the role {row.rolname} owns tables; connect as one that owns nothing"
    return checked("database_role", fault, row.rolname)


def _wall(connection: Connection) -> Check:
    open_tables = connection.scalars(
        text(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p')"
            " AND c.relnamespace = current_schema()::regnamespace"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY c.relname"
        )
    ).all()
    fault = f"no row-level security is forced on {', '.join(open_tables)}" if open_tables else ""
    return checked("wall", fault, "forced on every table of a tenant")


def _tables(connection: Connection) -> Check:
    missing = [
        name
        for name in sorted(set(Base.metadata.tables) - OWN_TABLES)
        if not connection.scalar(
            text("SELECT coalesce(has_table_privilege(to_regclass(:name), 'SELECT'), false)"),
            {"name": name},
        )
    ]
    fault = f"{', '.join(missing)} cannot be read; run `bontot migrate`" if missing else ""
    opened = [
        name
        for name in sorted(OWN_TABLES)
        if connection.scalar(
            text(
                "SELECT EXISTS (SELECT 1 FROM information_schema.role_table_grants"
                " WHERE table_name = :name AND grantee = current_user"
                " AND grantee <> (SELECT pg_get_userbyid(relowner) FROM pg_class"
                " WHERE oid = to_regclass(:name)))"
            ),
            {"name": name},
        )
    ]
    if opened and not fault:
        fault = f"the application reads {', '.join(opened)}, which are the platform's alone"
    return checked("tables", fault, f"{len(Base.metadata.tables) - len(OWN_TABLES)} within reach")


def _queue(settings: Settings) -> Iterator[Check]:
    if not settings.redis_url:
        yield Check("queue", ok=True, reason="no REDIS_URL: the worker takes jobs from the outbox")
        return
    try:
        with Redis.from_url(settings.redis_url) as redis:
            redis.ping()
    except (RedisError, ValueError) as error:
        yield Check("queue", ok=False, reason=str(error))
        return
    yield Check("queue", ok=True, reason="it answers")

"""Making a database ready on a server of one's own: roles, database, schema."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import click
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, select, text

from migrations.schema import Addresses, addresses_of, migrate
from tenants.settings import Settings
from tenants.tenant import Tenant

DATABASE = "bontot"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which database is meant, and the three connections to it."""

    owner: URL
    application: URL
    platform: URL

    @property
    def addresses(self) -> Addresses:
        """The connections as settings write them, passwords included."""
        return Addresses(*(_spelled(url) for url in (self.owner, self.application, self.platform)))


def plan_of(settings: Settings, *, database: str | None = None) -> Plan:
    """Read from the settings what to make.

    The database is the one that ``DATABASE_URL`` names. Where a connection is not set, a role
    with a usual name and a password derived from the owner's takes its place.

    Raises:
        MissingSettingError: there is no ``DATABASE_OWNER_URL``.
        ClickException: the application would own what the wall keeps it from.

    """
    owner = make_url(settings.need("database_owner_url"))
    named = make_url(settings.database_url).database if settings.database_url else None
    own = owner.database if owner.database not in {None, "postgres"} else None
    database = named or own or database or DATABASE
    usual = addresses_of(_spelled(owner), database)
    plan = Plan(
        owner=owner.set(database=database),
        application=make_url(settings.database_url or usual.application),
        platform=make_url(settings.database_platform_url or usual.platform),
    )
    if owner.username in {plan.application.username, plan.platform.username}:
        message = (
            "DATABASE_OWNER_URL names the same role as another connection; the application "
            "and the platform need roles of their own, or the wall would not hold them."
        )
        raise click.ClickException(message)
    return plan


def make_ready(settings: Settings, *, database: str | None = None) -> Addresses:
    """Make the roles and the database where they are missing, and migrate."""
    plan = plan_of(settings, database=database)
    engine = create_engine(settings.need("database_owner_url"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for url in (plan.application, plan.platform):
                _make_role(connection, url)
            _make_database(connection, str(plan.owner.database))
    finally:
        engine.dispose()
    bring_up_to_date(plan)
    return plan.addresses


def bring_up_to_date(plan: Plan) -> None:
    """Migrate the database, granting to the roles that the plan names."""
    migrate(
        _spelled(plan.owner),
        application=str(plan.application.username),
        platform=str(plan.platform.username),
    )


def _make_role(connection: Connection, url: URL) -> None:
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.scalar(known, {"role": url.username}):
        return
    role = connection.dialect.identifier_preparer.quote_identifier(str(url.username))
    password = connection.scalar(
        text("SELECT quote_literal(:password)"), {"password": url.password or ""}
    )
    connection.exec_driver_sql(
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
        f" PASSWORD {password}"
    )


def drop_database(settings: Settings, *, database: str, keeping: Collection[str]) -> None:
    """Drop the database of the settings, unless it holds other tenants than these.

    Raises:
        ClickException: it does; nothing is deleted.

    """
    plan = plan_of(settings, database=database)
    server = create_engine(settings.need("database_owner_url"), isolation_level="AUTOCOMMIT")
    inside = create_engine(plan.owner)
    try:
        with server.connect() as connection:
            name = str(plan.owner.database)
            if not _is_there(connection, name):
                return
            others = _tenants(inside) - set(keeping)
            inside.dispose()
            if others:
                message = (
                    f"The database {name} holds more than the demo's tenants "
                    f"({', '.join(sorted(others))}) and is not deleted."
                )
                raise click.ClickException(message)
            quoted = connection.dialect.identifier_preparer.quote_identifier(name)
            connection.exec_driver_sql(f"DROP DATABASE {quoted} WITH (FORCE)")
    finally:
        inside.dispose()
        server.dispose()


def _make_database(connection: Connection, name: str) -> None:
    if not _is_there(connection, name):
        quoted = connection.dialect.identifier_preparer.quote_identifier(name)
        connection.exec_driver_sql(f"CREATE DATABASE {quoted}")


def _is_there(connection: Connection, name: str) -> bool:
    known = text("SELECT 1 FROM pg_database WHERE datname = :name")
    return connection.scalar(known, {"name": name}) is not None


def _tenants(engine: Engine) -> set[str]:
    """Read the tenants' names as the owner, whom the wall lets read these; none before tables."""
    with engine.connect() as connection:
        if connection.scalar(text("SELECT to_regclass('tenants')")) is None:
            return set()
        return set(connection.scalars(select(Tenant.slug)))


def _spelled(url: URL) -> str:
    return url.render_as_string(hide_password=False)

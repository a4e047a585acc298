"""The connections that commands work on, and the tenant that they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select

from tenants.database import engine_for
from tenants.members import Member
from tenants.settings import Settings
from tenants.tenant import Tenant, find_tenant
from tenants.wall import TenantSession, open_session

# Who keeps the machine; what they do by command stands under this name in the audit trail.
OPERATOR = Member(person_id=None, name="Người vận hành")

needs_settings = click.make_pass_decorator(Settings)
which_tenant = click.option(
    "--tenant", "slug", required=True, metavar="SLUG",
    help="Tên trong địa chỉ · Its name in addresses.",
)  # fmt: skip
as_json = click.option("--json", "as_json", is_flag=True, help="Cho máy đọc · For a machine.")


@contextmanager
def as_application(settings: Settings) -> Iterator[TenantSession]:
    """Open a session of the application, outside of every tenant."""
    with _session(settings.need("database_url")) as session:
        yield session


@contextmanager
def as_platform(settings: Settings) -> Iterator[TenantSession]:
    """Open a session of the platform, which opens and closes tenants and sees no dossier."""
    with _session(settings.need("database_platform_url")) as session:
        yield session


@contextmanager
def inside(settings: Settings, slug: str) -> Iterator[tuple[TenantSession, Tenant]]:
    """Open a session of the application inside the tenant with this name."""
    with as_application(settings) as session:
        yield session, enter(session, slug)


def enter(session: TenantSession, slug: str) -> Tenant:
    """Enter the tenant with this name.

    Raises:
        ClickException: there is none.

    """
    tenant = find_tenant(session, slug)
    if tenant is None:
        message = (
            f"There is no tenant called {slug}; open it with "
            f"`bontot tenant create {slug} --name N --level district|province|commune`."
        )
        raise click.ClickException(message)
    session.enter(tenant.id)
    return tenant


def all_tenants(session: TenantSession) -> list[Tenant]:
    """List the tenants by their names in addresses."""
    return list(session.scalars(select(Tenant).order_by(Tenant.slug)))


@contextmanager
def _session(url: str) -> Iterator[TenantSession]:
    engine = engine_for(url, pool_size=1)
    try:
        with open_session(engine) as session:
            yield session
    finally:
        engine.dispose()

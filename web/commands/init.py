"""Setting an installation up: roles, database, schema, policies."""

from __future__ import annotations

import click

from tenants.settings import Settings
from web.commands.connecting import needs_settings
from web.commands.installing import make_ready


@click.command(
    name="init",
    help="Tạo vai trò, cơ sở dữ liệu, bảng · Makes roles, database and tables.",
)
@needs_settings
def command(settings: Settings) -> None:
    """Make what is missing with ``DATABASE_OWNER_URL``, and print the connections to use."""
    addresses = make_ready(settings)
    click.echo(f"DATABASE_URL={addresses.application}")
    click.echo(f"DATABASE_PLATFORM_URL={addresses.platform}")

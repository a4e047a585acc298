"""Bringing the schema and its policies up to date."""

from __future__ import annotations

import click

from tenants.settings import Settings
from web.commands.connecting import needs_settings
from web.commands.installing import bring_up_to_date, plan_of


@click.command(
    name="migrate", help="Nâng cấp bảng và chính sách · Brings tables and policies up to date."
)
@needs_settings
def command(settings: Settings) -> None:
    """Migrate with ``DATABASE_OWNER_URL``."""
    plan = plan_of(settings)
    bring_up_to_date(plan)
    click.echo(f"{plan.owner.database}: up to date")

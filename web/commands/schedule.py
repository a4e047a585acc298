"""The process that relays, sweeps and reminds."""

from __future__ import annotations

import click

from jobs.schedule import schedule
from tenants.settings import Settings
from web.commands.connecting import needs_settings


@click.command(
    name="schedule",
    help="Chuyển việc vào hàng đợi, quét hạn · Relays the outbox and sweeps deadlines.",
)
@needs_settings
def command(settings: Settings) -> None:
    """Relay and sweep until SIGTERM."""
    settings.need("audit_key")
    schedule(settings)

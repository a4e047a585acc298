"""The process that does what the outbox asks for."""

from __future__ import annotations

import click

from jobs.catalogue import QUEUES
from jobs.worker import work
from tenants.settings import Settings
from web.commands.connecting import needs_settings


@click.command(
    name="worker", help="Làm việc trong các hàng đợi · Works through the queues until stopped."
)
@click.argument("queues", nargs=-1, type=click.Choice(QUEUES))
@needs_settings
def command(settings: Settings, queues: tuple[str, ...]) -> None:
    """Work through some queues, or all of them, until SIGTERM."""
    settings.need("audit_key")
    work(queues, settings)

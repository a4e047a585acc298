"""The job ``papers_of_move``: what a move's papers say is kept, and their files are asked for."""

from __future__ import annotations

from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from workflows.papers.gathering import papers_of_event


def papers_of_move(session: TenantSession, item: OutboxItem) -> None:
    """Keep the papers of the event that ``payload`` names by its number, ``{"seq": 12}``."""
    papers_of_event(session, item.payload["seq"])

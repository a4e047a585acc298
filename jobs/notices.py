"""The job ``tell``: whoever should hear of a move finds it among their messages."""

from __future__ import annotations

from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from workflows.notices.telling import tell_of


def tell(session: TenantSession, item: OutboxItem) -> None:
    """Tell of the event that ``payload`` names by its number, ``{"seq": 12}``."""
    tell_of(session, item.payload["seq"])

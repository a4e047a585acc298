"""The job ``papers_of_sitting``: what a closed sitting leaves on paper."""

from __future__ import annotations

from uuid import UUID

from tenants.outbox import OutboxItem
from tenants.wall import TenantSession
from workflows.papers.of_sittings import papers_of_sitting as keep


def papers_of_sitting(session: TenantSession, item: OutboxItem) -> None:
    """Keep the papers of ``{"sitting": id}``."""
    keep(session, UUID(item.payload["sitting"]))

"""The job ``open_dossiers``: the dossiers of a campaign that was opened, batch by batch."""

from __future__ import annotations

from uuid import UUID

from tenants.outbox import OutboxItem, leave
from tenants.wall import TenantSession
from workflows.campaigns.opening import go_on_opening


def open_dossiers(session: TenantSession, item: OutboxItem) -> None:
    """Make the next batch for ``{"campaign": id}``, and leave the rest to the next job.

    Each batch is committed for itself, so that a page shows how far it is.
    """
    if go_on_opening(session, UUID(item.payload["campaign"])):
        leave(session, "open_dossiers", item.payload)

"""Doing everything that waits in a town's outbox, and what that leaves in turn."""

from __future__ import annotations

from sqlalchemy import select

from jobs.run import run_item
from tenants.outbox import OutboxItem
from tests.make import Town


def do_all(town: Town) -> None:
    """Do all jobs of the town until none is left.

    What the test has read before is put to an end first: on a slow machine the jobs may last
    longer than a transaction may idle. A commit leaves what was read as it is.
    """
    tenant_id = str(town.tenant.id)
    town.session.commit()
    while due := waiting(town):
        for item_id in due:
            run_item(tenant_id, item_id)


def waiting(town: Town) -> list[str]:
    """List what is still to be done."""
    with town.elsewhere() as session:
        rows = session.scalars(
            select(OutboxItem.id).where(OutboxItem.done_at.is_(None)).order_by(OutboxItem.id)
        )
        return [str(row) for row in rows]

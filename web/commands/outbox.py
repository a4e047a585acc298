"""What stands in the outbox: what waits, what failed, what is done."""

from __future__ import annotations

import json
from typing import Any

import click
from sqlalchemy import and_, func, select

from tenants import clock
from tenants.outbox import OutboxItem
from tenants.settings import Settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession, open_session
from web.commands.connecting import all_tenants, as_application, as_json, needs_settings


@click.group(name="outbox", help="Việc chờ làm sau khi lưu · What is to be done after commits.")
def command() -> None:
    """Gather what may be done with the outbox."""


@command.command(help="Đếm việc chờ, việc lỗi, việc xong · Counts what waits, failed and is done.")
@as_json
@needs_settings
def status(settings: Settings, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Count the outbox of each tenant."""
    with as_application(settings) as session:
        rows = [_status_of(session, tenant) for tenant in all_tenants(session)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['tenant']}\twaiting {row['waiting']}\tsent {row['sent']}"
            f"\tfailed {row['failed']}\tdone {row['done']}"
        )


def _status_of(outside: TenantSession, tenant: Tenant) -> dict[str, Any]:
    """Count in a session of the tenant's own: ``failed`` were tried in vain and wait again."""
    item = OutboxItem
    undone = item.done_at.is_(None)
    with open_session(outside.get_bind().engine, tenant.id) as session:
        row = session.execute(
            select(
                func.count().filter(and_(undone, item.sent_at.is_(None))).label("waiting"),
                func.count().filter(and_(undone, item.sent_at.is_not(None))).label("sent"),
                func.count().filter(and_(undone, item.last_error.is_not(None))).label("failed"),
                func.count().filter(item.done_at.is_not(None)).label("done"),
                func.min(item.run_at).filter(undone).label("oldest"),
            )
        ).one()
        age = (clock.now(session) - row.oldest).total_seconds() if row.oldest else 0.0
    return {
        "tenant": tenant.slug, "waiting": row.waiting, "sent": row.sent, "failed": row.failed,
        "done": row.done, "oldest_seconds": max(0, round(age)),
    }  # fmt: skip

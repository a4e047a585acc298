"""Checking the audit trail against its keyed chain."""

from __future__ import annotations

import json

import click
from sqlalchemy import func, select

from tenants.audit import AuditEvent, verify
from tenants.settings import Settings
from web.commands.connecting import as_json, inside, needs_settings, which_tenant

FOUND = {
    "gap": "an event is missing",
    "link": "it does not follow the one before",
    "hash": "its text was changed",
    "columns": "its columns say something else than its text",
    "tail": "events are missing at the end",
}


@click.group(name="audit", help="Nhật ký kiểm tra · The audit trail.")
def command() -> None:
    """Gather what may be done with audit trails."""


@command.command(
    name="verify", help="Kiểm tra chuỗi nhật ký; sai thì mã thoát là 1 · Exits 1 at a bad event."
)
@which_tenant
@as_json
@needs_settings
def verify_chain(settings: Settings, slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Walk a tenant's chain; exit 1 and name the first event that is not as it was written."""
    with inside(settings, slug) as (session, _tenant):
        found = list(verify(session))
        events = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    first = found[0][0] if found else None
    if as_json:
        report = {
            "tenant": slug,
            "ok": not found,
            "events": events,
            "first_bad_seq": first,
            "problems": [{"seq": seq, "problem": problem} for seq, problem in found],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif found:
        for seq, problem in found:
            click.echo(f"{seq}: {FOUND[problem]} ({problem})")
        click.echo(f"The first bad event is {first}.", err=True)
    else:
        click.echo(f"{events} events, all as they were written.")
    if found:
        raise click.exceptions.Exit(1)

"""The audit trails: checking them, sending their ends away, handing them out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

import click
from sqlalchemy import func, select

from jobs.checkpoints import NowhereToKeepError, send_checkpoints
from tenants.audit import AuditEvent, verify
from tenants.checkpoints import BadCheckpointError, public_key, read_lines
from tenants.database import engine_for
from tenants.platform.tables import PlatformEvent
from tenants.platform.trail import verify_platform
from tenants.settings import Settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from web.commands.connecting import (
    all_tenants,
    as_application,
    as_json,
    as_platform,
    inside,
    needs_settings,
    which_tenant,
)  # fmt: skip

FOUND = {
    "gap": "an event is missing",
    "link": "it does not follow the one before",
    "hash": "its text was changed",
    "columns": "its columns say something else than its text",
    "tail": "events are missing at the end",
    "checkpoint": "the chain is not the one that was signed at a checkpoint",
}


@click.group(name="audit", help="Nhật ký kiểm tra · The audit trail.")
def command() -> None:
    """Gather what may be done with audit trails."""


@command.command(
    name="verify", help="Kiểm tra chuỗi nhật ký; sai thì mã thoát là 1 · Exits 1 at a bad event."
)
@click.option(
    "--tenant", "slug", metavar="SLUG",
    help="Tên trong địa chỉ; không ghi thì mọi cơ quan · Its name in addresses; else all.",
)  # fmt: skip
@click.option(
    "--checkpoint", "kept", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp mốc đã ký, giữ ở nơi khác · Signed checkpoints kept elsewhere.",
)  # fmt: skip
@as_json
@needs_settings
def verify_chain(settings: Settings, slug: str | None, kept: Path | None, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Walk chains; exit 1 and name the first event that is not as it was written."""
    lines = kept.read_text(encoding="utf-8").splitlines() if kept else []
    if slug is not None:
        slugs = [slug]
    else:
        with as_application(settings) as session:
            slugs = [tenant.slug for tenant in all_tenants(session)]
    reports = []
    for each in slugs:
        with inside(settings, each) as (session, tenant):
            reports.append(_report(session, tenant, lines))
    if slug is None and settings.database_platform_url:
        reports.append(_report_of_the_platform(settings))
    _tell(reports, as_json=as_json, one=slug is not None)
    if not all(report["ok"] for report in reports):
        raise click.exceptions.Exit(1)


@command.command(
    name="checkpoint",
    help="Gửi mốc cuối của mọi chuỗi, có ký, ra khỏi máy · Sends the chains' ends away, signed.",
)
@needs_settings
def send_ends(settings: Settings) -> None:
    """Sign where every chain ends, and keep it in the second place."""
    engine = engine_for(settings.need("database_url"), pool_size=1)
    try:
        sent = send_checkpoints(engine, settings)
    except NowhereToKeepError as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()
    click.echo(f"{sent} chains, signed with the key {public_key()}.")


@command.command(
    name="export", help="Xuất nhật ký, mỗi dòng một việc · Writes a trail, one event a line."
)
@which_tenant
@click.option(
    "--to", "file", type=click.File("w", encoding="utf-8", atomic=True), default="-",
    help="Tệp ghi ra · The file to write.",
)  # fmt: skip
@needs_settings
def export(settings: Settings, slug: str, file: TextIO) -> None:
    """Write the very texts that were hashed, with their hashes, one event a line."""
    with inside(settings, slug) as (session, _tenant):
        events = session.scalars(
            select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=500)
        )
        for event in events:
            line = {
                "seq": event.seq,
                "record": event.record,
                "previous": bytes(event.previous_hash).hex(),
                "hash": bytes(event.hash).hex(),
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _report(session: TenantSession, tenant: Tenant, lines: list[str]) -> dict[str, Any]:
    try:
        kept = read_lines(lines, slug=tenant.slug)
    except BadCheckpointError as error:
        raise click.ClickException(f"{error}.") from error
    found = list(verify(session, since=[signed.end for signed in kept]))
    events = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    return _summary(tenant.slug, events, found) | {"checkpoints": len(kept)}


def _report_of_the_platform(settings: Settings) -> dict[str, Any]:
    with as_platform(settings) as session:
        events = session.scalar(select(func.count()).select_from(PlatformEvent)) or 0
        return _summary("he-thong", events, list(verify_platform(session))) | {"checkpoints": 0}


def _summary(slug: str, events: int, found: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "tenant": slug,
        "ok": not found,
        "events": events,
        "first_bad_seq": found[0][0] if found else None,
        "problems": [{"seq": seq, "problem": problem} for seq, problem in found],
    }


def _tell(reports: list[dict[str, Any]], *, as_json: bool, one: bool) -> None:
    if as_json:
        click.echo(json.dumps(reports[0] if one else reports, ensure_ascii=False, indent=2))
        return
    for report in reports:
        name = "" if one else f"{report['tenant']}: "
        for problem in report["problems"]:
            told = FOUND[problem["problem"]]
            click.echo(f"{name}{problem['seq']}: {told} ({problem['problem']})")
        if report["ok"]:
            click.echo(f"{name}{report['events']} events, all as they were written.")
        else:
            click.echo(f"{name}The first bad event is {report['first_bad_seq']}.", err=True)

"""Taking an office's own list over: wards, cells and who leads them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tenants.onboarding.listed import Reading
from tenants.onboarding.looking import Limits
from tenants.onboarding.reading import read_list
from tenants.onboarding.storing import Outcome, onboard, preview
from tenants.onboarding.unreadable import UnreadableListError
from tenants.settings import Settings
from tenants.tenant import find_tenant
from tenants.unit_classes.recognising import Recognition, recognition_of, usual_recognition
from web.commands.connecting import OPERATOR, as_application, as_json, enter, needs_settings


@click.command(
    name="onboard", help="Đưa danh sách chi bộ vào · Takes a list of cells over; may be repeated."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--tenant", "slug", metavar="SLUG", help="Cơ quan · The tenant's name in addresses.")
@click.option("--dry-run", is_flag=True, help="Chỉ đọc thử · Reads and reports; keeps nothing.")
@as_json
@needs_settings
def command(settings: Settings, file: Path, slug: str | None, dry_run: bool, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Take a list over and report; rows with a fault are left out and named, row by row."""
    if slug is None and not dry_run:
        raise click.UsageError("Name the tenant with --tenant, or only read with --dry-run.")
    outcome = _outcome(settings, file, slug, keep=not dry_run)
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        return
    _tell(outcome)


def _outcome(settings: Settings, file: Path, slug: str | None, *, keep: bool) -> Outcome:
    if slug is None or not (keep or _exists(settings, slug)):
        return preview(_reading(settings, file, usual_recognition()))
    with as_application(settings) as session:
        enter(session, slug)
        reading = _reading(settings, file, recognition_of(session))
        outcome = onboard(session, reading, actor=OPERATOR)
        if keep:
            session.commit()
        else:
            session.rollback()
        return outcome


def _reading(settings: Settings, file: Path, meaning: Recognition) -> Reading:
    try:
        return read_list(file.read_bytes(), limits=Limits.of(settings), meaning=meaning)
    except UnreadableListError as error:
        raise click.ClickException(f"{file.name}: {error.message}") from error


def _exists(settings: Settings, slug: str) -> bool:
    """Tell whether the tenant is there to compare with; a dry run does without."""
    with as_application(settings) as session:
        return find_tenant(session, slug) is not None


def _tell(outcome: Outcome) -> None:
    for fault in (*outcome.rejected, *outcome.warnings):
        kind = "!" if fault in outcome.rejected else "?"
        click.echo(f"{kind} {fault.row}, {fault.column} “{fault.value}”: {fault.message}")
    counts = outcome.counts()
    click.echo(
        f"{counts['rows']} dòng: {counts['created']} mới, {counts['updated']} sửa,"
        f" {counts['unchanged']} giữ nguyên, {len({f.row for f in outcome.rejected})} bỏ qua;"
        f" {counts['wards']} phường, xã; {counts['cells']} chi bộ; {counts['people']} người"
    )

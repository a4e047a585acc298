"""Opening, listing, suspending and closing tenants, on the platform's connection."""

from __future__ import annotations

import json
import re

import click

from tenants import clock
from tenants.audit import record_event
from tenants.opening import TenantRefusedError, open_tenant
from tenants.settings import Settings
from tenants.tenant import LIMITS, WORDS, Level, Standing
from web.commands.connecting import (
    OPERATOR,
    all_tenants,
    as_json,
    as_platform,
    enter,
    needs_settings,
)  # fmt: skip

LIFTED = "none"


class Amount(click.ParamType[int | str]):
    """A whole number above nothing, or ``none``."""

    name = "N|none"

    def convert(
        self, value: int | str, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | str:
        """Read it, or say how it is written."""
        if value == LIFTED or (str(value).isdecimal() and int(value) > 0):
            return LIFTED if value == LIFTED else int(value)
        return self.fail(f"{value} is no limit; write a number above 0, or {LIFTED}.", param, ctx)


AMOUNT = Amount()
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REFUSALS = {
    "taken": "There is a tenant called {slug} already; choose another name, or see "
    "`bontot tenant list`.",
    "reserved": "The name {slug} is kept for the service's own addresses; choose another.",
}


@click.group(name="tenant", help="Mở, xem, tạm ngừng, đóng cơ quan · Opens and closes tenants.")
def command() -> None:
    """Gather what may be done with tenants."""


@command.command(help="Mở một cơ quan · Opens a tenant.")
@click.argument("slug")
@click.option("--name", required=True, help="Tên đầy đủ · Its full name.")
@click.option(
    "--level", required=True, type=click.Choice([level.value for level in Level]),
    help="Cấp · Its tier.",
)  # fmt: skip
@click.option(
    "--word", "words", multiple=True, metavar="KEY=TEXT",
    help=f"Cách gọi riêng · What it calls things: {', '.join(WORDS)}.",
)  # fmt: skip
@needs_settings
def create(settings: Settings, slug: str, name: str, level: str, words: tuple[str, ...]) -> None:
    """Open a tenant with its committee and its audit chain."""
    if not SLUG.fullmatch(slug):
        message = f"{slug} is no name for addresses; write it like ha-tinh: a-z, 0-9 and hyphens."
        raise click.ClickException(message)
    with as_platform(settings) as session:
        try:
            open_tenant(
                session, slug, name=name, level=Level(level),
                words=dict(_word(word) for word in words), actor=OPERATOR,
            )  # fmt: skip
        except TenantRefusedError as refusal:
            raise click.ClickException(REFUSALS[refusal.code].format(slug=slug)) from refusal
        session.commit()
    click.echo(f"{slug}: {name}")


@command.command(name="list", help="Xem các cơ quan · Lists the tenants.")
@as_json
@needs_settings
def list_tenants(settings: Settings, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """List the tenants with their standing."""
    with as_platform(settings) as session:
        rows = [
            {
                "slug": tenant.slug, "name": tenant.name, "level": str(tenant.level),
                "standing": str(tenant.standing),
            }
            for tenant in all_tenants(session)
        ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("\t".join(row.values()))


@command.command(help="Tạm ngừng: không ai vào được · Suspends: nobody gets in.")
@click.argument("slug")
@needs_settings
def suspend(settings: Settings, slug: str) -> None:
    """Suspend a tenant until it is reopened."""
    _set_standing(settings, slug, Standing.SUSPENDED)


@command.command(help="Đóng: chỉ còn xem · Closes: it can only be read.")
@click.argument("slug")
@needs_settings
def close(settings: Settings, slug: str) -> None:
    """Close a tenant; what it holds can still be read."""
    _set_standing(settings, slug, Standing.CLOSED)


@command.command(help="Mở lại · Reopens a suspended or closed tenant.")
@click.argument("slug")
@needs_settings
def reopen(settings: Settings, slug: str) -> None:
    """Let a tenant be used again."""
    _set_standing(settings, slug, Standing.OPEN)


@command.command(help="Đặt giới hạn · Says how much a tenant may hold.")
@click.argument("slug")
@click.option("--storage-mb", type=AMOUNT, help="Dung lượng tệp, MB · Megabytes of files.")
@click.option("--units", type=AMOUNT, help="Số đơn vị · Units.")
@click.option("--people", type=AMOUNT, help="Số người · People.")
@needs_settings
def limit(
    settings: Settings,
    slug: str,
    storage_mb: int | str | None,
    units: int | str | None,
    people: int | str | None,
) -> None:
    """Set limits of a tenant, or show them where none is said; ``none`` lifts one."""
    said = {"storage_mb": storage_mb, "units": units, "people": people}
    with as_platform(settings) as session:
        tenant = enter(session, slug)
        before = dict(tenant.limits)
        after = before | {name: value for name, value in said.items() if isinstance(value, int)}
        after = {name: value for name, value in after.items() if said.get(name) != LIFTED}
        if after != before:
            tenant.limits = after
            session.flush()
            facts = {"changed": {"limits": {"from": before, "to": after}}}
            record_event(session, "tenant_described", actor=OPERATOR, facts=facts)
            session.commit()
    shown = [f"{name} {after.get(name, LIFTED)}" for name in LIMITS]
    click.echo(f"{slug}: {', '.join(shown)}")


def _set_standing(settings: Settings, slug: str, standing: Standing) -> None:
    with as_platform(settings) as session:
        tenant = enter(session, slug)
        if tenant.standing is standing:
            raise click.ClickException(f"The tenant {slug} is {standing} already.")
        before, tenant.standing = tenant.standing, standing
        tenant.valid_to = clock.today(session) if standing is Standing.CLOSED else None
        session.flush()
        record_event(
            session, "tenant_standing", actor=OPERATOR, facts={"from": before, "to": standing}
        )
        session.commit()
    click.echo(f"{slug}: {standing}")


def _word(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if key not in WORDS or not equals:
        message = f"--word {text} is not understood; write KEY=TEXT with one of {', '.join(WORDS)}."
        raise click.ClickException(message)
    return key, value.strip()

"""What this installation is set to, and whether it may serve."""

from __future__ import annotations

import json

import click
from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from tenants.settings import Settings
from web.commands.checks import check_all
from web.commands.connecting import as_json, needs_settings


@click.command(
    name="doctor",
    help="In thiết lập và kiểm tra an toàn · Prints settings and checks.",
)
@as_json
@needs_settings
def command(settings: Settings, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Print every setting with its source and default, and every check with its reason.

    In production a failed check ends with the exit code 1; elsewhere it is only told.
    """
    rows, checks = settings_of(settings), check_all(settings)
    if as_json:
        report = {
            "settings": rows,
            "checks": [{"name": c.name, "ok": c.ok, "reason": c.reason} for c in checks],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo(f"{row['name']}={row['value']}  ({row['source']}; default {row['default']})")
        click.echo()
        for check in checks:
            click.echo(f"{'ok  ' if check.ok else 'FAIL'} {check.name}: {check.reason}")
    if settings.production and not all(check.ok for check in checks):
        raise click.exceptions.Exit(1)


def settings_of(settings: Settings) -> list[dict[str, str]]:
    """Describe every setting: name, value without its secrets, source, default, meaning."""
    rows = []
    for name, about in type(settings).model_fields.items():
        value = getattr(settings, name)
        rows.append(
            {
                "name": name.upper(),
                "value": _shown(value),
                "source": "default" if value == about.default else "environment",
                "default": _shown(about.default),
                "meaning": about.description or "",
            }
        )
    return rows


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return f"({len(secret)} characters)" if secret else "(none)"
    if value is None or value == []:
        return "(none)"
    if isinstance(value, str) and "://" in value:
        try:
            return make_url(value).render_as_string(hide_password=True)
        except ArgumentError:
            return "(not an address)"
    return str(value)

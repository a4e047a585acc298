"""Every address of the service, and who may call it."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import Flask

from tenants.settings import Settings
from web.access import access_of
from web.app import create_app
from web.commands.connecting import as_json, needs_settings


@click.command(name="routes", help="Các địa chỉ và ai được vào · Lists every address.")
@as_json
@needs_settings
def command(settings: Settings, as_json: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """List rule, methods, endpoint and access rule of every route."""
    rows = routes_of(create_app(_enough(settings)))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        access = row["access"] if isinstance(row["access"], str) else ", ".join(row["access"])
        click.echo(f"{row['rule']}\t{' '.join(row['methods'])}\t{row['endpoint']}\t{access}")


def routes_of(app: Flask) -> list[dict[str, Any]]:
    """Describe every route: ``access`` is ``public``, ``signed_in`` or a list of permissions."""
    rows = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        rows.append(
            {
                "rule": rule.rule,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "endpoint": rule.endpoint,
                "access": access if isinstance(access, str) else [str(name) for name in access],
            }
        )
    return sorted(rows, key=lambda row: (row["rule"], row["methods"]))


def _enough(settings: Settings) -> Settings:
    """Fill in what the app asks for but listing its addresses does not use."""
    return settings.with_values(
        secret_key=settings.secret_key.get_secret_value() or "not used: nothing is signed",
        database_url=settings.database_url or "postgresql:///not-used",
    )

"""Every address by command, with who may call it."""

from __future__ import annotations

import json

from tenants.roles import Permission
from tenants.settings import Settings
from tests.web.commands.conftest import Bontot


def test_every_route_says_who_may_call_it(bontot: Bontot) -> None:
    rows = json.loads(bontot("routes", "--json").stdout)

    known = {"public", "signed_in", "platform", "platform_door"} | {
        str(name) for name in Permission
    }
    for row in rows:
        access = row["access"] if isinstance(row["access"], list) else [row["access"]]
        assert access, row
        assert set(access) <= known, row
    assert {
        "rule": "/healthz", "methods": ["GET"], "endpoint": "health.alive", "access": "public",
    } in rows  # fmt: skip


def test_routes_are_listed_without_any_setting(bontot: Bontot) -> None:
    bare = Settings.model_construct(
        **{name: about.default for name, about in Settings.model_fields.items()}
    )

    assert bontot("routes", settings=bare).exit_code == 0

"""Dropping a database: only where nobody else's tenants are in it."""

from __future__ import annotations

import click
import pytest

from tenants.settings import Settings
from tests.web.commands.conftest import Bontot
from web.commands.installing import drop_database


def test_database_with_other_tenants_is_not_dropped(bontot: Bontot, empty_server: Settings) -> None:
    bontot("init", settings=empty_server)
    create = ("tenant", "create", "xa-a", "--name", "Đảng ủy xã A", "--level", "commune")
    bontot(*create, settings=empty_server)

    with pytest.raises(click.ClickException, match="holds more than the demo's tenants"):
        drop_database(empty_server, database="unused", keeping=["ha-tinh"])
    assert bontot("tenant", "list", settings=empty_server).exit_code == 0

    for _ in range(2):
        drop_database(empty_server, database="unused", keeping=["xa-a"])
    assert bontot("tenant", "list", settings=empty_server).exit_code == 1

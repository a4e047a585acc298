"""Setting up a database of one's own: roles, tables, policies."""

from __future__ import annotations

from tenants.settings import Settings
from tests.web.commands.answers import refusal
from tests.web.commands.conftest import Bontot


def test_init_makes_all_that_a_tenant_needs_and_may_be_repeated(
    bontot: Bontot, empty_server: Settings
) -> None:
    for _ in range(2):
        result = bontot("init", settings=empty_server)
        assert (result.exit_code, result.stderr) == (0, "")
    assert bontot("migrate", settings=empty_server).exit_code == 0

    assert result.stdout == (
        f"DATABASE_URL={empty_server.database_url}\n"
        f"DATABASE_PLATFORM_URL={empty_server.database_platform_url}\n"
    )
    opened = bontot(
        "tenant", "create", "xa-a", "--name", "Đảng ủy xã A", "--level", "commune",
        settings=empty_server,
    )  # fmt: skip
    assert (opened.exit_code, opened.stderr) == (0, "")
    report = bontot("doctor", settings=empty_server).stdout
    assert "ok   wall: forced on every table of a tenant\n" in report
    assert "FAIL database" not in report


def test_application_may_not_be_the_owner(bontot: Bontot, configured: Settings) -> None:
    settings = configured.with_values(database_url=configured.database_owner_url)

    result = bontot("init", settings=settings)

    assert refusal(result).startswith("DATABASE_OWNER_URL names the same role as another ")


def test_init_needs_the_owners_connection(bontot: Bontot, configured: Settings) -> None:
    result = bontot("init", settings=configured.with_values(database_owner_url=None))

    assert refusal(result) == "Set DATABASE_OWNER_URL: creates and migrates."

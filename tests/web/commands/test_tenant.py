"""Opening, listing, suspending and closing tenants by command."""

from __future__ import annotations

import json

import pytest

from tenants.settings import Settings
from tests.web.commands.answers import refusal
from tests.web.commands.conftest import Bontot


def standing_of(bontot: Bontot, slug: str) -> str:
    rows = json.loads(bontot("tenant", "list", "--json").stdout)
    return next(str(row["standing"]) for row in rows if row["slug"] == slug)


def test_new_tenant_is_listed_as_open(bontot: Bontot, slug: str) -> None:
    rows = json.loads(bontot("tenant", "list", "--json").stdout)

    assert [row for row in rows if row["slug"] == slug] == [
        {"slug": slug, "name": "Huyện ủy", "level": "district", "standing": "open"}
    ]


def test_second_tenant_of_a_name_is_refused_in_one_sentence(bontot: Bontot, slug: str) -> None:
    result = bontot("tenant", "create", slug, "--name", "Khác", "--level", "commune")

    assert refusal(result) == (
        f"There is a tenant called {slug} already; choose another name, or see"
        " `bontot tenant list`."
    )


@pytest.mark.parametrize("name", ["he-thong", "Hà Tĩnh", "ha_tinh", "-a", ""])
def test_name_that_cannot_stand_in_an_address_is_refused(bontot: Bontot, name: str) -> None:
    result = bontot("tenant", "create", "--name", "N", "--level", "district", "--", name)

    assert refusal(result)


def test_words_of_a_tenant_are_those_it_may_have(bontot: Bontot, slug: str) -> None:
    create = ("tenant", "create", f"{slug}-2", "--name", "N", "--level", "district")

    assert bontot(*create, "--word", "colour=red").exit_code == 1
    assert bontot(*create, "--word", "ward=xã").exit_code == 0


def test_tenant_is_suspended_reopened_and_closed_and_each_is_audited(
    bontot: Bontot, slug: str
) -> None:
    seen = []
    for act in ("suspend", "reopen", "close"):
        assert bontot("tenant", act, slug).exit_code == 0
        seen.append(standing_of(bontot, slug))

    assert seen == ["suspended", "open", "closed"]
    report = json.loads(bontot("audit", "verify", "--tenant", slug, "--json").stdout)
    assert (report["ok"], report["events"]) == (True, 4)


def test_suspending_twice_is_told(bontot: Bontot, slug: str) -> None:
    bontot("tenant", "suspend", slug)

    result = bontot("tenant", "suspend", slug)

    assert refusal(result) == f"The tenant {slug} is suspended already."


def test_tenants_are_not_opened_on_another_connection(bontot: Bontot, configured: Settings) -> None:
    settings = configured.with_values(database_platform_url=None)

    result = bontot(
        "tenant", "create", "a", "--name", "N", "--level", "district", settings=settings
    )

    assert (result.exit_code, result.stderr) == (
        1, "Error: Set DATABASE_PLATFORM_URL: opens and closes tenants.\n",
    )  # fmt: skip


def test_limits_are_set_shown_and_lifted(bontot: Bontot, slug: str) -> None:
    said = [
        bontot("tenant", "limit", slug, *options).stdout.strip()
        for options in (
            (),
            ("--storage-mb", "2000", "--people", "900"),
            ("--people", "none"),
            (),
        )
    ]

    assert said == [
        f"{slug}: units none, people none, storage_mb none",
        f"{slug}: units none, people 900, storage_mb 2000",
        f"{slug}: units none, people none, storage_mb 2000",
        f"{slug}: units none, people none, storage_mb 2000",
    ]
    report = json.loads(bontot("audit", "verify", "--tenant", slug, "--json").stdout)
    assert (report["ok"], report["events"]) == (True, 3)


@pytest.mark.parametrize("typed", ["0", "-5", "many"])
def test_limit_that_is_none_is_refused(bontot: Bontot, slug: str, typed: str) -> None:
    result = bontot("tenant", "limit", slug, f"--units={typed}")

    assert result.exit_code != 0
    assert "write a number above 0, or none." in result.stderr

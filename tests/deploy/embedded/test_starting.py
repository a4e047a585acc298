"""The servers start anywhere, for one checkout and one purpose."""

import stat
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg import OperationalError

from deploy import embedded
from deploy.embedded import Servers
from tests.deploy.embedded.servers import (
    ask,
    postgres_process,
    remove_servers,
    tell,
    valkey,
    valkey_process,
)


def test_owner_may_create_databases_and_roles(servers: Servers) -> None:
    tell(servers, "CREATE ROLE clerk LOGIN", "CREATE DATABASE office OWNER clerk")

    assert ask(servers, "SELECT current_user") == "bontot_owner"
    assert ask(servers, "SELECT current_database()") == "postgres"


def test_database_folds_vietnamese_letters_and_sorts_by_code(servers: Servers) -> None:
    assert ask(servers, "SELECT lower('ĐẶNG ẢNH')") == "đặng ảnh"
    assert ask(servers, "SELECT 'Z' < 'a'") == "True"


def test_whoever_has_no_password_stays_outside(servers: Servers) -> None:
    password = (servers.folder / "password").read_text()

    with pytest.raises(OperationalError, match="no password supplied"):
        psycopg.connect(servers.database_owner_url.replace(f":{password}", ""))

    assert stat.S_IMODE((servers.folder / "password").stat().st_mode) == 0o600


def test_running_servers_are_adopted(servers: Servers, shared_checkout: Path) -> None:
    processes = (postgres_process(servers), valkey_process(servers))

    again = embedded.start("test", checkout=shared_checkout)

    assert again == servers
    assert (postgres_process(again), valkey_process(again)) == processes


def test_second_start_finds_what_the_first_was_told(
    servers: Servers, shared_checkout: Path
) -> None:
    tell(servers, "CREATE TABLE words AS SELECT 'tốt' AS word")
    with valkey(servers) as client:
        client.set("word", "tốt")
    embedded.stop("test", checkout=shared_checkout)

    again = embedded.start("test", checkout=shared_checkout)

    assert again == servers
    assert ask(again, "SELECT word FROM words") == "tốt"
    with valkey(again) as client:
        assert client.get("word") == "tốt"


def test_starts_that_race_get_the_same_servers(checkout: Path) -> None:
    start = partial(embedded.start, checkout=checkout)

    # The lock belongs to an open file, so threads race as processes do.
    with ThreadPoolExecutor(max_workers=4) as racers:
        started = set(racers.map(start, ["test"] * 4))

    assert len(started) == 1
    assert ask(started.pop(), "SELECT 1") == "1"


def test_checkouts_and_names_share_nothing_and_only_tests_skip_the_disk(
    servers: Servers, checkout: Path
) -> None:
    started = [
        servers,
        embedded.start("test", checkout=checkout),
        embedded.start("demo", checkout=checkout),
    ]

    assert len({each.database_owner_url for each in started}) == 3
    assert len({each.redis_url for each in started}) == 3
    assert len({each.folder for each in started}) == 3
    assert [ask(each, "SHOW fsync") for each in started] == ["off", "off", "on"]


def test_settings_of_the_callers_other_database_change_nothing(
    shared_checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.stop("test", checkout=shared_checkout)
    monkeypatch.setenv("PGDATA", "/elsewhere")
    monkeypatch.setenv("PGPORT", "7777")
    monkeypatch.setenv("PGHOST", "elsewhere.invalid")

    servers = embedded.start("test", checkout=shared_checkout)

    monkeypatch.delenv("PGPORT")
    assert ask(servers, "SHOW port") == "5432"


def test_checkout_may_lie_deep_and_have_any_letters(tmp_path: Path) -> None:
    checkout = tmp_path / f"thư mục {'rất ' * 30}sâu"
    checkout.mkdir()
    try:
        servers = embedded.start("test", checkout=checkout)

        assert ask(servers, "SELECT 1") == "1"
        with valkey(servers) as client:
            assert client.ping() is True
    finally:
        remove_servers(checkout)

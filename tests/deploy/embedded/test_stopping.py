"""Stopping leaves nothing running, wiping leaves nothing at all."""

from pathlib import Path

from deploy import embedded
from deploy.embedded import Servers
from tests.deploy.embedded.servers import postgres_process, valkey_process, wait_until_ended


def test_stop_leaves_no_process(servers: Servers, shared_checkout: Path) -> None:
    processes = (postgres_process(servers), valkey_process(servers))

    embedded.stop("test", checkout=shared_checkout)

    for process in processes:
        wait_until_ended(process)


def test_stopping_what_does_not_run_changes_nothing(
    servers: Servers, shared_checkout: Path
) -> None:
    embedded.stop("test", checkout=shared_checkout)
    embedded.stop("test", checkout=shared_checkout)

    assert embedded.start("test", checkout=shared_checkout) == servers


def test_stopping_or_wiping_what_never_was_makes_nothing(checkout: Path) -> None:
    embedded.stop("test", checkout=checkout)
    embedded.wipe("test", checkout=checkout)

    assert list(checkout.iterdir()) == []


def test_wipe_stops_and_forgets_everything(checkout: Path) -> None:
    servers = embedded.start("test", checkout=checkout)
    processes = (postgres_process(servers), valkey_process(servers))

    embedded.wipe("test", checkout=checkout)

    assert not servers.folder.exists()
    for process in processes:
        wait_until_ended(process)

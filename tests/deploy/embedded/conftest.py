"""Checkouts with servers of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import embedded
from deploy.embedded import Servers
from tests.deploy.embedded.servers import remove_servers


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """Give a checkout without servers, and leave none behind."""
    place = tmp_path / "checkout"
    place.mkdir()
    yield place
    remove_servers(place)


@pytest.fixture(scope="package")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a checkout that keeps its data from test to test; making them takes a while."""
    place = tmp_path_factory.mktemp("shared")
    yield place
    remove_servers(place)


@pytest.fixture
def servers(shared_checkout: Path) -> Servers:
    """Give running servers of the shared checkout, whatever the last test did to them."""
    return embedded.start("test", checkout=shared_checkout)

"""A plugin of pytest that plants faults before anything runs: ``--plant NAME[,NAME]``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from migrations.schema import Addresses
from tests.faults.in_the_code import IN_THE_CODE
from tests.faults.in_the_database import IN_THE_DATABASE

STATEMENTS = {fault.__name__: fault for fault in IN_THE_DATABASE}
PATCHES = {fault.__name__: fault for fault in IN_THE_CODE}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the command say which fault."""
    parser.addoption("--plant", default="", help="the fault to plant, or several")


def pytest_configure(config: pytest.Config) -> None:
    """Plant a fault of the code before any test is imported."""
    for name in config.getoption("--plant").split(","):
        if name in PATCHES:
            PATCHES[name]()


@pytest.fixture(scope="session", autouse=True)
def planted(request: pytest.FixtureRequest) -> Iterator[None]:
    """Plant a fault of the database once it is migrated; it goes with that database."""
    names = [name for name in request.config.getoption("--plant").split(",") if name in STATEMENTS]
    if not names:
        yield
        return
    addresses: Addresses = request.getfixturevalue("addresses")
    owner = create_engine(addresses.owner)
    with owner.begin() as connection:
        for name in names:
            for statement in STATEMENTS[name]():
                connection.execute(text(statement))
    owner.dispose()
    yield

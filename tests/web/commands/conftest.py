"""What the tests of commands may ask for: the command line on this run's database."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, make_url, text

from tenants.settings import Settings
from web.commands import commands

Bontot: TypeAlias = Callable[..., Result]


@pytest.fixture
def bontot(configured: Settings) -> Bontot:
    """Run ``bontot`` with these words, on other settings if given."""

    def run(*words: str, settings: Settings = configured) -> Result:
        return CliRunner().invoke(commands, words, obj=settings, prog_name="bontot")

    return run


@pytest.fixture
def slug(bontot: Bontot) -> str:
    """A tenant that was opened a moment ago; nothing is in it yet."""
    name = f"huyen-{uuid.uuid4().hex[:10]}"
    assert (
        bontot("tenant", "create", name, "--name", "Huyện ủy", "--level", "district").exit_code == 0
    )
    return name


@pytest.fixture
def empty_server(configured: Settings, server_pair: tuple[str, str]) -> Iterator[Settings]:
    """Settings that name roles and a database which are not there yet."""
    mark = uuid.uuid4().hex[:8]
    owner = make_url(server_pair[0])

    def of(role: str) -> str:
        url = owner.set(username=role, password=f"it's {mark}", database=f"init_{mark}")
        return url.render_as_string(hide_password=False)

    roles = (f"app_{mark}", f"platform_{mark}")
    yield configured.with_values(
        database_owner_url=server_pair[0],
        database_url=of(roles[0]),
        database_platform_url=of(roles[1]),
    )
    engine = create_engine(server_pair[0], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS init_{mark} WITH (FORCE)"))
        for role in roles:
            connection.execute(text(f"DROP ROLE IF EXISTS {role}"))
    engine.dispose()

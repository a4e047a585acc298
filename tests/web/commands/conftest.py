"""What the tests of commands may ask for: the command line on this run's database."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

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

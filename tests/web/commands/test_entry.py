"""The entry point: help in two languages, and errors in one sentence."""

from __future__ import annotations

import pytest

from tenants.settings import Settings
from tests.web.commands.answers import refusal
from tests.web.commands.conftest import Bontot
from web.commands.entry import COMMANDS

ALL = ["demo", *COMMANDS]
NOWHERE = "postgresql://nobody@/nothing?host=/nowhere"


def test_help_names_every_command_in_two_languages(bontot: Bontot) -> None:
    result = bontot("--help")

    listed = result.stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == ALL
    assert all(" · " in line for line in listed)


@pytest.mark.parametrize("command", ALL)
def test_every_command_explains_itself(bontot: Bontot, command: str) -> None:
    result = bontot(command, "--help")

    assert (result.exit_code, " · " in result.stdout) == (0, True)


@pytest.mark.parametrize("production", [True, False])
def test_database_that_is_away_is_one_sentence(
    bontot: Bontot, configured: Settings, *, production: bool
) -> None:
    settings = configured.with_values(
        database_url=NOWHERE, database_platform_url=NOWHERE, production=production
    )

    for words in (["tenant", "list"], ["audit", "verify", "--tenant", "a"], ["outbox", "status"]):
        result = bontot(*words, settings=settings)
        assert refusal(result).startswith("The database does not answer (")


def test_unknown_command_exits_2(bontot: Bontot) -> None:
    assert bontot("nothing").exit_code == 2

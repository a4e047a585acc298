"""The tools that read the code: style, types, the order of the rooms, what is declared.

Each says in its own words what it found.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.reading import ROOT

PROGRAMS = Path(sys.executable).parent
TOOLS = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "rooms": ["lint-imports", "--no-logo"],
    "dependencies": ["deptry", "."],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_finds_nothing(tool: str) -> None:
    program, *rest = TOOLS[tool]
    run = subprocess.run(  # noqa: S603  # the programs of our own virtualenv
        [str(PROGRAMS / program), *rest],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,  # types of a cold checkout, beside the other tests
        check=False,
    )
    if run.returncode:
        pytest.fail(run.stdout, pytrace=False)

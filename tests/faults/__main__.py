"""Try every fault: ``python -m tests.faults [NAME …]``. Each must turn its tests red."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time

from tests.faults.in_the_code import IN_THE_CODE
from tests.faults.in_the_database import IN_THE_DATABASE
from tests.rules.reading import ROOT

FAULTS = {fault.__name__: tests for fault, tests in (IN_THE_DATABASE | IN_THE_CODE).items()}


def main() -> int:
    """Plant the faults one by one, and exit 1 if a test that should fail did not."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults")
    asked.add_argument("names", nargs="*", help="only these")
    asked.add_argument("--list", action="store_true", help="only say which there are")
    wishes = asked.parse_args()
    if unknown := sorted(set(wishes.names) - FAULTS.keys()):
        asked.error(f"no such fault: {', '.join(unknown)}; --list names them all")
    chosen = {name: FAULTS[name] for name in wishes.names or FAULTS}
    if wishes.list:
        _say("\n".join(chosen))
        return 0
    unseen = []
    for number, (name, tests) in enumerate(chosen.items(), start=1):
        began = time.monotonic()
        green = still_green(name, tests)
        unseen += [(name, test) for test in green]
        verdict = f"NOT SEEN by {', '.join(green)}" if green else "seen"
        _say(f"{number:2} {name}: {verdict} ({time.monotonic() - began:.0f} s)")
    _say(f"{len(chosen)} faults planted, {len(chosen) - len({name for name, _ in unseen})} seen")
    return int(bool(unseen))


def still_green(name: str, tests: tuple[str, ...]) -> list[str]:
    """Plant a fault, run its tests, and return those that did not notice.

    Raises:
        SystemExit: the run broke down, which says nothing of the fault.

    """
    run = subprocess.run(  # noqa: S603  # our own interpreter and words
        [
            sys.executable, "-m", "pytest", "-q", "-n", "0", "-rfE", "--no-header", "--tb=no",
            "-p", "tests.faults.planting", "--plant", name, *tests,
        ],
        cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False,
    )  # fmt: skip
    red = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", run.stdout, re.MULTILINE)
    if not red and run.returncode != 0:
        message = f"the tests of {name} did not come to an end:\n{run.stdout[-2000:]}"
        raise SystemExit(message)
    return [test for test in tests if not any(each.startswith(test) for each in red)]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""The long sweep: ``python -m tests.sweep``, on databases of its own.

``--processes 2`` shares the principals among so many processes. ``--minutes`` ends each in time;
each route comes first, then the rest in an order that chance chooses. ``--tallies FOLDER`` keeps
what each principal came to: a later run with the same folder goes on where they stopped.
"""

from __future__ import annotations

import argparse
import gc
import logging
import os
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from math import inf
from pathlib import Path

from flask import Flask

from migrations.schema import Addresses
from tenants.database import engine_for
from tenants.settings import settings
from tests import servers
from tests.conftest import ENVIRONMENT
from tests.sweep.requests import record
from tests.sweep.sweeping import Choice, Result, sweep_as
from tests.sweep.tally import Sum, keep, kept_in, kept_of, tally_of, together
from tests.sweep.world import world
from web.app import create_app


def main() -> int:
    """Sweep, and exit 1 if anything was found or a route was not tried."""
    wishes = _wishes()
    if wishes.part:
        _sweep_part(wishes)
        return 0
    with ExitStack() as stack:
        folder = wishes.tallies or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        # The servers stand until the last process has left.
        stack.enter_context(servers.running_servers())
        failed = _run_parts(wishes, folder)
        bad = _report(Sum(kept_in(folder)), time.monotonic() - began)
    return int(bad or failed)


def _wishes() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.sweep")
    asked.add_argument("--headers", type=int, default=0, help="variants a probe; 0: in turn")
    asked.add_argument("--share", type=int, default=1, help="each address to every n-th principal")
    asked.add_argument("--processes", type=int, default=1, help="how many share the principals")
    asked.add_argument("--minutes", type=float, default=inf, help="how long it goes on at most")
    asked.add_argument("--tallies", type=Path, help="where to keep what each principal came to")
    asked.add_argument("--part", help=argparse.SUPPRESS)
    return asked.parse_args()


def _run_parts(wishes: argparse.Namespace, folder: Path) -> bool:
    """Let the processes sweep; tell whether one of them broke."""
    shared = [
        sys.executable, "-m", "tests.sweep", "--tallies", str(folder),
        "--headers", str(wishes.headers), "--share", str(wishes.share),
        "--minutes", str(wishes.minutes),
    ]  # fmt: skip
    parts = [
        subprocess.Popen([*shared, "--part", f"{part}/{wishes.processes}"])  # noqa: S603  # our own
        for part in range(1, wishes.processes + 1)
    ]
    return max(part.wait() for part in parts) != 0


def _sweep_part(wishes: argparse.Namespace) -> None:
    logging.disable(logging.CRITICAL)
    os.environ.update(ENVIRONMENT)  # noqa: TID251
    with (
        tempfile.TemporaryDirectory() as files,
        servers.running_servers() as (owner_url, redis_url),
        servers.database(owner_url, f"sweep_{uuid.uuid4().hex[:8]}") as addresses,
    ):
        os.environ["FILES_URL"] = Path(files).as_uri()  # noqa: TID251
        settings.cache_clear()
        app = create_app(
            settings().with_values(
                database_url=addresses.application,
                database_owner_url=addresses.owner,
                database_platform_url=addresses.platform,
                redis_url=redis_url,
            )
        )
        _sweep_principals(app, addresses, wishes)
        for name in ("engine", "platform_engine"):
            app.extensions[name].dispose()


def _sweep_principals(app: Flask, addresses: Addresses, wishes: argparse.Namespace) -> None:
    engine, platform = engine_for(addresses.application), engine_for(addresses.platform)
    part, parts = map(int, wishes.part.split("/"))
    with world(app, engine, platform, addresses) as made:
        recording = record(made, of_each_page=2)
        _say(f"{len(recording.opened)} addresses and {len(recording.forms)} forms recorded")
        gc.freeze()
        mine = [
            (number, principal, kept_of(wishes.tallies, number, principal.name, app))
            for number, principal in enumerate(made.principals)
            if number % parts == part - 1
        ]
        mine = [each for each in mine if each[2] is None or each[2].left_out]
        ends = time.monotonic() + wishes.minutes * 60
        for place, (number, principal, before) in enumerate(mine):
            began = time.monotonic()
            choice = Choice(
                verbs=True, headers=wishes.headers, share=wishes.share, offset=number,
                skip=before.sent if before else 0,
                seconds=(ends - began) / (len(mine) - place),
            )  # fmt: skip
            result = Result()
            sweep_as(made, principal, recording, choice, result)
            seconds = time.monotonic() - began
            tally = tally_of(principal.name, app, result, seconds=seconds)
            keep(together(before, tally) if before else tally, wishes.tallies, number)
            found = sum(len(lines) for lines in result.findings().values())
            _say(f"{principal.name}: {result.attempts} in {seconds:.0f} s, {found} findings")
    engine.dispose()
    platform.dispose()


def _report(total: Sum, seconds: float) -> bool:
    missed = total.not_tried()
    for finding, lines in total.findings().items():
        _say(f"{finding}: {len(lines)}")
        for line in lines[:50]:
            _say(f"    {line}")
    _say(f"routes: {len(total.every_route())}, not tried: {missed or 'none'}")
    _say(f"answers by status: {dict(sorted(total.statuses().items()))}")
    _say(f"left out by the clock: {total.left_out} probes")
    _say(f"{total.attempts} attempts by {len(total.tallies)} principals in {seconds:.0f} s")
    return any(total.findings().values()) or bool(missed) or not total.tallies


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

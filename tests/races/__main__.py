"""The long races: ``python -m tests.races``, or with smaller numbers as arguments.

Exits 1 if anything is not as it should be. The counts are kept in tests/races/README.md.
"""

from __future__ import annotations

import os
import sys
import uuid
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from time import perf_counter

from tenants.database import engine_for
from tests import make, servers
from tests.conftest import ENVIRONMENT
from tests.make import Town
from tests.races import closings, cut_off, numbering, running
from tests.races.running import Outcome


@contextmanager
def a_database() -> Iterator[servers.Addresses]:
    """Give a migrated database of this run's own."""
    with TemporaryDirectory() as files:
        os.environ.update(ENVIRONMENT | {"FILES_URL": f"file://{files}"})
        with (
            servers.running_servers() as (owner, redis),
            servers.database(owner, f"races_{uuid.uuid4().hex[:10]}") as addresses,
        ):
            os.environ["REDIS_URL"] = redis
            yield addresses


@contextmanager
def a_town(addresses: servers.Addresses) -> Iterator[Town]:
    """Open a town with a connection for each of a crowd."""
    engine, platform = (
        engine_for(addresses.application, pool_size=32),
        engine_for(addresses.platform),
    )
    with make.town(engine, platform) as town:
        yield town
    engine.dispose()
    platform.dispose()


def told(outcome: Outcome, seconds: float) -> bool:
    """Print a race's counts and faults; tell whether it was clean."""
    counts = ", ".join(f"{name} {count}" for name, count in sorted(outcome.counts.items()))
    sys.stdout.write(f"{outcome.name}: {counts} ({seconds:.0f} s)\n")
    for fault in outcome.wrong:
        sys.stdout.write(f"  WRONG {fault}\n")
    sys.stdout.flush()
    return not outcome.wrong


def main() -> int:
    """Run every race, one after the other, each in a town of its own."""
    wanted = ArgumentParser(prog="python -m tests.races")
    wanted.add_argument("--dossiers", type=int, default=200)
    wanted.add_argument("--approvers", type=int, default=20)
    wanted.add_argument("--rounds", type=int, default=100)
    wanted.add_argument("--racers", type=int, default=24)
    wanted.add_argument("--closings", type=int, default=20)
    wanted.add_argument("--numbers", type=int, default=40)
    wanted.add_argument("--pairs", type=int, default=200)
    wanted.add_argument("--cut-off", type=int, default=200)
    given = wanted.parse_args()
    clean = True
    with a_database() as addresses:
        races = (
            lambda town: running.approvers(town, dossiers=given.dossiers, people=given.approvers),
            lambda town: running.quota(town, rounds=given.rounds, racers=given.racers),
            lambda town: closings.closings(town, rounds=given.closings, racers=given.racers),
            lambda town: numbering.numbers(town, rounds=given.numbers),
            lambda town: running.conclusion(town, pairs=given.pairs),
            lambda town: cut_off.requests(town, addresses, count=given.cut_off),
        )
        for race in races:
            with a_town(addresses) as town:
                began = perf_counter()
                outcome = race(town)
                clean = told(outcome, perf_counter() - began) and clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())

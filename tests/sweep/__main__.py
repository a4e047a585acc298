"""The long sweep: ``python -m tests.sweep``, on a database of its own.

Several may share the work: ``--part 1/3``, ``--part 2/3``, ``--part 3/3`` each take a third
of the principals. ``--minutes`` ends a part in time; its probes then come in an order that
chance chooses.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
import uuid
from dataclasses import replace
from math import inf

from tenants.database import engine_for
from tenants.settings import settings
from tests import servers
from tests.conftest import ENVIRONMENT
from tests.sweep.requests import record
from tests.sweep.sweeping import Result, sweep, unexercised
from tests.sweep.world import World, world
from web.app import create_app


def main() -> int:
    """Sweep, and exit 1 if anything was found or a route was not tried."""
    asked = argparse.ArgumentParser(prog="python -m tests.sweep")
    asked.add_argument("--headers", type=int, default=0, help="variants a probe; 0: in turn")
    asked.add_argument("--share", type=int, default=1, help="each address to every n-th principal")
    asked.add_argument("--part", default="1/1", help="which part of the principals, as 1/3")
    asked.add_argument("--minutes", type=float, default=inf, help="how long it goes on at most")
    wishes = asked.parse_args()
    logging.disable(logging.CRITICAL)
    os.environ.update(ENVIRONMENT)  # noqa: TID251
    settings.cache_clear()
    with (
        servers.running_servers() as (owner_url, redis_url),
        servers.database(owner_url, f"sweep_{uuid.uuid4().hex[:8]}") as addresses,
    ):
        engine, platform = engine_for(addresses.application), engine_for(addresses.platform)
        app = create_app(
            settings().with_values(
                database_url=addresses.application,
                database_owner_url=addresses.owner,
                database_platform_url=addresses.platform,
                redis_url=redis_url,
            )
        )
        began = time.monotonic()
        with world(app, engine, platform, addresses) as made:
            part, parts = map(int, wishes.part.split("/"))
            chosen = replace(made, principals=made.principals[part - 1 :: parts])
            recording = record(made, of_each_page=2)
            _say(f"{len(recording.opened)} addresses and {len(recording.forms)} forms recorded")
            result = sweep(
                chosen,
                recording,
                verbs=True,
                headers=wishes.headers,
                share=wishes.share,
                seconds=wishes.minutes * 60 / len(chosen.principals),
                say=_say,
            )
            bad = _report(chosen, result, began)
        for each in (engine, platform, app.extensions["engine"], app.extensions["platform_engine"]):
            each.dispose()
    return int(bad)


def _report(made: World, result: Result, began: float) -> bool:
    missed = unexercised(made, result)
    for finding, lines in result.findings().items():
        _say(f"{finding}: {len(lines)}")
        for line in lines[:50]:
            _say(f"    {line}")
    routes = {rule.rule for rule in made.app.url_map.iter_rules()}
    _say(f"routes: {len(routes)}, not tried: {missed or 'none'}")
    _say(f"answers by status: {dict(sorted(result.statuses.items()))}")
    _say(
        f"{result.attempts} attempts by {len(made.principals)} principals"
        f" in {time.monotonic() - began:.0f} s"
    )
    return any(result.findings().values()) or bool(missed)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

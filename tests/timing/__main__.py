"""The long run: ``python -m tests.timing --samples 200``."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import uuid

from tenants.database import engine_for
from tenants.settings import SignInCodes, settings
from tests import make, servers
from tests.timing.trying import WAYS, Door
from web.app import create_app

LEAST, MOST = 0.45, 0.55


def main() -> int:
    """Measure each way in; exit 1 if the time of one tells known numbers from unknown ones."""
    asked = argparse.ArgumentParser(prog="python -m tests.timing")
    asked.add_argument("--samples", type=int, default=200, help="tries, half of them known")
    wishes = asked.parse_args()
    for name in ("SECRET_KEY", "AUDIT_KEY", "SEAL_KEY"):
        os.environ.setdefault(name, f"tests only: {name}, fifty characters or more of it")  # noqa: TID251
    told = []
    with (
        servers.running_servers() as (owner_url, _redis),
        servers.database(owner_url, f"timing_{uuid.uuid4().hex[:8]}") as addresses,
    ):
        engine, platform = engine_for(addresses.application), engine_for(addresses.platform)
        app = create_app(
            settings().with_values(
                database_url=addresses.application, redis_url=None, sign_in_codes=SignInCodes.SMS
            )
        )
        with make.town(engine, platform) as town:
            door = Door(app, town)
            for name, way in WAYS.items():
                times = door.times(way, wishes.samples)
                told.append(LEAST <= times.auc <= MOST)
                known, unknown = (
                    1000 * statistics.median(each) for each in (times.known, times.unknown)
                )
                sys.stdout.write(
                    f"{name}: AUC {times.auc:.3f} over {wishes.samples} samples"
                    f" (median {known:.1f} ms known, {unknown:.1f} ms unknown)\n"
                )
        for each in (engine, platform, app.extensions["engine"]):
            each.dispose()
    return int(not all(told))


if __name__ == "__main__":
    sys.exit(main())

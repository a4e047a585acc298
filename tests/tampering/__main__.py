"""The long run: ``python -m tests.tampering --each 100 --appends 10000``."""

from __future__ import annotations

import argparse
import os
import sys
import time
import uuid

from sqlalchemy import create_engine

from tenants.audit import verify
from tenants.database import engine_for
from tests import make, servers
from tests.tampering.trying import append_together, lengthen, try_all


def main() -> int:
    """Tamper and append; exit 1 if anything was missed, or cried wolf."""
    asked = argparse.ArgumentParser(prog="python -m tests.tampering")
    asked.add_argument("--each", type=int, default=100, help="tampers of each kind")
    asked.add_argument("--appends", type=int, default=10_000, help="concurrent appends")
    wishes = asked.parse_args()
    os.environ.setdefault("SECRET_KEY", "tests only: fifty characters or more, for forms")  # noqa: TID251
    os.environ.setdefault("AUDIT_KEY", "tests only: the key of the audit chain")  # noqa: TID251
    with (
        servers.running_servers() as (owner_url, _redis),
        servers.database(owner_url, f"tampering_{uuid.uuid4().hex[:8]}") as addresses,
    ):
        engine, platform = engine_for(addresses.application), engine_for(addresses.platform)
        superuser = create_engine(addresses.owner)
        with make.town(engine, platform) as town, make.town(engine, platform) as other:
            began = time.monotonic()
            append_together(engine, town, events=wishes.appends)
            town.session.rollback()
            alarms = list(verify(town.session))
            _say(f"{wishes.appends} appends by 4 threads: {len(alarms)} false alarms", began)
        with make.town(engine, platform) as town, make.town(engine, platform) as other:
            lengthen(town, to=60)
            began = time.monotonic()
            scores = try_all(
                superuser,
                town,
                other,
                each=wishes.each,
                seed=98,
                say=lambda line: _say(line, began),
            )
        for each in (engine, platform, superuser):
            each.dispose()
    missed = sum(score.tried - score.first_named for score in scores.values())
    tried = sum(score.tried for score in scores.values())
    _say(f"{tried} tampers, {missed} missed or named late", began)
    return int(bool(missed or alarms))


def _say(line: str, began: float) -> None:
    sys.stdout.write(f"{line} ({time.monotonic() - began:.1f} s)\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""People who act at the same moment, each in a session of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import text

from tenants.wall import TenantSession
from tests.make import Town
from workflows.engine.refusals import Refusal, StaleError

Deed = Callable[[TenantSession], object]
WAITS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def at_once(town: Town, *acts: Deed) -> list[str]:
    """Let several people act at the same moment; return how it ended for each."""
    together = threading.Barrier(len(acts))
    results: list[str] = []

    def run(act: Deed) -> None:
        with town.elsewhere() as session:
            session.connection()
            together.wait()
            try:
                act(session)
                session.commit()
                results.append("done")
            except StaleError as stale:
                results.append(f"{stale.name}: {stale.trigger}")
            except Refusal as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


def in_turn(town: Town, first: Deed, second: Deed) -> list[str]:
    """Let the second run into what the first has not yet committed; say how it ended for it."""
    results: list[str] = []
    with town.elsewhere() as session:
        first(session)
        other = threading.Thread(target=lambda: results.extend(at_once(town, second)))
        other.start()
        waited = somebody_waits(town)
        session.commit()
        other.join()
    assert waited
    town.session.expire_all()
    return results


def somebody_waits(town: Town) -> bool:
    """Say whether another session of this database waits for a lock; ask until it does."""
    with town.engine.connect() as connection:
        for _ in range(5000):
            if connection.scalar(WAITS):
                return True
            connection.rollback()
    return False

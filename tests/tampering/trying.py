"""Trying each kind many times: how many were found, and how many at their first event."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from tenants.audit import Checkpoint, checkpoint, record_event, verify
from tenants.members import Member
from tenants.wall import TenantSession, open_session
from tests.make import Town
from tests.tampering.kinds import KINDS, Chain

SOMEBODY = Member(person_id=None, name="Nguyễn Thị Lan", post="Bí thư")
APPENDERS = 4


@dataclass(slots=True)
class Score:
    """How a kind of tampering fared."""

    tried: int = 0
    found: int = 0
    first_named: int = 0


def try_all(
    superuser: Engine,
    town: Town,
    other: Town,
    *,
    each: int,
    seed: int,
    say: Callable[[str], None] = lambda _line: None,
) -> dict[str, Score]:
    """Try every kind so often, each on the whole chain, which is put back afterwards."""
    chance = random.Random(seed)  # noqa: S311  # reproducible, keeps no secret
    kept = {each_town.tenant.id: checkpoint(each_town.session) for each_town in (town, other)}
    for each_town in (town, other):
        each_town.session.rollback()
    chains = [Chain(tenant_id, end.seq) for tenant_id, end in kept.items()]
    scores = {kind: Score() for kind in KINDS}
    with superuser.connect() as connection:
        for kind, tamper in KINDS.items():
            score = scores[kind]
            for _ in range(each):
                attempt = connection.begin_nested()
                wanted = tamper(connection, *chains, chance)
                found = _verified(connection, chains[0], kept)
                score.tried += 1
                score.found += bool(found)
                score.first_named += bool(found) and found[0][0] == wanted
                attempt.rollback()
            say(f"{kind}: {score.found} of {score.tried} found, first named {score.first_named}")
        connection.rollback()
    return scores


def append_together(engine: Engine, town: Town, *, events: int) -> None:
    """Append events from several threads at once, each in a transaction of its own."""
    together = threading.Barrier(APPENDERS)

    def append() -> None:
        together.wait()
        for number in range(events // APPENDERS):
            with open_session(engine, town.tenant.id) as session:
                record_event(session, "noted", actor=SOMEBODY, facts={"number": number})
                session.commit()

    threads = [threading.Thread(target=append) for _ in range(APPENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def lengthen(town: Town, *, to: int) -> None:
    """Bring a town's chain to a length."""
    while checkpoint(town.session).seq < to:
        record_event(town.session, "noted", actor=SOMEBODY, facts={"reason": "Thiếu biên bản"})
    town.session.commit()


def _verified(
    superuser: Connection, chain: Chain, kept: dict[object, Checkpoint]
) -> list[tuple[int, str]]:
    """Verify as the application what the superuser has just done."""
    superuser.execute(text("SET LOCAL ROLE bontot_app"))
    with TenantSession(superuser, join_transaction_mode="create_savepoint") as session:
        session.enter(chain.tenant_id)
        found = list(verify(session, since=kept[chain.tenant_id]))
    superuser.execute(text("RESET ROLE"))
    return found

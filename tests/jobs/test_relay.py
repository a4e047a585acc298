"""From the outbox to the queue: everything due, once, and again what the queue lost."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry
from sqlalchemy import Engine, select, text, update

from jobs.queue import enqueue, queue_named
from jobs.relay import RESEND_AFTER, relay_once
from tenants import clock
from tenants.outbox import OutboxItem, leave
from tenants.tenant import Standing, Tenant
from tenants.wall import open_session
from tests.jobs.works import do_all, item_in, queued, read, traces
from tests.make import Town

WRITTEN = text("SELECT pg_current_wal_insert_lsn()")
ON_DISK = text("SELECT pg_current_wal_flush_lsn() >= CAST(:written AS pg_lsn)")


def test_due_item_is_sent_once(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace")

    sent = [relay_once(town.engine, redis), relay_once(town.engine, redis)]

    assert (sent, queued(redis)) == ([1, 0], [str(item_id)])
    assert read(town, item_id).sent_at is not None


def test_sent_item_is_done(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace")

    relay_once(town.engine, redis)
    do_all(redis)

    assert traces(town) == [str(item_id)]


def test_queue_holds_ids_alone_and_no_pickle(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace", name="Nguyễn Văn A")

    relay_once(town.engine, redis)

    packed = redis.hget(f"rq:job:{item_id}", "data")
    assert isinstance(packed, bytes)
    assert json.loads(zlib.decompress(packed)) == [
        "jobs.run.run_item", None, [str(town.tenant.id), str(item_id)], {},
    ]  # fmt: skip


def test_each_job_waits_in_its_own_queue(town: Town, redis: Redis) -> None:
    telling, printing = item_in(town, "tell"), item_in(town, "decision_paper")

    relay_once(town.engine, redis)

    assert queue_named("messages", redis).get_job_ids() == [str(telling)]
    assert queue_named("papers", redis).get_job_ids() == [str(printing)]


def test_item_is_not_sent_before_its_time(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace")
    later = timedelta(minutes=15)
    town.session.execute(
        update(OutboxItem).where(OutboxItem.id == item_id).values(run_at=OutboxItem.run_at + later)
    )
    town.session.commit()

    early = relay_once(town.engine, redis)
    with clock.moved(later):
        in_time = relay_once(town.engine, redis)

    assert (early, in_time) == (0, 1)


def test_job_of_a_newer_version_waits_for_it(town: Town, redis: Redis) -> None:
    item_in(town, "of_tomorrow")

    assert relay_once(town.engine, redis) == 0


def test_emptied_queue_is_filled_again(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace")
    relay_once(town.engine, redis)
    redis.flushdb()

    at_once = relay_once(town.engine, redis)
    with clock.moved(RESEND_AFTER):
        after_a_while = relay_once(town.engine, redis)
    do_all(redis)

    assert (at_once, after_a_while) == (0, 1)
    assert traces(town) == [str(item_id)]


def test_item_that_still_waits_is_not_sent_again(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace")
    relay_once(town.engine, redis)

    with clock.moved(RESEND_AFTER):
        again = relay_once(town.engine, redis)

    assert (again, queued(redis)) == (0, [str(item_id)])


def test_item_that_is_not_committed_is_not_sent(town: Town, redis: Redis) -> None:
    leave(town.session, "leave_trace", {})
    town.session.flush()

    assert relay_once(town.engine, redis) == 0


def test_done_item_is_never_sent_again(town: Town, redis: Redis) -> None:
    item_in(town, "leave_trace")
    relay_once(town.engine, redis)
    do_all(redis)

    with clock.moved(timedelta(days=365)):
        assert relay_once(town.engine, redis) == 0


def test_item_that_is_being_done_is_not_sent_again_and_keeps_no_other_back(
    town: Town, redis: Redis
) -> None:
    held, free = item_in(town, "leave_trace"), item_in(town, "leave_trace")
    relay_once(town.engine, redis)
    redis.flushdb()

    with town.elsewhere() as worker, clock.moved(RESEND_AFTER):
        worker.scalars(select(OutboxItem).where(OutboxItem.id == held).with_for_update()).one()
        relay_once(town.engine, redis)

    assert queued(redis) == [str(free)]


def test_item_that_fails_often_is_tried_more_rarely(town: Town, redis: Redis) -> None:
    item_id = item_in(town, "leave_trace")
    relay_once(town.engine, redis)
    redis.flushdb()
    town.session.execute(update(OutboxItem).where(OutboxItem.id == item_id).values(tries=4))
    town.session.commit()

    with clock.moved(RESEND_AFTER * 4):
        early = relay_once(town.engine, redis)
    with clock.moved(RESEND_AFTER * 5):
        in_time = relay_once(town.engine, redis)

    assert (early, in_time) == (0, 1)


def test_two_relays_at_once_send_each_item_once(town: Town, redis: Redis) -> None:
    items = [item_in(town, "leave_trace") for _ in range(100)]
    together = Barrier(2)
    sent: list[int] = []

    def relay() -> None:
        together.wait()
        sent.append(relay_once(town.engine, redis))

    relays = [Thread(target=relay) for _ in range(2)]
    for one in relays:
        one.start()
    for one in relays:
        one.join()

    assert sum(sent) == len(items)
    assert sorted(queued(redis)) == sorted(str(item_id) for item_id in items)


def test_relay_that_dies_before_its_commit_sends_again_and_the_effect_is_one(
    town: Town, redis: Redis
) -> None:
    item_id = item_in(town, "leave_trace")
    with town.elsewhere() as dying:
        enqueue(redis, dying.scalars(select(OutboxItem).where(OutboxItem.id == item_id)))

    relay_once(town.engine, redis)
    twice = queued(redis)
    do_all(redis)

    assert (twice, traces(town)) == ([str(item_id)] * 2, [str(item_id)])


class Asking(Redis):
    """A queue that asks, whenever it is written to, whether an act lies on the disk."""

    def __init__(self, town: Town, known: Redis, *, written: str) -> None:
        super().__init__(connection_pool=known.connection_pool)
        self._town, self._written = town, written
        self.on_disk: list[bool | None] = []

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:  # noqa: FBT001, FBT002
        """Ask, and open a pipeline as any queue does."""
        with self._town.elsewhere() as session:
            self.on_disk.append(session.scalar(ON_DISK, {"written": self._written}))
        return super().pipeline(transaction, shard_hint)


def test_item_is_sent_once_its_act_lies_on_the_disk(town: Town, redis: Redis) -> None:
    """An act in a hurry is seen a moment before, and may be lost in that moment."""
    with town.elsewhere() as session:
        leave(session, "leave_trace", {})
        session.flush()
        session.execute(text("SET LOCAL synchronous_commit TO off"))
        session.commit()
        asking = Asking(town, redis, written=str(session.scalar(WRITTEN)))

    assert relay_once(town.engine, asking) == 1
    assert asking.on_disk
    assert all(asking.on_disk)


def test_outbox_waits_while_the_queue_is_down(
    town: Town, other_town: Town, redis: Redis, tmp_path: Path
) -> None:
    items = [(place, item_in(place, "leave_trace")) for place in (town, other_town)]
    down = Redis(unix_socket_path=str(tmp_path / "nobody"), retry=Retry(NoBackoff(), 0))

    while_down = relay_once(town.engine, down)
    rows = [read(place, item_id).sent_at for place, item_id in items]

    assert (while_down, rows) == (0, [None, None])
    assert relay_once(town.engine, redis) == 2


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.CLOSED])
def test_tenant_that_is_not_open_is_left_alone(
    town: Town, other_town: Town, redis: Redis, platform: Engine, standing: Standing
) -> None:
    item_in(town, "leave_trace")
    item_id = item_in(other_town, "leave_trace")
    with open_session(platform) as session:
        session.execute(update(Tenant).where(Tenant.id == town.tenant.id).values(standing=standing))
        session.commit()

    relay_once(town.engine, redis)

    assert queued(redis) == [str(item_id)]


def test_unknown_queue_is_named_with_those_there_are(redis: Redis) -> None:
    with pytest.raises(ValueError, match="no queue letters; there are messages, papers, imports"):
        queue_named("letters", redis)

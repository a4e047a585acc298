"""The schedule relays and sweeps, one at a time, until it is asked to stop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from redis import Redis

from jobs.schedule import one_at_a_time, schedule
from jobs.stopping import Stopping
from tenants.settings import MissingSettingError, Settings
from tests.jobs.works import Worker, eventually, item_in, queued, read
from tests.make import Town


def test_schedule_sends_what_is_due_until_it_is_stopped(
    town: Town, redis: Redis, configured: Settings, start: Callable[..., Worker]
) -> None:
    scheduling = start(schedule, configured)
    items = [item_in(town, "leave_trace")]
    eventually(lambda: read(town, items[0]).sent_at)
    items.append(item_in(town, "leave_trace"))
    eventually(lambda: read(town, items[1]).sent_at)

    scheduling.process.terminate()

    assert scheduling.finished() == 0
    assert queued(redis) == [str(item_id) for item_id in items]


def test_second_schedule_passes_until_the_first_has_finished(town: Town) -> None:
    with one_at_a_time(town.engine) as first, one_at_a_time(town.engine) as second:
        together = (first, second)
    with one_at_a_time(town.engine) as afterwards:
        pass

    assert (together, afterwards) == ((True, False), True)


def test_without_redis_the_outbox_is_left_to_the_worker(
    town: Town, configured: Settings, start: Callable[..., Worker]
) -> None:
    item_id = item_in(town, "leave_trace")
    scheduling = start(schedule, configured.with_values(redis_url=None))

    eventually(lambda: _held(town))
    scheduling.process.terminate()

    assert scheduling.finished() == 0
    assert read(town, item_id).sent_at is None


def test_schedule_that_is_asked_to_stop_does_not_begin(town: Town, configured: Settings) -> None:
    item_id = item_in(town, "leave_trace")
    stopping = Stopping()
    stopping.ask()

    schedule(configured, stopping)

    assert read(town, item_id).sent_at is None


def test_schedule_without_a_database_says_what_to_set(configured: Settings) -> None:
    with pytest.raises(MissingSettingError, match="Set DATABASE_URL"):
        schedule(configured.with_values(database_url=None))


def _held(town: Town) -> bool:
    """Tell whether a schedule is at work."""
    with one_at_a_time(town.engine) as ours:
        return not ours

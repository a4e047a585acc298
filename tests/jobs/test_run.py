"""Doing an item: once, inside its tenant, all of it or none."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import update

from jobs.catalogue import JOBS
from jobs.run import JobFailedError, run_item
from tenants.outbox import OutboxItem
from tests.jobs.works import SECRET, item_in, read, traces
from tests.make import Town


def test_item_is_done_once_however_often_it_is_delivered(town: Town) -> None:
    item_id = item_in(town, "leave_trace")

    for _ in range(3):
        run_item(str(town.tenant.id), str(item_id))

    assert traces(town) == [str(item_id)]
    assert read(town, item_id).done_at is not None


def test_two_workers_at_once_do_an_item_once(town: Town) -> None:
    items = [item_in(town, "leave_trace") for _ in range(10)]
    together = Barrier(2)

    def work() -> None:
        for item_id in items:
            together.wait()
            run_item(str(town.tenant.id), str(item_id))

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(traces(town)) == sorted(str(item_id) for item_id in items)


def test_process_does_others_like_it_that_lie_in_the_queue(
    town: Town, other_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(JOBS, "leave_trace", replace(JOBS["leave_trace"], in_one_go=True))
    items = [item_in(town, "leave_trace") for _ in range(3)]
    failing, unsent, strange = (
        item_in(town, "fail"), item_in(town, "leave_trace"), item_in(other_town, "leave_trace"),
    )  # fmt: skip
    for place in (town, other_town):
        with place.elsewhere() as session:
            session.execute(
                update(OutboxItem)
                .where(OutboxItem.id.in_([*items, failing, strange]))
                .values(sent_at=OutboxItem.run_at)
            )
            session.commit()

    run_item(str(town.tenant.id), str(items[1]))

    assert traces(town) == [str(items[1]), str(items[0]), str(items[2])]
    assert [read(town, each).done_at for each in (failing, unsent)] == [None, None]
    assert not traces(other_town)
    run_item(str(town.tenant.id), str(items[0]))
    assert len(traces(town)) == len(items)


def test_failing_job_leaves_nothing_but_its_error(town: Town) -> None:
    item_id = item_in(town, "fail")

    for _ in range(2):
        with pytest.raises(JobFailedError):
            run_item(str(town.tenant.id), str(item_id))

    item = read(town, item_id)
    assert (item.done_at, item.tries, traces(town)) == (None, 2, [])
    assert item.last_error is not None
    assert item.last_error.endswith(f"ValueError: {SECRET}\n")


def test_failure_tells_the_queue_and_the_log_no_names(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    item_id = item_in(town, "fail")

    with pytest.raises(JobFailedError) as failure:
        run_item(str(town.tenant.id), str(item_id))

    assert str(failure.value) == f"item {item_id} of tenant {town.tenant.id}"
    assert failure.value.__suppress_context__
    assert caplog.messages == [f"Item {item_id} of tenant {town.tenant.id} failed: ValueError"]
    assert caplog.records[0].exc_info is None


@pytest.mark.parametrize("before", ["leave_trace", "fail"])
@pytest.mark.parametrize(
    "tenant_id", ["", "binh-an", None, str(uuid4())], ids=["empty", "name", "none", "unknown"]
)
def test_item_without_its_tenant_fails_and_never_runs_as_the_one_before(
    town: Town, before: str, tenant_id: str
) -> None:
    first, second = item_in(town, before), item_in(town, "leave_trace")
    try:
        run_item(str(town.tenant.id), str(first))
    except JobFailedError:
        assert before == "fail"
    left = traces(town)

    with pytest.raises(JobFailedError):
        run_item(tenant_id, str(second))

    item = read(town, second)
    assert (item.done_at, item.tries, traces(town)) == (None, 0, left)


def test_item_of_another_tenant_does_not_exist(town: Town, other_town: Town) -> None:
    item_id = item_in(town, "leave_trace")

    with pytest.raises(JobFailedError):
        run_item(str(other_town.tenant.id), str(item_id))

    assert (read(town, item_id).done_at, traces(town), traces(other_town)) == (None, [], [])


def test_job_that_nobody_knows_stays_with_its_error(town: Town) -> None:
    item_id = item_in(town, "of_tomorrow")

    with pytest.raises(JobFailedError):
        run_item(str(town.tenant.id), str(item_id))

    item = read(town, item_id)
    assert (item.done_at, item.tries) == (None, 1)

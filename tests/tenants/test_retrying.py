"""What the database asks to be done again is done again as a whole, a few times at most."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from tenants.people import Person
from tenants.retrying import TRIES, asks_again, retried, sqlstate_of
from tests.make import Town


class ClashError(Exception):
    """What a driver raises, with PostgreSQL's code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def failed(sqlstate: str) -> DBAPIError:
    return OperationalError("UPDATE", {}, ClashError(sqlstate))


@pytest.mark.parametrize(
    ("sqlstate", "again"),
    [("40001", True), ("40P01", True), ("55P03", False), ("23505", False), ("57014", False)],
)
def test_only_clashes_ask_again(sqlstate: str, *, again: bool) -> None:
    assert (asks_again(failed(sqlstate)), sqlstate_of(failed(sqlstate))) == (again, sqlstate)
    assert asks_again(ValueError(sqlstate)) is False


@pytest.mark.parametrize("clashes", range(TRIES))
def test_work_is_run_again_until_it_succeeds(clashes: int) -> None:
    tried: list[int] = []

    def work() -> str:
        tried.append(1)
        if len(tried) <= clashes:
            raise failed("40001")
        return "done"

    assert (retried(work), len(tried)) == ("done", clashes + 1)


def test_fifth_clash_is_told() -> None:
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        raise failed("40P01")

    with pytest.raises(OperationalError):
        retried(work)
    assert len(tried) == TRIES == 5


def test_other_errors_are_not_tried_again() -> None:
    tried: list[int] = []

    def work() -> None:
        tried.append(1)
        raise IntegrityError("INSERT", {}, ClashError("23505"))

    with pytest.raises(IntegrityError):
        retried(work)
    assert len(tried) == 1


def test_two_who_lock_crosswise_both_succeed(town: Town) -> None:
    """A real deadlock: PostgreSQL ends one of the two, which is run again."""
    people = [town.admin.id, town.org_dept.id]
    town.session.rollback()
    both_hold = threading.Barrier(2)
    tries: list[str] = []

    def crosswise(name: str, first: int) -> None:
        def work() -> None:
            tries.append(name)
            with town.elsewhere() as session:
                lock = select(Person.id).with_for_update()
                session.execute(lock.where(Person.id == people[first]))
                if tries.count(name) == 1:
                    both_hold.wait()
                session.execute(lock.where(Person.id == people[1 - first]))
                session.commit()

        retried(work)

    threads = [threading.Thread(target=crosswise, args=pair) for pair in (("a", 0), ("b", 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(tries) in (["a", "a", "b"], ["a", "b", "b"])

"""Wrong tries: counted in a row, slowed down, and forgotten once somebody has proved themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tenants import clock
from tenants.signing_in.failures import Way, count_failure, forget_failures, may_try, wait_after
from tests import make
from tests.make import Town


def fail(town: Town, phone: str, times: int, way: Way = Way.PASSWORD) -> None:
    for _ in range(times):
        count_failure(town.session, phone, way)


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (9, 480), (10, 900), (100, 900)]
)
def test_wait_grows_and_stays_short(count: int, seconds: int) -> None:
    assert wait_after(Way.PASSWORD, count) == timedelta(seconds=seconds)
    assert wait_after(Way.CODE, count) == timedelta(0)


def test_way_is_closed_for_a_while_after_five_wrong_tries(town: Town) -> None:
    phone = make.phone()
    fail(town, phone, 4)
    assert may_try(town.session, phone, Way.PASSWORD)

    fail(town, phone, 1)

    assert not may_try(town.session, phone, Way.PASSWORD)
    assert may_try(town.session, phone, Way.CODE)
    with clock.moved(timedelta(seconds=31)):
        assert may_try(town.session, phone, Way.PASSWORD)


def test_hundred_wrong_tries_in_a_row_close_a_way_until_it_is_opened_again(town: Town) -> None:
    phone = make.phone()
    fail(town, phone, 99)
    with clock.moved(timedelta(days=1)):
        assert may_try(town.session, phone, Way.PASSWORD)

    fail(town, phone, 2)

    with clock.moved(timedelta(days=400)):
        assert not may_try(town.session, phone, Way.PASSWORD)
    forget_failures(town.session, phone, Way.PASSWORD)
    assert may_try(town.session, phone, Way.PASSWORD)


def test_count_belongs_to_one_number_of_one_town(town: Town, other_town: Town) -> None:
    phone = make.phone()
    fail(town, phone, 7)

    assert may_try(town.session, make.phone(), Way.PASSWORD)
    assert may_try(other_town.session, phone, Way.PASSWORD)

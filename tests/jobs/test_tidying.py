"""What signing in leaves behind goes by itself, and nothing that still counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from jobs.tidying import tidy_once
from tenants import clock
from tenants.file_space import space_of
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import check_code, code_to_send
from tenants.signing_in.failures import Way, count_failure, may_try
from tenants.signing_in.tables import SignInCode, SignInFailures
from tests.make import Town
from workflows.evidence.holding import hold_files
from workflows.evidence.preparing import Upload

BROWSER = b"a browser"


def count(town: Town, table: type[SignInCode | SignInFailures]) -> int:
    town.session.rollback()
    return town.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(("hours", "left"), [(1, 1), (25, 0)])
def test_spent_code_goes_after_a_day(town: Town, engine: Engine, hours: int, left: int) -> None:
    account = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert account is not None
    with clock.moved(timedelta(hours=-hours)):
        code = code_to_send(town.session, account, browser=BROWSER, actor=town.member(town.admin))
        assert check_code(town.session, account, code or "", browser=BROWSER)
    town.session.commit()

    tidy_once(engine)

    assert count(town, SignInCode) == left


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_count_of_wrong_tries_goes_after_a_month(
    town: Town, engine: Engine, days: int, left: int
) -> None:
    with clock.moved(timedelta(days=-days)):
        count_failure(town.session, "+84912345678", Way.PASSWORD)
    town.session.commit()

    tidy_once(engine)

    assert count(town, SignInFailures) == left


@pytest.mark.parametrize(("days", "left"), [(6, 7), (8, 0)])
def test_held_file_that_nobody_came_back_for_gives_its_room_back(
    town: Town, engine: Engine, days: int, left: int
) -> None:
    account = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert account is not None
    with clock.moved(timedelta(days=-days)):
        assert hold_files(town.session, account.id, "a form", [Upload("a.txt", b"7 bytes")])
    town.session.commit()

    assert tidy_once(engine) == (0 if left else 1)

    town.session.rollback()
    assert space_of(town.session)[0] == left


def test_way_that_was_closed_stays_closed(town: Town, engine: Engine) -> None:
    with clock.moved(timedelta(days=-400)):
        count_failure(town.session, "+84912345678", Way.PASSWORD)
    town.session.execute(update(SignInFailures).values(in_a_row=100))
    town.session.commit()

    tidy_once(engine)

    assert not may_try(town.session, "+84912345678", Way.PASSWORD)

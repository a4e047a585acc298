"""Six-digit codes: once, for ten minutes, five tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.members import SYSTEM
from tenants.people import Account
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import check_code, code_to_send, issue_code
from tenants.signing_in.tables import SignInCode
from tests import make
from tests.make import Town

BROWSER = b"a digest of what a browser carries"


@pytest.fixture
def account(town: Town) -> Account:
    found = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert found is not None
    return found


def given(town: Town, account: Account) -> str:
    code = issue_code(town.session, account, actor=town.member(town.ward.office))
    town.session.commit()
    return code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_code_is_six_digits_and_lets_in_once(town: Town, account: Account) -> None:
    code = given(town, account)

    assert (len(code), code.isdigit()) == (6, True)
    assert [check_code(town.session, account, code) for _ in range(2)] == [True, False]


def test_code_is_not_kept_in_the_clear(town: Town, account: Account) -> None:
    code = given(town, account)

    row = town.session.scalars(select(SignInCode).where(SignInCode.used_at.is_(None))).one()

    assert len(row.digest) == 32
    assert code.encode() not in row.digest


@pytest.mark.parametrize(("minutes", "lets_in"), [(9, True), (11, False)])
def test_code_lives_ten_minutes(
    town: Town,
    account: Account,
    minutes: int,
    lets_in: bool,  # noqa: FBT001
) -> None:
    code = given(town, account)

    with clock.moved(timedelta(minutes=minutes)):
        assert check_code(town.session, account, code) is lets_in


@pytest.mark.parametrize(
    ("browser", "wrong_tries", "lets_in"),
    [(BROWSER, 4, True), (BROWSER, 5, False), (None, 24, True), (None, 25, False)],
)
def test_code_stands_a_few_tries(
    town: Town,
    account: Account,
    browser: bytes | None,
    wrong_tries: int,
    lets_in: bool,  # noqa: FBT001
) -> None:
    office = town.member(town.ward.office)
    code = issue_code(town.session, account, actor=office, browser=browser)

    for _ in range(wrong_tries):
        assert not check_code(town.session, account, other_than(code), browser=browser)

    assert check_code(town.session, account, code, browser=browser) is lets_in


def test_code_that_was_sent_works_only_where_it_was_asked_for(town: Town, account: Account) -> None:
    code = code_to_send(town.session, account, browser=BROWSER, actor=SYSTEM)
    assert code is not None

    for _ in range(9):  # somebody else cannot even use its tries up
        assert not check_code(town.session, account, code, browser=b"another")
        assert not check_code(town.session, account, code, browser=None)

    assert check_code(town.session, account, code, browser=BROWSER)


def test_code_that_somebody_else_asked_for_leaves_mine_alone(town: Town, account: Account) -> None:
    mine = code_to_send(town.session, account, browser=BROWSER, actor=SYSTEM)
    theirs = code_to_send(town.session, account, browser=b"another", actor=SYSTEM)

    assert theirs is not None
    assert mine is not None
    assert check_code(town.session, account, mine, browser=BROWSER)


def test_code_is_sent_again_after_a_minute_and_ten_times_an_hour(
    town: Town, account: Account
) -> None:
    sent = []
    for minute in (0.0, 0.9, 1.1, *range(3, 20, 2)):
        with clock.moved(timedelta(minutes=minute)):
            sent.append(code_to_send(town.session, account, browser=BROWSER, actor=SYSTEM))

    assert [code is not None for code in sent] == [True, False, *[True] * 9, False]


def test_code_of_an_old_phone_does_not_let_in(town: Town, account: Account) -> None:
    code = given(town, account)
    account.phone = make.phone()

    assert not check_code(town.session, account, code)


def test_new_code_ends_the_older_one(town: Town, account: Account) -> None:
    older, newer = given(town, account), given(town, account)

    assert not check_code(town.session, account, older)
    assert check_code(town.session, account, newer)


def test_code_of_another_account_does_not_let_in(town: Town, account: Account) -> None:
    code = given(town, account)
    other = find_account(town.session, town.phones[town.ward.secretaries[1].id])
    assert other is not None

    assert not check_code(town.session, other, code)


def test_giving_a_code_is_written_down_without_the_code(town: Town, account: Account) -> None:
    code = given(town, account)

    event = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "code_issued")).one()

    assert (event.name, event.for_name) == (town.ward.office.name, account.person.name)
    assert code not in event.record

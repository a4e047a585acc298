"""The first proof, and that it tells nothing of who is known."""

from __future__ import annotations

import pytest

from tenants.people import Account
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import issue_code
from tenants.signing_in.first_factor import ClosedError, by_code, by_password
from tenants.signing_in.passwords import (
    BadPasswordError,
    has_password,
    remove_password,
    set_password,
)
from tenants.signing_in.sessions import begin_sign_in, find_sign_in
from tests import make
from tests.make import Town

SENTENCE = "chim hót trên cành bưởi sau nhà"


@pytest.fixture
def account(town: Town) -> Account:
    found = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert found is not None
    return found


@pytest.fixture
def password(town: Town, account: Account) -> str:
    set_password(
        town.session, account, SENTENCE, shortest=15, actor=town.member(account.person)
    )  # fmt: skip
    return SENTENCE


def test_password_lets_its_owner_in(town: Town, account: Account, password: str) -> None:
    assert by_password(town.session, account.phone, password) == account
    assert by_password(town.session, account.phone, password + "!") is None
    assert by_password(town.session, make.phone(), password) is None


def test_password_is_changed_and_removed(town: Town, account: Account, password: str) -> None:
    owner = town.member(account.person)
    set_password(town.session, account, "mưa rơi trên mái đình làng", shortest=15, actor=owner)
    assert by_password(town.session, account.phone, password) is None
    assert by_password(town.session, account.phone, "mưa rơi trên mái đình làng") == account

    remove_password(town.session, account, actor=owner)

    assert not has_password(town.session, account)
    assert by_password(town.session, account.phone, "mưa rơi trên mái đình làng") is None


def test_new_password_ends_the_other_sign_ins(town: Town, account: Account) -> None:
    token = begin_sign_in(town.session, account)

    set_password(
        town.session, account, SENTENCE, shortest=15, actor=town.member(account.person)
    )  # fmt: skip

    assert find_sign_in(town.session, token) is None


def test_bad_password_is_refused_before_anything_ends(town: Town, account: Account) -> None:
    token = begin_sign_in(town.session, account)

    with pytest.raises(BadPasswordError):
        set_password(
            town.session, account, account.phone, shortest=8, actor=town.member(account.person)
        )

    assert not has_password(town.session, account)
    assert find_sign_in(town.session, token) is not None


def test_failures_close_the_password_and_leave_the_code_open(
    town: Town, account: Account, password: str
) -> None:
    for _ in range(5):
        assert by_password(town.session, account.phone, "wrong") is None
    with pytest.raises(ClosedError):
        by_password(town.session, account.phone, password)

    code = issue_code(town.session, account, actor=town.member(town.ward.office))

    assert by_code(town.session, account.phone, code, browser=None) == account
    assert by_password(town.session, account.phone, password) == account


def test_number_that_nobody_has_is_closed_like_any_other(town: Town) -> None:
    unknown = make.phone()
    for _ in range(5):
        assert by_password(town.session, unknown, "wrong") is None

    with pytest.raises(ClosedError):
        by_password(town.session, unknown, "wrong")


@pytest.mark.parametrize("way", ["code", "password"])
def test_database_is_asked_the_same_of_known_and_unknown_numbers(
    town: Town, account: Account, password: str, way: str, statements: list[str]
) -> None:
    asked = []
    for phone in (account.phone, make.phone()):
        town.session.commit()
        town.session.expunge_all()
        statements.clear()
        if way == "code":
            by_code(town.session, phone, "000000", browser=None)
        else:
            by_password(town.session, phone, "wrong")
        asked.append(list(statements))

    assert asked[0] == asked[1]
    assert len(asked[0]) > 3

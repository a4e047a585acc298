"""What ends a sign-in does so on the very next request, with the cookie still in the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Account, Membership
from tenants.roles import Role
from tenants.signing_in.accounts import find_account
from tenants.signing_in.passwords import remove_password, set_password
from tenants.signing_in.phones import change_phone, report_lost
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of


def leaves(town: Town, _account: Account, browser: FlaskClient) -> None:
    page = browser.get(f"/{town.tenant.slug}/toi").text
    browser.post(f"/{town.tenant.slug}/dang-xuat", data=hidden_of(page))


def is_disabled(town: Town, account: Account, _browser: FlaskClient) -> None:
    account.person.disabled_at = clock.now(town.session)


def has_no_account(town: Town, account: Account, _browser: FlaskClient) -> None:
    account.disabled_at = clock.now(town.session)


def gets_a_password(town: Town, account: Account, _browser: FlaskClient) -> None:
    owner = town.member(account.person)
    set_password(town.session, account, "chim hót trên cành bưởi", shortest=15, actor=owner)


def loses_the_password(town: Town, account: Account, _browser: FlaskClient) -> None:
    remove_password(town.session, account, actor=town.member(account.person))


def gets_a_role(town: Town, account: Account, _browser: FlaskClient) -> None:
    appoint(town.session, account.person, Role.COMMITTEE_CHAIR, unit=town.ward.unit)


def loses_the_role(town: Town, account: Account, _browser: FlaskClient) -> None:
    for row in memberships(town, account):
        row.valid_from = row.valid_from.replace(year=row.valid_from.year - 2)
        row.valid_to = row.valid_from.replace(year=row.valid_from.year + 1)


def is_transferred(town: Town, account: Account, _browser: FlaskClient) -> None:
    for row in memberships(town, account):
        row.unit_id = town.other_ward.cells[0].id


def changes_the_phone(town: Town, account: Account, _browser: FlaskClient) -> None:
    change_phone(town.session, account, make.phone(), actor=town.member(town.ward.office))


def loses_the_phone(town: Town, account: Account, _browser: FlaskClient) -> None:
    report_lost(town.session, account, actor=town.member(town.ward.office))


def gets_a_phone_from_a_list(town: Town, account: Account, _browser: FlaskClient) -> None:
    account.phone = make.phone()


def memberships(town: Town, account: Account) -> list[Membership]:
    rows = town.session.query(Membership).filter(Membership.person_id == account.person_id)
    return list(rows)


ENDS = (
    leaves, is_disabled, has_no_account, gets_a_password, loses_the_password, gets_a_role,
    loses_the_role, is_transferred, changes_the_phone, loses_the_phone, gets_a_phone_from_a_list,
)  # fmt: skip


@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: ends.__name__)
def test_next_request_is_refused(
    app: Flask,
    sign_in: SignIn,
    town: Town,
    ends: Callable[[Town, Account, FlaskClient], None],
) -> None:
    secretary, address = town.ward.secretaries[0], f"/{town.tenant.slug}/toi"
    browser, bystander = sign_in(town, secretary), sign_in(town, town.ward.secretaries[1])
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    assert browser.get(address).status_code == 200
    account = find_account(town.session, town.phones[secretary.id])
    assert account is not None

    ends(town, account, browser)
    town.session.commit()

    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(kept)
    answers = [thief.get(address), browser.get(address), thief.get(address)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert bystander.get(address).status_code == 200


def test_role_that_comes_back_does_not_bring_the_sign_in_back(sign_in: SignIn, town: Town) -> None:
    secretary, address = town.ward.secretaries[0], f"/{town.tenant.slug}/toi"
    browser = sign_in(town, secretary)
    row = town.session.query(Membership).filter(Membership.person_id == secretary.id).one()
    own, row.unit_id = row.unit_id, town.other_ward.cells[0].id
    town.session.commit()
    assert browser.get(address).status_code == 303

    row.unit_id = own
    town.session.commit()

    assert browser.get(address).status_code == 303

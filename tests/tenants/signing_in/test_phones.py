"""Another phone, or a lost one: whoever holds the old one is out."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.members import SYSTEM
from tenants.people import Account
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import check_code, issue_code
from tenants.signing_in.invitations import create_invitation, invited_account
from tenants.signing_in.phones import PhoneTakenError, change_phone, report_lost
from tenants.signing_in.sessions import begin_sign_in, find_sign_in, still_stands
from tests import make
from tests.make import Town


@pytest.fixture
def account(town: Town) -> Account:
    found = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert found is not None
    return found


def test_another_phone_ends_what_the_old_one_opened(town: Town, account: Account) -> None:
    office = town.member(town.ward.office)
    token = begin_sign_in(town.session, account)
    code = issue_code(town.session, account, actor=office)
    link = create_invitation(town.session, account, actor=office)
    phone = make.phone()

    change_phone(town.session, account, phone, actor=office)

    assert find_account(town.session, phone) == account
    assert find_sign_in(town.session, token) is None
    assert not check_code(town.session, account, code)
    assert invited_account(town.session, link) is None


def test_phone_of_somebody_else_is_not_taken(town: Town, account: Account) -> None:
    before, theirs = account.phone, town.phones[town.ward.secretaries[1].id]

    with pytest.raises(PhoneTakenError):
        change_phone(town.session, account, theirs, actor=town.member(town.ward.office))

    assert account.phone == before


def test_change_is_written_down_without_the_numbers(town: Town, account: Account) -> None:
    before, phone = account.phone, make.phone()

    change_phone(town.session, account, phone, actor=town.member(town.ward.office))

    event = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "phone_changed")).one()
    assert (event.name, event.for_name) == (town.ward.office.name, account.person.name)
    assert (event.facts["before"], event.facts["after"]) == (before[-3:], phone[-3:])
    assert phone not in event.record


def test_lost_phone_ends_every_device_and_nothing_of_anybody_else(
    town: Town, account: Account
) -> None:
    other = find_account(town.session, town.phones[town.ward.secretaries[1].id])
    assert other is not None
    tokens = [begin_sign_in(town.session, account) for _ in range(2)]
    theirs = begin_sign_in(town.session, other)

    assert report_lost(town.session, account, actor=town.member(town.ward.office)) == 2

    assert [find_sign_in(town.session, token) for token in tokens] == [None, None]
    assert find_sign_in(town.session, theirs) is not None


def test_link_and_sign_in_do_not_outlive_a_phone_that_a_list_changed(
    town: Town, account: Account
) -> None:
    token = begin_sign_in(town.session, account)
    link = create_invitation(town.session, account, actor=SYSTEM)

    account.phone = make.phone()  # as a bulk import does, which knows nothing of sign-ins
    town.session.flush()

    sign_in = find_sign_in(town.session, token)
    assert sign_in is not None
    assert not still_stands(sign_in, town.member(account.person))
    assert invited_account(town.session, link) is None

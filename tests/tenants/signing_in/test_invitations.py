"""One-time links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.members import SYSTEM
from tenants.people import Account
from tenants.signing_in.accounts import find_account
from tenants.signing_in.invitations import create_invitation, invited_account, redeem
from tests.make import Town


@pytest.fixture
def account(town: Town) -> Account:
    found = find_account(town.session, town.phones[town.admin.id])
    assert found is not None
    return found


def test_link_lets_its_person_in_once(town: Town, account: Account) -> None:
    token = create_invitation(town.session, account, actor=SYSTEM)

    assert [redeem(town.session, token) for _ in range(2)] == [account, None]


def test_looking_at_a_link_does_not_use_it_up(town: Town, account: Account) -> None:
    token = create_invitation(town.session, account, actor=SYSTEM)

    assert [invited_account(town.session, token) for _ in range(2)] == [account, account]
    assert redeem(town.session, token) == account
    assert invited_account(town.session, token) is None


def test_link_lives_seven_days(town: Town, account: Account) -> None:
    token = create_invitation(town.session, account, actor=SYSTEM)

    with clock.moved(timedelta(days=7, minutes=1)):
        assert redeem(town.session, token) is None
    assert redeem(town.session, token) == account


def test_new_link_ends_the_older_one(town: Town, account: Account) -> None:
    older = create_invitation(town.session, account, actor=SYSTEM)
    newer = create_invitation(town.session, account, actor=SYSTEM)

    assert redeem(town.session, older) is None
    assert redeem(town.session, newer) == account


def test_link_opens_nothing_in_another_town(town: Town, account: Account, other_town: Town) -> None:
    token = create_invitation(town.session, account, actor=SYSTEM)
    town.session.commit()

    assert redeem(other_town.session, token) is None


def test_disabled_person_is_not_let_in(town: Town, account: Account) -> None:
    token = create_invitation(town.session, account, actor=SYSTEM)
    account.person.disabled_at = clock.now(town.session)
    town.session.flush()

    assert redeem(town.session, token) is None


def test_inviting_and_coming_are_written_down_without_the_link(
    town: Town, account: Account
) -> None:
    token = create_invitation(town.session, account, actor=SYSTEM)
    redeem(town.session, token)

    events = list(
        town.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.kind.in_(["invited", "invitation_redeemed"]))
            .order_by(AuditEvent.seq)
        )
    )

    assert [(event.kind, event.name) for event in events] == [
        ("invited", SYSTEM.name),
        ("invitation_redeemed", account.person.name),
    ]
    assert all(token not in event.record for event in events)

"""Sign-ins: they stand until they are ended, or nobody comes, or the person may not."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.appointments import appoint
from tenants.audit import AuditEvent
from tenants.people import Account, Person
from tenants.roles import Role
from tenants.signing_in.accounts import find_account
from tenants.signing_in.deciders import decides
from tenants.signing_in.sessions import (
    begin_sign_in,
    end_sign_in,
    find_sign_in,
    is_due,
    keep_alive,
    standing_sign_ins,
    still_stands,
)  # fmt: skip
from tests.make import Town


@pytest.fixture
def account(town: Town) -> Account:
    found = find_account(town.session, town.phones[town.ward.secretaries[0].id])
    assert found is not None
    return found


def begun(town: Town, account: Account) -> str:
    token = begin_sign_in(town.session, account, device="Chrome, Android")
    town.session.commit()
    return token


def test_token_leads_to_its_account(town: Town, account: Account) -> None:
    found = find_sign_in(town.session, begun(town, account))

    assert found is not None
    assert (found.account_id, found.device) == (account.id, "Chrome, Android")
    assert find_sign_in(town.session, "made up") is None


def test_token_opens_nothing_in_another_town(
    town: Town, account: Account, other_town: Town
) -> None:
    assert find_sign_in(other_town.session, begun(town, account)) is None


@pytest.mark.parametrize(("hours", "stands"), [(11, True), (13, False)])
def test_idle_sign_in_ends_after_twelve_hours(
    town: Town,
    account: Account,
    hours: int,
    stands: bool,  # noqa: FBT001
) -> None:
    token = begun(town, account)

    with clock.moved(timedelta(hours=hours)):
        assert (find_sign_in(town.session, token) is not None) is stands


def test_sign_in_in_use_ends_after_thirty_days(town: Town, account: Account) -> None:
    token = begun(town, account)
    last_hour = 0

    for hours in range(0, 33 * 24, 8):
        with clock.moved(timedelta(hours=hours)):
            found = find_sign_in(town.session, token)
            if found is not None:
                last_hour = hours
                keep_alive(town.session, found.id)
                town.session.expire_all()

    assert last_hour == 30 * 24 - 8


@pytest.mark.parametrize("who", ["chair", "admin", "member of the city's body"])
@pytest.mark.parametrize(
    ("rests", "lasts", "stands"), [(29, 11, True), (31, 11, False), (29, 13, False)]
)
def test_sign_in_of_a_decider_is_short(
    town: Town, who: str, rests: int, lasts: int, *, stands: bool
) -> None:
    people = {"chair": town.ward.chair, "admin": town.admin}
    person = people.get(who, town.members[0])
    decider = find_account(town.session, town.phones[person.id])
    assert decider is not None
    token = begun(town, decider)
    found = find_sign_in(town.session, token)
    assert found is not None
    last_seen = timedelta(hours=lasts) - timedelta(minutes=rests)
    with clock.moved(last_seen):
        keep_alive(town.session, found.id)

    with clock.moved(timedelta(hours=lasts)):
        town.session.expire_all()
        assert (find_sign_in(town.session, token) is not None) is stands


def test_member_of_a_wards_body_is_no_decider_of_the_city(town: Town) -> None:
    assert [decides(town.member(person)) for person in (town.ward.members[0], town.chair)] == [
        False,
        True,
    ]


def test_sign_in_stands_on_phone_and_roles(town: Town, account: Account) -> None:
    found = find_sign_in(town.session, begun(town, account))
    assert found is not None
    assert still_stands(found, town.member(account.person))

    appoint(town.session, account.person, Role.SUPERVISOR, unit=town.ward.cells[1])

    assert not still_stands(found, town.member(account.person))


def test_being_there_is_written_down_every_minute(town: Town, account: Account) -> None:
    found = find_sign_in(town.session, begun(town, account))
    assert found is not None

    assert not is_due(town.session, found)
    with clock.moved(timedelta(seconds=61)):
        assert is_due(town.session, found)


def test_ended_sign_in_opens_nothing(town: Town, account: Account) -> None:
    token = begun(town, account)
    found = find_sign_in(town.session, token)
    assert found is not None

    assert end_sign_in(town.session, found.id, actor=town.member(account.person))

    assert find_sign_in(town.session, token) is None
    assert not end_sign_in(town.session, found.id, actor=town.member(account.person))


def test_nobody_ends_the_sign_in_of_somebody_else(town: Town, account: Account) -> None:
    token = begun(town, account)
    found = find_sign_in(town.session, token)
    assert found is not None

    assert not end_sign_in(town.session, found.id, actor=town.member(town.admin))
    assert not end_sign_in(town.session, uuid4(), actor=town.member(account.person))
    assert find_sign_in(town.session, token) is not None


@pytest.mark.parametrize("disabled", [Account, Person])
def test_disabled_person_is_out_at_once(
    town: Town, account: Account, disabled: type[Account | Person]
) -> None:
    token = begun(town, account)
    row = account if disabled is Account else account.person

    row.disabled_at = clock.now(town.session)
    town.session.flush()

    assert find_sign_in(town.session, token) is None
    assert find_account(town.session, account.phone) is None


def test_devices_are_listed_the_last_used_first(town: Town, account: Account) -> None:
    with clock.moved(timedelta(minutes=-10)):
        begun(town, account)
    last = find_sign_in(town.session, begun(town, account))
    other = find_account(town.session, town.phones[town.ward.secretaries[1].id])
    assert other is not None
    begun(town, other)

    listed = standing_sign_ins(town.session, account.person_id)

    assert (len(listed), listed[0]) == (2, last)


def test_coming_and_going_are_written_down(town: Town, account: Account) -> None:
    found = find_sign_in(town.session, begun(town, account))
    assert found is not None
    end_sign_in(town.session, found.id, actor=town.member(account.person))

    events = town.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.kind.in_(["sign_in", "sign_out"]))
        .order_by(AuditEvent.seq)
    )

    assert [(event.kind, event.person_id) for event in events] == [
        ("sign_in", account.person_id),
        ("sign_out", account.person_id),
    ]

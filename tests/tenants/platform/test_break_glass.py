"""Break-glass: short, with a reason, reading only, told, and in the tenant's own chain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.platform.accounts import Operator, disable_account
from tenants.platform.break_glass import (
    break_glass,
    count_unseen,
    end_break_glass,
    find_opening,
    mark_seen,
    reader_of,
)
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import BreakGlassOpening, PlatformAccount
from tenants.roles import Role
from tenants.wall import TenantSession, open_session
from tests.make import Town

REASON = "Văn phòng báo mất danh sách, công văn 12"


@pytest.fixture
def token(keeping: TenantSession, first: Operator, town: Town) -> str:
    """A token that opens the town for half an hour."""
    _opening, token = break_glass(keeping, town.tenant, reason=REASON, minutes=30, by=first)
    keeping.commit()
    return token


def test_opening_lets_its_token_read_as_the_auditor_does(token: str, town: Town) -> None:
    opening = find_opening(town.session, token)

    assert opening is not None
    reader = reader_of(town.session, opening)
    assert [(each.role, each.unit_id) for each in reader.holdings] == [(Role.AUDITOR, town.root.id)]


def test_opening_stands_in_the_tenants_own_chain(token: str, town: Town, first: Operator) -> None:
    event = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "break_glass")).one()

    assert (event.name, event.role, event.facts["reason"]) == (first.name, "platform_admin", REASON)
    assert list(verify(town.session)) == []


def test_opening_ends_by_itself(token: str, town: Town) -> None:
    with clock.moved(timedelta(minutes=29)):
        assert find_opening(town.session, token) is not None
    with clock.moved(timedelta(minutes=31)):
        assert find_opening(town.session, token) is None


def test_opening_is_ended_by_hand(
    token: str, town: Town, first: Operator, platform: Engine
) -> None:
    with open_session(platform) as session:
        assert end_break_glass(session, town.tenant, by=first) == 1
        assert end_break_glass(session, town.tenant, by=first) == 0
        session.commit()

    town.session.rollback()
    assert find_opening(town.session, token) is None


def test_opening_of_another_tenant_is_no_key_here(token: str, other_town: Town) -> None:
    assert find_opening(other_town.session, token) is None


def test_disabled_operator_has_nothing_open_any_more(
    token: str, town: Town, first: Operator, second: Operator, platform: Engine
) -> None:
    with open_session(platform) as session:
        account = session.get_one(PlatformAccount, first.account_id)
        disable_account(session, account, by=second, request_key=None)
        session.commit()

    town.session.rollback()
    assert find_opening(town.session, token) is None


def test_administrator_is_told_until_one_has_read_of_it(token: str, town: Town) -> None:
    assert count_unseen(town.session) == 1

    assert mark_seen(town.session, actor=town.member(town.admin)) == 1
    town.session.commit()

    assert count_unseen(town.session) == 0
    seen = town.session.scalars(select(BreakGlassOpening)).one()
    assert seen.seen_by == town.admin.name
    assert mark_seen(town.session, actor=town.member(town.admin)) == 0


def test_time_is_one_of_those_offered(keeping: TenantSession, first: Operator, town: Town) -> None:
    with pytest.raises(PlatformRefusedError):
        break_glass(keeping, town.tenant, reason=REASON, minutes=24 * 60, by=first)


@pytest.mark.parametrize(
    "change", ["reason = ''", "ends_at = began_at + interval '1 day'", "ends_at = began_at"]
)
def test_database_takes_no_opening_without_reason_or_end(
    token: str, town: Town, platform: Engine, change: str
) -> None:
    with open_session(platform, town.tenant.id) as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE break_glass_openings SET {change}"))  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE break_glass_openings SET ends_at = ends_at + interval '1 hour'",
        "UPDATE break_glass_openings SET ended_at = NULL",
        "DELETE FROM break_glass_openings",
        "SELECT * FROM platform_accounts",
        "SELECT * FROM platform_codes",
        "SELECT * FROM platform_sign_ins",
        "SELECT * FROM tenant_proposals",
        "SELECT * FROM platform_events",
        "INSERT INTO platform_accounts (name) VALUES ('a')",
    ],
)
def test_application_neither_opens_nor_knows_the_platform(
    token: str, town: Town, statement: str
) -> None:
    with pytest.raises(ProgrammingError) as error:
        town.session.execute(text(statement))

    assert "permission denied" in str(error.value)
    town.session.rollback()

"""What the platform's tests may ask for: a session on its connection, and two people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tenants.members import SYSTEM
from tenants.platform.accounts import Operator, add_account
from tenants.wall import TenantSession, open_session
from tests import make


@pytest.fixture
def keeping(platform: Engine) -> Iterator[TenantSession]:
    with open_session(platform) as session:
        yield session


def operator(session: TenantSession, name: str) -> Operator:
    """Add somebody to the platform's people."""
    account = add_account(session, name, make.phone(), actor=SYSTEM)
    session.commit()
    return Operator(account.id, account.name, request_id="r-1")


@pytest.fixture
def first(keeping: TenantSession) -> Operator:
    return operator(keeping, "Lý Văn Nền")


@pytest.fixture
def second(keeping: TenantSession) -> Operator:
    return operator(keeping, "Tô Thị Tảng")

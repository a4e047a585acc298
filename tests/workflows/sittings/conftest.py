"""Towns whose dossiers have come before a body; what a test does with them is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants.database import Base
from tenants.wall import TenantSession
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting


@pytest.fixture(scope="module")
def lasting_review(engine: Engine, platform: Engine) -> Iterator[Town]:
    with make.town(engine, platform) as town:
        meeting.both(town)
        yield town


@pytest.fixture
def reviewed(lasting_review: Town) -> Iterator[Town]:
    """A town with both dossiers of a ward before its body."""
    with _for_a_while(lasting_review) as town:
        yield town


@pytest.fixture(scope="module")
def lasting_decision(engine: Engine, platform: Engine) -> Iterator[Town]:
    with make.town(engine, platform) as town:
        meeting.before_city(town)
        yield town


@pytest.fixture
def before_the_city(lasting_decision: Town) -> Iterator[Town]:
    """A town with both dossiers of a ward before the city's body, rated good."""
    with _for_a_while(lasting_decision) as town:
        yield town


@contextmanager
def _for_a_while(town: Town) -> Iterator[Town]:
    """Lend a town in a session whose commits last only as long as the test."""
    town.session.rollback()
    with town.engine.connect() as connection:
        outer = connection.begin()
        with TenantSession(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            session.enter(town.tenant.id)
            yield replace(_brought(town, session), session=session)
        outer.rollback()


def _brought(thing: Any, session: Session) -> Any:
    """Bring what a town is made of into another session, without asking the database."""
    if isinstance(thing, Base):
        return session.merge(thing, load=False)
    if isinstance(thing, list):
        return [_brought(each, session) for each in thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {
            field.name: _brought(getattr(thing, field.name), session) for field in fields(thing)
        }
        return replace(thing, **parts)
    return thing

"""What the tests of onboarding may ask for: a tenant that has nothing yet."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from tenants.members import SYSTEM
from tenants.opening import open_tenant
from tenants.tenant import Level
from tenants.wall import TenantSession, open_session


@pytest.fixture
def office(engine: Engine, platform: Engine) -> Iterator[TenantSession]:
    """A session in a tenant that has nothing but its own committee."""
    with open_session(platform) as opening:
        tenant = open_tenant(
            opening, f"van-phong-{uuid4().hex[:10]}", name="Thành ủy Bình An",
            level=Level.DISTRICT, words={}, actor=SYSTEM,
        )  # fmt: skip
        opening.commit()
    with open_session(engine, tenant.id) as session:
        yield session

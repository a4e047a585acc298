"""What the scenarios may ask for: the app, browsers that are signed in, a second clerk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenants.people import Person
from tenants.roles import Role
from tests.acceptance.scene import joined
from tests.make import Town
from tests.web.conftest import app, browser, sign_in, statements  # noqa: F401  # fixtures

Join = Callable[..., Person]


@pytest.fixture
def join(town: Town) -> Join:
    """Add somebody to the town, with a role in the ward unless another unit is named."""

    def added(name: str, role: Role, *, desk: str = "", unit: object = None) -> Person:
        return joined(town, name, role, desk=desk, unit=unit)

    return added

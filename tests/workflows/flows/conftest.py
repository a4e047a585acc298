"""One stage for each file of tests; what a test does on it is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests import make
from tests.workflows.flows.stage import Stage, set_up


@pytest.fixture(scope="module")
def lasting_stage(engine: Engine, platform: Engine) -> Iterator[Stage]:
    with make.town(engine, platform) as town:
        yield set_up(town)


@pytest.fixture
def stage(lasting_stage: Stage) -> Iterator[Stage]:
    yield lasting_stage
    lasting_stage.town.session.rollback()

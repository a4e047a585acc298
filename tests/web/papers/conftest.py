"""Papers are made by jobs: they work on this run's database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jobs.connection import connection
from tenants.settings import Settings


@pytest.fixture(autouse=True)
def at_work(configured: Settings) -> Iterator[None]:
    connection.use(configured.need("database_url"))
    yield
    connection.close()

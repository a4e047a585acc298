"""The database connection of a process that runs jobs."""

from __future__ import annotations

import logging
import os

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import configure_mappers

from tenants.database import engine_for
from tenants.settings import settings

log = logging.getLogger(__name__)


class Connection:
    """One engine for each process, opened when it is first asked for."""

    def __init__(self) -> None:
        self._url: str | None = None
        self._engine: Engine | None = None

    def use(self, url: str) -> None:
        """Say which database this process and its children work on."""
        self.close()
        self._url = url

    def engine(self) -> Engine:
        """Return this process's engine; without ``use``, on the database of the settings.

        Raises:
            MissingSettingError: neither names a database.

        """
        if self._engine is None:
            self._engine = engine_for(self._url or settings().need("database_url"), pool_size=1)
        return self._engine

    def get_ready(self) -> None:
        """Learn once what every child would have to ask the database for again."""
        configure_mappers()
        try:
            self.engine().connect().close()
        except OperationalError as error:
            log.warning("The database does not answer yet (%s)", type(error).__name__)
        self.engine().dispose()

    def close(self) -> None:
        """Close what this process has opened."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def leave_to_the_parent(self) -> None:
        """Leave the connections behind: two processes may not talk on one."""
        if self._engine is not None:
            self._engine.dispose(close=False)


connection = Connection()
os.register_at_fork(after_in_child=connection.leave_to_the_parent)

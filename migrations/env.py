"""Alembic's way in: the tables of every room, and the database to change."""

from alembic import context
from sqlalchemy import create_engine, text

import tenants.tables  # noqa: F401  # registers its tables
import workflows.tables  # noqa: F401  # registers its tables
from tenants.database import Base

engine = create_engine(context.config.attributes["owner_url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '3s'"))
        context.run_migrations()
engine.dispose()

"""Further rounds among those who are level for the last places of a quota.

Revision ID: sittings_01
Revises: entry_03
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sittings_01"
down_revision = "entry_03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sitting_items",
        sa.Column("rounds", postgresql.JSONB(), nullable=False, server_default="[]"),
    )
    op.alter_column("sitting_items", "rounds", server_default=None)


def downgrade() -> None:
    op.drop_column("sitting_items", "rounds")

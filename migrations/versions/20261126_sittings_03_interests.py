"""Who has an interest in an item, on what a title is revoked, and whom a pilot replaces.

Revision ID: sittings_03
Revises: city_03
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "sittings_03"
down_revision = 'city_03'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sitting_items",
        sa.Column("marked", postgresql.JSONB(), nullable=False, server_default="[]"),
    )
    op.add_column(
        "sitting_items", sa.Column("ground", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("sitting_items", sa.Column("replaces_id", sa.Uuid()))
    for column in ("marked", "ground"):
        op.alter_column("sitting_items", column, server_default=None)
    op.create_foreign_key(
        op.f("fk_sitting_items_tenant_id_replaces_id"), "sitting_items", "dossiers",
        ["tenant_id", "replaces_id"], ["tenant_id", "id"],
    )  # fmt: skip


def downgrade() -> None:
    for column in ("replaces_id", "ground", "marked"):
        op.drop_column("sitting_items", column)

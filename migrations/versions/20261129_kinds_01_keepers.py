"""Say of a unit that has ended which unit keeps what it left.

Revision ID: kinds_01
Revises: corrected_basis
Create Date: 2026-11-27
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "kinds_01"
down_revision = "corrected_basis"
branch_labels = None
depends_on = None

# The unit that stands after the latest act by which one ended; else the one above it.
AFTER = """
    SELECT part.unit_id
    FROM succession_parts part
    JOIN succession_parts before ON before.tenant_id = part.tenant_id
        AND before.succession_id = part.succession_id AND before.part = 'before'
    JOIN unit_successions act ON act.tenant_id = part.tenant_id AND act.id = part.succession_id
    WHERE part.tenant_id = ended.tenant_id AND part.part = 'after'
        AND before.unit_id = ended.id AND part.unit_id <> ended.id
    ORDER BY act.effective_on DESC, part.unit_id LIMIT 1
"""
TABLES = ("org_units", "succession_parts", "unit_successions")
FURTHEST = 9


def upgrade() -> None:
    op.add_column("org_units", sa.Column("kept_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        "fk_org_units_tenant_id_kept_by_id", "org_units", "org_units",
        ["tenant_id", "kept_by_id"], ["tenant_id", "id"],
    )  # fmt: skip
    op.create_index(
        "ix_org_units_tenant_id_kept_by_id", "org_units", ["tenant_id", "kept_by_id"],
        postgresql_where=sa.text("kept_by_id IS NOT NULL"),
    )  # fmt: skip
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE org_units ended SET kept_by_id ="  # noqa: S608
        f" coalesce(({AFTER}), ended.parent_id) WHERE ended.valid_to IS NOT NULL"
    )
    for _again in range(FURTHEST):  # whatever kept it may have ended since
        op.execute(
            "UPDATE org_units ended SET kept_by_id = heir.kept_by_id FROM org_units heir"
            " WHERE heir.tenant_id = ended.tenant_id AND heir.id = ended.kept_by_id"
            " AND heir.kept_by_id IS NOT NULL"
        )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_index("ix_org_units_tenant_id_kept_by_id", table_name="org_units")
    op.drop_constraint("fk_org_units_tenant_id_kept_by_id", "org_units")
    op.drop_column("org_units", "kept_by_id")

"""Decisions made known: at which level, and what their lists show.

Revision ID: city_03
Revises: ground_01
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "city_03"
down_revision = 'ground_01'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "concerned", "committees", "inside", "public", name="level", native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("shown", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_publications_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decision_id"], ["decisions.tenant_id", "decisions.id"],
            name=op.f("fk_publications_tenant_id_decision_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_publications")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_publications_tenant_id_decision_id_published_at"), "publications",
        ["tenant_id", "decision_id", "published_at"],
    )  # fmt: skip
    wall("publications", may="SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("publications")

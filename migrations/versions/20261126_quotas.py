"""Places that a body has to give: numerator, base and limit in one row.

Revision ID: flows_01
Revises: evidence_02
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "flows_01"
down_revision = 'evidence_02'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quotas",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("grouping", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("frozen_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sitting", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_quotas_used_not_negative")),
        sa.CheckConstraint(
            "most >= 0 AND most <= base", name=op.f("ck_quotas_limit_within_base")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "campaign_id"],
            ["campaigns.tenant_id", "campaigns.id"],
            name=op.f("fk_quotas_tenant_id_campaign_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "unit_id"],
            ["org_units.tenant_id", "org_units.id"],
            name=op.f("fk_quotas_tenant_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_quotas_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quotas")),
        sa.UniqueConstraint(
            "tenant_id", "campaign_id", "unit_id", "grouping",
            name=op.f("uq_quotas_tenant_id_campaign_id_unit_id_grouping"),
        ),
    )
    wall("quotas", may="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_table("quotas")

"""Standing delegations: who takes which steps in whose place, and until when.

Revision ID: units_01
Revises: 20261123a
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "units_01"
down_revision = "20261123a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_person_id", sa.Uuid(), nullable=False),
        sa.Column("to_person_id", sa.Uuid(), nullable=False),
        sa.Column("steps", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "from_person_id <> to_person_id", name=op.f("ck_delegations_not_to_oneself")
        ),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_delegations_dates_in_order")),
        sa.CheckConstraint(
            "jsonb_array_length(steps) > 0", name=op.f("ck_delegations_names_its_steps")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_delegations_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "from_person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_delegations_tenant_id_from_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_delegations_tenant_id_to_person_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_delegations")),
    )
    op.create_index(
        op.f("ix_delegations_tenant_id_to_person_id_valid_to"),
        "delegations",
        ["tenant_id", "to_person_id", "valid_to"],
    )
    op.create_index(
        op.f("ix_delegations_tenant_id_from_person_id_valid_to"),
        "delegations",
        ["tenant_id", "from_person_id", "valid_to"],
    )
    wall("delegations", may="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_table("delegations")

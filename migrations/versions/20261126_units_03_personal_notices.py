"""Notices to a person that concern no dossier.

Revision ID: units_03
Revises: time_02
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "units_03"
down_revision = 'time_02'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_notices",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("read_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_personal_notices_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_personal_notices_tenant_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_personal_notices")),
        sa.UniqueConstraint(
            "tenant_id",
            "person_id",
            "seq",
            name=op.f("uq_personal_notices_tenant_id_person_id_seq"),
        ),
    )
    op.create_index(
        "ix_personal_notices_unread",
        "personal_notices",
        ["tenant_id", "person_id", "at"],
        postgresql_where=sa.text("read_at IS NULL"),
    )
    wall("personal_notices", may="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_table("personal_notices")

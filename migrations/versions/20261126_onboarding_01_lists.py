"""Uploaded lists on their way, and what each made or changed, so that it can be undone.

Undoing a list takes away what nothing refers to yet: units, roles, bodies and seats. People
stay and are disabled, because the audit trail names them.

Revision ID: onboarding_01
Revises: units_02
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import application, wall

revision = "onboarding_01"
down_revision = 'units_02'
branch_labels = None
depends_on = None

TAKEN_AWAY = ("org_units", "memberships", "bodies", "body_members")
STATES = ("checking", "waiting", "done", "undone", "dropped")


def upgrade() -> None:
    op.create_table(
        "uploaded_lists",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="liststate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.Column("outcome", postgresql.JSONB(), nullable=False),
        sa.Column("taken_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("undone_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "content IS NOT NULL OR state NOT IN ('checking', 'waiting')",
            name=op.f("ck_uploaded_lists_is_kept_until_taken"),
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'undone')) = (taken_at IS NOT NULL)",
            name=op.f("ck_uploaded_lists_taken_when"),
        ),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)",
            name=op.f("ck_uploaded_lists_undone_when"),
        ),
        sa.CheckConstraint(
            "version > 0", name=op.f("ck_uploaded_lists_version_counts_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_uploaded_lists_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "uploaded_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_uploaded_lists_tenant_id_uploaded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "changed_by_id"],
            ["people.tenant_id", "people.id"],
            name=op.f("fk_uploaded_lists_tenant_id_changed_by_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_uploaded_lists")),
    )
    op.create_index(
        op.f("ix_uploaded_lists_tenant_id_uploaded_at"),
        "uploaded_lists",
        ["tenant_id", "uploaded_at"],
    )
    op.create_table(
        "list_effects",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_list_effects_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "list_id"],
            ["uploaded_lists.tenant_id", "uploaded_lists.id"],
            name=op.f("fk_list_effects_tenant_id_list_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_list_effects")),
    )
    op.create_index(
        op.f("ix_list_effects_tenant_id_list_id_kind"),
        "list_effects",
        ["tenant_id", "list_id", "kind"],
    )
    op.create_index(
        op.f("ix_list_effects_tenant_id_row_id"), "list_effects", ["tenant_id", "row_id"]
    )
    wall("uploaded_lists", may="SELECT, INSERT, UPDATE")
    wall("list_effects", may="SELECT, INSERT")
    for table in TAKEN_AWAY:
        op.execute(f"GRANT DELETE ON {table} TO {application()}")


def downgrade() -> None:
    for table in TAKEN_AWAY:
        op.execute(f"REVOKE DELETE ON {table} FROM {application()}")
    op.drop_table("list_effects")
    op.drop_table("uploaded_lists")

"""Requests that a title be revoked or restored.

Revision ID: city_04
Revises: meetings_02
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "city_04"
down_revision = 'meetings_02'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "title_requests",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("recognition_id", sa.Uuid(), nullable=False),
        sa.Column(
            "wish",
            sa.Enum("revocation", "restoration", name="wish", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "discipline", "false_data", "quashed", name="ground", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("paper_on", sa.Date(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("settled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "words <> '' AND paper <> ''", name=op.f("ck_title_requests_rests_on_a_paper")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_title_requests_tenant_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column], [f"{table}.tenant_id", f"{table}.id"],
                name=op.f(f"fk_title_requests_tenant_id_{column}"),
            )
            for column, table in (
                ("dossier_id", "dossiers"), ("recognition_id", "recognitions"),
                ("body_id", "bodies"), ("person_id", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_title_requests")),
    )  # fmt: skip
    op.create_index(
        "uq_title_requests_standing", "title_requests", ["tenant_id", "dossier_id"], unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )  # fmt: skip
    op.create_index(
        op.f("ix_title_requests_tenant_id_body_id_settled_at"), "title_requests",
        ["tenant_id", "body_id", "settled_at"],
    )  # fmt: skip
    wall("title_requests", may="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_table("title_requests")

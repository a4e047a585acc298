"""What became of units: acts on them, and what they were called before.

Revision ID: units_02
Revises: entry_01
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "units_02"
down_revision = 'entry_01'
branch_labels = None
depends_on = None


def _row(*columns: sa.Column) -> tuple[sa.Column, ...]:
    return (
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
    )


def _rules(table: str, **references: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        *(
            sa.ForeignKeyConstraint(
                ["tenant_id", column],
                [f"{other}.tenant_id", f"{other}.id"],
                name=op.f(f"fk_{table}_tenant_id_{column}"),
            )
            for column, other in references.items()
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    op.add_column(
        "org_units", sa.Column("origin", sa.Text(), server_default="", nullable=False)
    )
    op.create_table(
        "unit_successions",
        *_row(
            sa.Column("kind", sa.String(40), nullable=False),
            sa.Column("effective_on", sa.Date(), nullable=False),
            sa.Column("legal_basis", sa.Text(), nullable=False),
            sa.Column("streak_rule", sa.String(40), nullable=False),
            sa.Column("streak_unit_id", sa.Uuid(), nullable=True),
            sa.Column("facts", postgresql.JSONB(), nullable=False),
            sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
            sa.Column("made_by", sa.Text(), nullable=False),
        ),
        sa.CheckConstraint(
            "legal_basis <> ''", name=op.f("ck_unit_successions_has_a_legal_basis")
        ),
        sa.CheckConstraint(
            "streak_rule <> 'one' OR streak_unit_id IS NOT NULL",
            name=op.f("ck_unit_successions_streak_of_one_names_it"),
        ),
        *_rules("unit_successions", streak_unit_id="org_units"),
    )
    op.create_index(
        op.f("ix_unit_successions_tenant_id_effective_on"),
        "unit_successions",
        ["tenant_id", "effective_on"],
    )
    op.create_table(
        "succession_parts",
        *_row(
            sa.Column("succession_id", sa.Uuid(), nullable=False),
            sa.Column("unit_id", sa.Uuid(), nullable=False),
            sa.Column("part", sa.String(40), nullable=False),
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "succession_id",
            "unit_id",
            "part",
            name=op.f("uq_succession_parts_tenant_id_succession_id_unit_id_part"),
        ),
        *_rules("succession_parts", succession_id="unit_successions", unit_id="org_units"),
    )
    op.create_index(
        op.f("ix_succession_parts_tenant_id_unit_id"), "succession_parts", ["tenant_id", "unit_id"]
    )
    op.create_table(
        "former_units",
        *_row(
            sa.Column("unit_id", sa.Uuid(), nullable=False),
            sa.Column("parent_id", sa.Uuid(), nullable=True),
            sa.Column("succession_id", sa.Uuid(), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("search_key", sa.Text(), nullable=False),
            sa.Column("sort_key", sa.Text(collation="C"), nullable=False),
            sa.Column("valid_from", sa.Date(), nullable=False),
            sa.Column("valid_to", sa.Date(), nullable=False),
        ),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_former_units_dates_in_order")),
        *_rules(
            "former_units",
            unit_id="org_units",
            parent_id="org_units",
            succession_id="unit_successions",
        ),
    )
    op.create_index(
        op.f("ix_former_units_tenant_id_unit_id_valid_from"),
        "former_units",
        ["tenant_id", "unit_id", "valid_from"],
    )
    wall("unit_successions", may="SELECT, INSERT")
    wall("succession_parts", may="SELECT, INSERT")
    wall("former_units", may="SELECT, INSERT")


def downgrade() -> None:
    op.drop_table("former_units")
    op.drop_table("succession_parts")
    op.drop_table("unit_successions")
    op.drop_column("org_units", "origin")

"""certificates: the register, the sheets that are printed, a tenant's own artwork

Revision ID: certificates_01
Revises: meetings_01
"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = "certificates_01"
down_revision: Union[str, Sequence[str], None] = 'meetings_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
STATUSES = ("issued", "void", "replaced")
REASONS = ("misprint", "lost", "damaged", "name", "revoked")


def upgrade() -> None:
    """Make the register of certificates and what is printed of it."""
    op.create_index(
        "uq_decisions_merit_once", "decisions", ["tenant_id", "sitting_id"], unique=True,
        postgresql_where=sa.text("kind = 'merit'"),
    )
    op.create_table(
        "certificate_registers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_certificate_registers_last_not_negative")),
        *_keys("certificate_registers", "year"),
    )
    op.create_table(
        "certificates",
        *_ids(),
        sa.Column("recognition_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_code", sa.Text(), nullable=False),
        sa.Column("status", sa.Enum(*STATUSES, name="status", native_enum=False, length=40), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Enum(*REASONS, name="reason", native_enum=False, length=40), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_certificates_number_is_counted")),
        sa.CheckConstraint(
            "(status = 'issued') = (ended_at IS NULL) AND (ended_at IS NULL) = (reason IS NULL)",
            name=op.f("ck_certificates_ended_as_a_whole"),
        ),
        _refers("certificates", "recognition_id", "recognitions"),
        _refers("certificates", "decision_id", "decisions"),
        _refers("certificates", "unit_id", "org_units"),
        _refers("certificates", "replaces_id", "certificates"),
        sa.UniqueConstraint("tenant_id", "year", "number", name=op.f("uq_certificates_tenant_id_year_number")),
        sa.UniqueConstraint("tenant_id", "public_code", name=op.f("uq_certificates_tenant_id_public_code")),
        sa.UniqueConstraint("tenant_id", "replaces_id", name=op.f("uq_certificates_tenant_id_replaces_id")),
        *_keys("certificates"),
    )
    op.create_index(
        "uq_certificates_standing", "certificates", ["tenant_id", "recognition_id"], unique=True,
        postgresql_where=sa.text("status = 'issued'"),
    )
    op.create_index("ix_certificates_tenant_id_decision_id", "certificates", ["tenant_id", "decision_id"])
    op.create_table(
        "certificate_artworks",
        *_ids(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("form IN ('png', 'jpg')", name=op.f("ck_certificate_artworks_form_is_known")),
        *_keys("certificate_artworks"),
    )
    op.create_index(
        "ix_certificate_artworks_tenant_id_added_at", "certificate_artworks", ["tenant_id", "added_at"]
    )
    op.create_table(
        "print_runs",
        *_ids(),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.Enum("full", "text_only", name="mode", native_enum=False, length=40), nullable=False),
        sa.Column("right_mm", sa.Numeric(8, 2), nullable=False),
        sa.Column("down_mm", sa.Numeric(8, 2), nullable=False),
        sa.Column("artwork_id", sa.Uuid(), nullable=True),
        sa.Column("certificates", postgresql.JSONB(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint("right_mm BETWEEN -30 AND 30", name=op.f("ck_print_runs_right_within_reach")),
        sa.CheckConstraint("down_mm BETWEEN -30 AND 30", name=op.f("ck_print_runs_down_within_reach")),
        _refers("print_runs", "decision_id", "decisions"),
        _refers("print_runs", "artwork_id", "certificate_artworks"),
        *_keys("print_runs"),
    )
    op.create_index("ix_print_runs_tenant_id_decision_id", "print_runs", ["tenant_id", "decision_id"])
    op.create_table(
        "printed_sheets",
        *_ids(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _refers("printed_sheets", "run_id", "print_runs"),
        _refers("printed_sheets", "certificate_id", "certificates"),
        sa.UniqueConstraint(
            "tenant_id", "run_id", "certificate_id", name="uq_printed_sheets_once",
            postgresql_nulls_not_distinct=True,
        ),
        *_keys("printed_sheets"),
    )
    for table in ("certificate_registers", "certificates", "certificate_artworks", "print_runs"):
        wall(table, may="SELECT, INSERT, UPDATE")
    wall("printed_sheets", may="SELECT, INSERT")


def downgrade() -> None:
    """Forget certificates, and the decisions that granted them."""
    for table in (
        "printed_sheets", "print_runs", "certificate_artworks", "certificates", "certificate_registers",
    ):
        op.drop_table(table)
    op.drop_index("uq_decisions_merit_once", "decisions")


def _ids() -> list[sa.Column]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("tenant_id", "id")]


def _keys(table: str, key: str = "id") -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", key, name=op.f(f"pk_{table}")),
    ]


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column], [f"{to}.tenant_id", f"{to}.id"],
        name=op.f(f"fk_{table}_tenant_id_{column}"),
    )

"""Secret ballots, tallies that a second person confirms, and who was there at each vote.

Revision ID: sittings_02
Revises: certificates_01
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision = "sittings_02"
down_revision = 'certificates_01'
branch_labels = None
depends_on = None

MODES = ("show_of_hands", "secret_ballot", "paper_ballot", "written_poll")


def upgrade() -> None:
    mode = sa.Enum(*MODES, name="mode", native_enum=False, length=40)
    moment = postgresql.TIMESTAMP(timezone=True)
    op.add_column(
        "sittings", sa.Column("mode", mode, nullable=False, server_default="show_of_hands")
    )
    op.add_column(
        "sittings", sa.Column("counting_team", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("sitting_seats", sa.Column("came_at", moment))
    op.add_column("sitting_seats", sa.Column("left_at", moment))
    op.add_column("sitting_items", sa.Column("mode", mode))
    op.add_column("sitting_items", sa.Column("attended", postgresql.JSONB()))
    op.add_column("sitting_items", sa.Column("tally_by_id", sa.Uuid()))
    op.add_column("sitting_items", sa.Column("confirmed_by_id", sa.Uuid()))
    op.add_column(
        "sitting_items", sa.Column("confirmed_by", sa.Text(), nullable=False, server_default="")
    )
    for table, column in (
        ("sittings", "mode"), ("sittings", "counting_team"), ("sitting_items", "confirmed_by"),
    ):  # fmt: skip
        op.alter_column(table, column, server_default=None)
    for column in ("tally_by_id", "confirmed_by_id"):
        _refer("sitting_items", column, "people")
    op.create_check_constraint(
        op.f("ck_sitting_items_confirmed_by_another"), "sitting_items",
        "tally_by_id <> confirmed_by_id",
    )  # fmt: skip

    op.create_table(
        "ballotings",
        *_keys("ballotings"),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", postgresql.JSONB(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_ballotings_numbered_from_one")),
        sa.UniqueConstraint(
            "tenant_id", "sitting_id", "number", name=op.f("uq_ballotings_tenant_id_sitting_id_number")
        ),
    )
    _refer("ballotings", "sitting_id", "sittings")
    op.create_index(
        "uq_ballotings_open", "ballotings", ["tenant_id", "sitting_id"], unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )  # fmt: skip
    wall("ballotings", may="SELECT, INSERT, UPDATE")

    op.create_table(
        "participations",
        *_keys("participations"),
        sa.Column("balloting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id", "balloting_id", "person_id",
            name=op.f("uq_participations_tenant_id_balloting_id_person_id"),
        ),
    )
    _refer("participations", "balloting_id", "ballotings")
    _refer("participations", "person_id", "people")
    wall("participations", may="SELECT, INSERT")

    op.create_table(
        "sealed_papers",
        *_keys("sealed_papers"),
        sa.Column("balloting_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _refer("sealed_papers", "balloting_id", "ballotings")
    wall("sealed_papers", may="SELECT, INSERT, DELETE")

    op.create_table(
        "ballots",
        *_keys("ballots"),
        sa.Column("balloting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "question", sa.Enum("title", "merit", name="question", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "choice",
            sa.Enum(
                "in_favour", "against", "abstained", name="choice", native_enum=False, length=40
            ),
            nullable=False,
        ),
    )
    _refer("ballots", "balloting_id", "ballotings")
    _refer("ballots", "item_id", "sitting_items")
    op.create_index("ix_ballots_tenant_id_balloting_id", "ballots", ["tenant_id", "balloting_id"])
    wall("ballots", may="SELECT, INSERT")


def downgrade() -> None:
    for table in ("ballots", "sealed_papers", "participations", "ballotings"):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_sitting_items_confirmed_by_another"), "sitting_items")
    for table, columns in (
        ("sitting_items", ("confirmed_by", "confirmed_by_id", "tally_by_id", "attended", "mode")),
        ("sitting_seats", ("left_at", "came_at")),
        ("sittings", ("counting_team", "mode")),
    ):
        for column in columns:
            op.drop_column(table, column)


def _keys(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
    ]


def _refer(table: str, column: str, target: str) -> None:
    op.create_foreign_key(
        op.f(f"fk_{table}_tenant_id_{column}"), table, target,
        ["tenant_id", column], ["tenant_id", "id"],
    )  # fmt: skip

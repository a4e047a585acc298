"""Numbers of decisions run through a term and begin anew with the next.

Revision ID: city_02
Revises: criteria_01
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "city_02"
down_revision = 'criteria_01'
branch_labels = None
depends_on = None

NUMBERED = sa.text("number IS NOT NULL")
# A term begins on 01 July of a year that five divides.
HALF = "(extract(year FROM signed_on - interval '6 months')::int)"


def upgrade() -> None:
    op.add_column("decisions", sa.Column("term", sa.Integer(), nullable=True))
    op.execute("ALTER TABLE decisions NO FORCE ROW LEVEL SECURITY")
    op.execute(f"UPDATE decisions SET term = {HALF} - {HALF} % 5 WHERE signed_on IS NOT NULL")  # noqa: S608
    op.execute("ALTER TABLE decisions FORCE ROW LEVEL SECURITY")
    op.drop_index("uq_decisions_number", table_name="decisions")
    op.create_index(
        "uq_decisions_number", "decisions", ["tenant_id", "body_id", "term", "number"],
        unique=True, postgresql_where=NUMBERED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_decisions_number", table_name="decisions")
    op.create_index(
        "uq_decisions_number", "decisions", ["tenant_id", "body_id", "kind", "number"],
        unique=True, postgresql_where=NUMBERED,
    )  # fmt: skip
    op.drop_column("decisions", "term")

"""forms of papers that a tenant made its own

Revision ID: papers_02
Revises: meetings_03
"""
from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = "papers_02"
down_revision: Union[str, Sequence[str], None] = "meetings_03"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Keep every version of a tenant's own forms."""
    op.create_table(
        "paper_forms",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("removed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_paper_forms_version_counts_from_one")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_paper_forms_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_paper_forms")),
        sa.UniqueConstraint(
            "tenant_id", "kind", "version", name=op.f("uq_paper_forms_tenant_id_kind_version")
        ),
    )
    wall("paper_forms", may="SELECT, INSERT, UPDATE")


def downgrade() -> None:
    """Forget the forms; papers that were made stay."""
    op.drop_table("paper_forms")

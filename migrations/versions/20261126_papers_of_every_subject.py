"""papers of every subject

Revision ID: papers_01
Revises: time_01

A paper belongs to a decision, a sitting, a dossier or a unit; it holds the facts it is made of
and may be waiting to be made.
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "papers_01"
down_revision: Union[str, Sequence[str], None] = 'time_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

SUBJECTS = {
    "sitting_id": "sittings",
    "dossier_id": "dossiers",
    "unit_id": "org_units",
    "campaign_id": "campaigns",
}
ONE_COPY = [
    "tenant_id", "kind", "decision_id", "sitting_id", "dossier_id", "unit_id", "campaign_id",
    "part", "edition", "form", "origin", "upload",
]
ORIGINS = ("made", "edited", "signed")


def upgrade() -> None:
    """Let a paper belong to more than a decision."""
    op.drop_constraint("uq_papers_tenant_id_decision_id_kind_edition_form", "papers")
    op.drop_constraint(op.f("ck_papers_form_is_known"), "papers")
    for column in ("decision_id", "content", "sha256", "made_at"):
        op.alter_column("papers", column, nullable=True)
    op.add_column(
        "papers",
        sa.Column("origin", sa.Enum(*ORIGINS, name="origin", native_enum=False, length=40),
                  server_default="made", nullable=False),
    )
    op.add_column("papers", sa.Column("upload", sa.Integer(), server_default="0", nullable=False))
    op.add_column("papers", sa.Column("part", sa.Text(), server_default="", nullable=False))
    op.add_column("papers", sa.Column("kept_by", sa.Text(), server_default="", nullable=False))
    op.add_column("papers", sa.Column("facts", postgresql.JSONB(), nullable=True))
    for column, table in SUBJECTS.items():
        op.add_column("papers", sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            f"fk_papers_tenant_id_{column}", "papers", table,
            ["tenant_id", column], ["tenant_id", "id"],
        )
    op.create_check_constraint(
        op.f("ck_papers_one_subject"), "papers",
        "num_nonnulls(decision_id, sitting_id, dossier_id, unit_id) = 1",
    )
    op.create_check_constraint(
        op.f("ck_papers_campaign_goes_with_unit"), "papers", "campaign_id IS NULL OR unit_id IS NOT NULL"
    )
    op.create_check_constraint(
        op.f("ck_papers_made_as_a_whole"), "papers",
        "(content IS NULL) = (sha256 IS NULL) AND (content IS NULL) = (made_at IS NULL)",
    )
    op.create_check_constraint(
        op.f("ck_papers_form_is_known"), "papers", "form IN ('pdf', 'docx', 'xlsx', 'zip')"
    )
    op.create_unique_constraint(
        "uq_papers_one_copy", "papers", ONE_COPY, postgresql_nulls_not_distinct=True
    )
    for column in ("dossier_id", "sitting_id", "unit_id"):
        op.create_index(
            f"ix_papers_tenant_id_{column}", "papers", ["tenant_id", column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )


def downgrade() -> None:
    """Keep the papers of decisions alone."""
    op.execute("ALTER TABLE papers NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM papers WHERE decision_id IS NULL OR content IS NULL OR origin <> 'made'")
    op.execute("ALTER TABLE papers FORCE ROW LEVEL SECURITY")
    for column in ("dossier_id", "sitting_id", "unit_id"):
        op.drop_index(f"ix_papers_tenant_id_{column}", "papers")
    op.drop_constraint("uq_papers_one_copy", "papers")
    for name in ("one_subject", "campaign_goes_with_unit", "made_as_a_whole", "form_is_known"):
        op.drop_constraint(op.f(f"ck_papers_{name}"), "papers")
    for column in SUBJECTS:
        op.drop_column("papers", column)
    for column in ("origin", "upload", "part", "kept_by", "facts"):
        op.drop_column("papers", column)
    for column in ("decision_id", "content", "sha256", "made_at"):
        op.alter_column("papers", column, nullable=False)
    op.create_check_constraint(op.f("ck_papers_form_is_known"), "papers", "form IN ('pdf', 'docx')")
    op.create_unique_constraint(
        "uq_papers_tenant_id_decision_id_kind_edition_form", "papers",
        ["tenant_id", "decision_id", "kind", "edition", "form"],
    )

"""Codes that anybody may ask about, one for each decision and each title.

Revision ID: city_01
Revises: sittings_01
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.policies import OWN_ROWS, application

revision = "city_01"
down_revision = 'sittings_01'
branch_labels = None
depends_on = None

LETTERS = "23456789BCDFGHJKLMNPQRSTVWXZ"
TOLD = "digest = decode(NULLIF(current_setting('app.public_code', true), ''), 'hex')"


def upgrade() -> None:
    op.create_table(
        "public_codes",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issuer_id"], ["tenants.id"], name=op.f("fk_public_codes_issuer_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_public_codes")),
    )
    op.add_column("recognitions", sa.Column("public_code", sa.Text(), nullable=True))
    op.add_column("decisions", sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_decisions_tenant_id_replaced_by_id"), "decisions", "decisions",
        ["tenant_id", "replaced_by_id"], ["tenant_id", "id"],
    )  # fmt: skip
    _give_codes_to_what_there_is()
    op.alter_column("recognitions", "public_code", nullable=False)
    op.create_unique_constraint(
        op.f("uq_recognitions_tenant_id_public_code"), "recognitions", ["tenant_id", "public_code"]
    )

    # A row shows itself to whoever names its digest; each tenant adds its own and changes none.
    op.execute("ALTER TABLE public_codes ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public_codes FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY told_code ON public_codes FOR SELECT USING ({TOLD})")
    op.execute(
        "CREATE POLICY own_code ON public_codes FOR INSERT"
        f" WITH CHECK ({OWN_ROWS.replace('tenant_id', 'issuer_id', 1)})"
    )
    op.execute(f"GRANT SELECT, INSERT ON public_codes TO {application()}")


def _give_codes_to_what_there_is() -> None:
    """Make a code for each title, and register those that decisions are printed with."""
    for table in ("decisions", "recognitions"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        f"""
        UPDATE recognitions SET public_code = (
            SELECT string_agg(
                substr('{LETTERS}', 1 + get_byte(bytes, place) % {len(LETTERS)}, 1)
                || CASE WHEN place IN (3, 7, 11) THEN '-' ELSE '' END, '' ORDER BY place)
            FROM sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                        || uuid_send(recognitions.id)) AS bytes, generate_series(0, 15) AS place)
        """  # noqa: S608
    )
    for table in ("decisions", "recognitions"):
        op.execute(
            "INSERT INTO public_codes (digest, issuer_id) SELECT"  # noqa: S608
            " sha256(convert_to(upper(replace(public_code, '-', '')), 'UTF8')), tenant_id"
            f" FROM {table}"
        )
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_constraint(
        op.f("uq_recognitions_tenant_id_public_code"), "recognitions", type_="unique"
    )
    op.drop_constraint(
        op.f("fk_decisions_tenant_id_replaced_by_id"), "decisions", type_="foreignkey"
    )
    op.drop_column("decisions", "replaced_by_id")
    op.drop_column("recognitions", "public_code")
    op.drop_table("public_codes")

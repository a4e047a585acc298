"""Kinds and sectors of units become each tenant's own rows.

Revision ID: classes_01
Revises: committees_01
Create Date: 2026-11-26
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.policies import platform, wall

revision = "classes_01"
down_revision = 'committees_01'
branch_labels = None
depends_on = None

KINDS = (
    ("upper_committee", "'Cấp ủy cấp trên'", "Cấp trên"),
    ("ward_committee", "'Đảng ủy ' || coalesce(nullif(words->>'ward', ''), 'phường')", "Đảng ủy"),
    ("grassroots_organisation", "'Tổ chức cơ sở đảng'", "TCCSĐ"),
    ("party_cell", "'Chi bộ'", "CB"),
)
SECTORS = (
    ("residential", "'Khu dân cư'", "KDC",
     '["tổ dân phố", "tổ dân cư", "khu phố", "khối phố", "tiểu khu", "thôn", "ấp", "khóm",'
     ' "xóm", "bản", "buôn", "làng"]'),
    ("school", "'Trường học'", "TH",
     '["trường", "mầm non", "tiểu học", "trung học", "giáo dục"]'),
    ("agency", "'Cơ quan'", "CQ",
     '["hành chính", "ủy ban", "đảng ủy", "mặt trận", "văn phòng"]'),
    ("enterprise", "'Doanh nghiệp'", "DN", '["công ty", "hợp tác xã", "ngân hàng", "nhà máy"]'),
    ("military", "'Quân sự'", "QS", '["quân đội", "bộ đội", "biên phòng", "lực lượng vũ trang"]'),
    ("police", "'Công an'", "CA", "[]"),
    ("public_service", "'Đơn vị sự nghiệp'", "ĐVSN",
     '["sự nghiệp", "y tế", "bệnh viện", "trung tâm", "bảo tàng"]'),
    ("pensioners", "'Hưu trí'", "HT", '["nghỉ hưu", "cán bộ hưu"]'),
    ("other", "'Khác'", "Khác", "[]"),
)  # fmt: skip
BEHAVIOURS = sa.Enum(
    *(code for code, *_ in KINDS), name="unitkind", native_enum=False, length=40
)
USUAL_SECTORS = sa.Enum(
    *(code for code, *_ in SECTORS), name="sector", native_enum=False, length=40
)
# Rows of every tenant are read or written here, and the owner is behind the wall as well.
FORCED = ("tenants", "org_units", "campaign_routes")


def upgrade() -> None:
    _make("unit_kinds", BEHAVIOURS)
    op.create_unique_constraint(
        op.f("uq_unit_kinds_tenant_id_code_behaves_as"), "unit_kinds",
        ["tenant_id", "code", "behaves_as"],
    )  # fmt: skip
    _make("unit_sectors", USUAL_SECTORS)
    for table in FORCED:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    for place, (code, name, short) in enumerate(KINDS, start=1):
        _give("unit_kinds", place, code, name, short, "[]")
    for place, (code, name, short, spellings) in enumerate(SECTORS, start=1):
        _give("unit_sectors", place, code, name, short, spellings)
    op.add_column("org_units", sa.Column("kind_code", sa.Text(), nullable=True))
    op.execute("UPDATE org_units SET kind_code = kind")
    op.alter_column("org_units", "kind_code", nullable=False)
    op.alter_column("org_units", "sector", type_=sa.Text(), existing_nullable=True)
    op.alter_column("campaign_routes", "kind", type_=sa.Text(), existing_nullable=False)
    op.create_foreign_key(
        op.f("fk_org_units_tenant_id_kind_code_kind"), "org_units", "unit_kinds",
        ["tenant_id", "kind_code", "kind"], ["tenant_id", "code", "behaves_as"],
    )  # fmt: skip
    op.create_foreign_key(
        op.f("fk_org_units_tenant_id_sector"), "org_units", "unit_sectors",
        ["tenant_id", "sector"], ["tenant_id", "code"],
    )  # fmt: skip
    for table in FORCED:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for table in ("unit_kinds", "unit_sectors"):
        wall(table, may="SELECT, INSERT, UPDATE")
        op.execute(f"GRANT INSERT ON {table} TO {platform()}")


def downgrade() -> None:
    for table in FORCED:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    # A kind or sector of a tenant's own becomes again what it behaved as.
    op.drop_constraint(op.f("fk_org_units_tenant_id_sector"), "org_units", type_="foreignkey")
    op.drop_constraint(
        op.f("fk_org_units_tenant_id_kind_code_kind"), "org_units", type_="foreignkey"
    )
    op.execute("ALTER TABLE unit_sectors NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE unit_kinds NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE org_units SET sector = own.behaves_as FROM unit_sectors AS own"
        " WHERE own.tenant_id = org_units.tenant_id AND own.code = org_units.sector"
    )
    op.execute(
        "UPDATE campaign_routes SET kind = own.behaves_as FROM unit_kinds AS own"
        " WHERE own.tenant_id = campaign_routes.tenant_id AND own.code = campaign_routes.kind"
    )
    op.drop_column("org_units", "kind_code")
    op.alter_column("org_units", "sector", type_=sa.String(length=40), existing_nullable=True)
    op.alter_column(
        "campaign_routes", "kind", type_=sa.String(length=40), existing_nullable=False
    )
    op.drop_table("unit_sectors")
    op.drop_table("unit_kinds")
    for table in FORCED:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _make(table: str, behaves_as: sa.Enum) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("spellings", JSONB(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("behaves_as", behaves_as, nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f(f"ck_{table}_dates_in_order")
        ),
        sa.CheckConstraint(
            "name <> '' AND short_name <> ''", name=op.f(f"ck_{table}_has_names")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("tenant_id", "code", name=op.f(f"uq_{table}_tenant_id_code")),
    )


def _give(table: str, place: int, code: str, name: str, short: str, spellings: str) -> None:
    """Give every tenant the row that units of it refer to already."""
    op.execute(
        f"INSERT INTO {table} (tenant_id, id, code, name, short_name, position, spellings,"  # noqa: S608
        " valid_from, version, behaves_as)"
        f" SELECT id, gen_random_uuid(), '{code}', {name}, '{short}', {place * 10},"
        f" '{spellings}'::jsonb, valid_from, 1, '{code}' FROM tenants"
    )

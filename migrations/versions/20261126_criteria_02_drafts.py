"""criteria: drafts of sets

Revision ID: criteria_02
Revises: city_04
Create Date: 2026-11-26 18:00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'criteria_02'
down_revision: Union[str, Sequence[str], None] = 'city_04'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('criteria_drafts',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('document', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('based_on_id', sa.Uuid(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('changed_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_criteria_drafts_version_counts_from_one')),
    sa.ForeignKeyConstraint(['tenant_id', 'based_on_id'], ['criteria_sets.tenant_id', 'criteria_sets.id'], name=op.f('fk_criteria_drafts_tenant_id_based_on_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_criteria_drafts_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_criteria_drafts')),
    sa.UniqueConstraint('tenant_id', 'key', name=op.f('uq_criteria_drafts_tenant_id_key'))
    )
    wall('criteria_drafts', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('criteria_drafts')

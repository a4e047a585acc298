"""own days: what a tenant says of single days in its working-day calendar

Revision ID: time_01
Revises: units_01
Create Date: 2026-11-26 14:25:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

from migrations.policies import wall

revision: str = 'time_01'
down_revision: Union[str, Sequence[str], None] = 'units_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('own_days',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('off', 'working', name='daykind', native_enum=False, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_own_days_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_own_days')),
    sa.UniqueConstraint('tenant_id', 'day', name=op.f('uq_own_days_tenant_id_day'))
    )
    wall('own_days', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('own_days')

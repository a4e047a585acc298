"""reminders of what a unit owes its own year

Revision ID: cells_02
Revises: cells_01
Create Date: 2026-11-26 22:20:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'cells_02'
down_revision: Union[str, Sequence[str], None] = 'cells_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('unit_reminders',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('duty', sa.Enum('meeting', 'remedy', name='duty', native_enum=False, length=40), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('rung', sa.Integer(), nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=True),
    sa.CheckConstraint('rung > 0', name=op.f('ck_unit_reminders_unit_rungs_count_from_one')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_unit_reminders_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_unit_reminders_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_unit_reminders')),
    sa.UniqueConstraint('tenant_id', 'unit_id', 'duty', 'about', 'due_on', 'level', name=op.f('uq_unit_reminders_tenant_id_unit_id_duty_about_due_on_level'))
    )
    op.create_index(op.f('ix_unit_reminders_tenant_id_seq'), 'unit_reminders', ['tenant_id', 'seq'], unique=False)
    wall('unit_reminders', may='SELECT, INSERT, UPDATE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('unit_reminders')

"""logbook: strengths and weaknesses of a unit's year

Revision ID: meetings_02
Revises: sittings_03
Create Date: 2026-11-26 17:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'meetings_02'
down_revision: Union[str, Sequence[str], None] = 'sittings_03'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('log_entries',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('strength', 'weakness', name='entrykind', native_enum=False, length=40), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('group_key', sa.Text(), nullable=False),
    sa.Column('side', sa.Enum('cell', 'supervisor', 'ward', name='side', native_enum=False, length=40), nullable=False),
    sa.Column('written_by', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('written_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('plan', sa.Text(), nullable=False),
    sa.Column('responsible', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('finding', sa.Enum('remedied', 'partly', 'not_remedied', name='finding', native_enum=False, length=40), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('check_words', sa.Text(), nullable=False),
    sa.Column('checked_by', sa.Text(), nullable=False),
    sa.Column('checked_by_id', sa.Uuid(), nullable=True),
    sa.Column('withdrawn_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("kind = 'weakness' OR (plan = '' AND responsible = '' AND due_on IS NULL AND finding IS NULL)", name=op.f('ck_log_entries_only_weaknesses_are_remedied')),
    sa.CheckConstraint("words <> ''", name=op.f('ck_log_entries_says_something')),
    sa.CheckConstraint('(finding IS NULL) = (checked_on IS NULL)', name=op.f('ck_log_entries_checked_on_a_day')),
    sa.ForeignKeyConstraint(['tenant_id', 'checked_by_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_log_entries_tenant_id_checked_by_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_log_entries_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'written_by_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_log_entries_tenant_id_written_by_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_log_entries_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_log_entries'))
    )
    op.create_index('ix_log_entries_open', 'log_entries', ['tenant_id', 'unit_id', 'due_on'], unique=False, postgresql_where=sa.text("kind = 'weakness' AND withdrawn_at IS NULL"))
    op.create_index(op.f('ix_log_entries_tenant_id_unit_id_year_noted_on'), 'log_entries', ['tenant_id', 'unit_id', 'year', 'noted_on'], unique=False)
    wall('log_entries', may='SELECT, INSERT, UPDATE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index('ix_log_entries_open', table_name='log_entries', postgresql_where=sa.text("kind = 'weakness' AND withdrawn_at IS NULL"))
    op.drop_index(op.f('ix_log_entries_tenant_id_unit_id_year_noted_on'), table_name='log_entries')
    op.drop_table('log_entries')

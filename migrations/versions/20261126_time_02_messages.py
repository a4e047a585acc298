"""messages and reminders: who is told what outside of the service, and what was sent

Revision ID: time_02
Revises: entry_02
Create Date: 2026-11-26 15:00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'time_02'
down_revision: Union[str, Sequence[str], None] = 'entry_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('bundles',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('made_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_bundles_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_bundles_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_bundles'))
    )
    op.create_index('uq_bundles_daily', 'bundles', ['tenant_id', 'person_id', 'day'], unique=True, postgresql_where=sa.text('NOT urgent'))
    op.create_table('told_how',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('channels', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('gathered', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_told_how_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_told_how_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'person_id', name=op.f('pk_told_how'))
    )
    op.create_table('deliveries',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('bundle_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.Enum('email', 'sms', 'zalo', name='channel', native_enum=False, length=40), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('made_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('sent_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('sent_by', sa.Text(), nullable=True),
    sa.Column('given_up_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.CheckConstraint('sent_at IS NULL OR given_up_at IS NULL', name=op.f('ck_deliveries_sent_or_given_up')),
    sa.ForeignKeyConstraint(['tenant_id', 'bundle_id'], ['bundles.tenant_id', 'bundles.id'], name=op.f('fk_deliveries_tenant_id_bundle_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_deliveries_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('tenant_id', 'bundle_id', 'channel', name=op.f('uq_deliveries_tenant_id_bundle_id_channel'))
    )
    op.create_index(op.f('ix_deliveries_tenant_id_made_at'), 'deliveries', ['tenant_id', 'made_at'], unique=False)
    op.create_table('messages',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=True),
    sa.Column('task_id', sa.Uuid(), nullable=True),
    sa.Column('seq', sa.Integer(), nullable=True),
    sa.Column('reminder_id', sa.Uuid(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('short', sa.Text(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('ready_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('dropped_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('dropped_because', sa.Text(), nullable=True),
    sa.Column('bundle_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('bundle_id IS NULL OR dropped_at IS NULL', name=op.f('ck_messages_bundled_or_dropped')),
    sa.CheckConstraint('length(short) <= 160', name=op.f('ck_messages_short_is_one_sms')),
    sa.ForeignKeyConstraint(['tenant_id', 'bundle_id'], ['bundles.tenant_id', 'bundles.id'], name=op.f('fk_messages_tenant_id_bundle_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_messages_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_messages_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_messages')),
    sa.UniqueConstraint('tenant_id', 'person_id', 'reminder_id', name=op.f('uq_messages_tenant_id_person_id_reminder_id')),
    sa.UniqueConstraint('tenant_id', 'person_id', 'seq', name=op.f('uq_messages_tenant_id_person_id_seq'))
    )
    op.create_index('ix_messages_waiting', 'messages', ['tenant_id', 'ready_at'], unique=False, postgresql_where=sa.text('bundle_id IS NULL AND dropped_at IS NULL'))
    op.create_table('reminders',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('task_id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('rung', sa.Integer(), nullable=True),
    sa.Column('due_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.CheckConstraint('rung IS NULL OR rung > 0', name=op.f('ck_reminders_rungs_count_from_one')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_reminders_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'task_id'], ['tasks.tenant_id', 'tasks.id'], name=op.f('fk_reminders_tenant_id_task_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_reminders_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_reminders'))
    )
    op.create_index(op.f('ix_reminders_tenant_id_at'), 'reminders', ['tenant_id', 'at'], unique=False)
    op.create_index(op.f('ix_reminders_tenant_id_task_id_rung'), 'reminders', ['tenant_id', 'task_id', 'rung'], unique=False)
    op.create_index('uq_reminders_rung', 'reminders', ['tenant_id', 'task_id', 'level'], unique=True, postgresql_where=sa.text("level <> 'by_hand'"))
    op.add_column('notices', sa.Column('reminder_id', sa.Uuid(), nullable=True))
    op.alter_column('notices', 'seq',
               existing_type=sa.INTEGER(),
               nullable=True)
    op.create_unique_constraint(op.f('uq_notices_tenant_id_person_id_reminder_id'), 'notices', ['tenant_id', 'person_id', 'reminder_id'])
    op.create_foreign_key(op.f('fk_notices_tenant_id_reminder_id'), 'notices', 'reminders', ['tenant_id', 'reminder_id'], ['tenant_id', 'id'])
    op.create_index('ix_tasks_due', 'tasks', ['tenant_id', 'due_at'], unique=False, postgresql_where=sa.text('done_at IS NULL'))
    op.create_check_constraint(op.f('ck_notices_event_or_reminder'), 'notices', '(seq IS NULL) <> (reminder_id IS NULL)')
    wall('bundles', may='SELECT, INSERT')
    wall('told_how', may='SELECT, INSERT, UPDATE')
    wall('deliveries', may='SELECT, INSERT, UPDATE')
    wall('messages', may='SELECT, INSERT, UPDATE')
    wall('reminders', may='SELECT, INSERT')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint(op.f('ck_notices_event_or_reminder'), 'notices', type_='check')
    op.execute('ALTER TABLE notices NO FORCE ROW LEVEL SECURITY')
    op.execute('DELETE FROM notices WHERE seq IS NULL')
    op.execute('ALTER TABLE notices FORCE ROW LEVEL SECURITY')
    op.drop_index('ix_tasks_due', table_name='tasks', postgresql_where=sa.text('done_at IS NULL'))
    op.drop_constraint(op.f('fk_notices_tenant_id_reminder_id'), 'notices', type_='foreignkey')
    op.drop_constraint(op.f('uq_notices_tenant_id_person_id_reminder_id'), 'notices', type_='unique')
    op.alter_column('notices', 'seq',
               existing_type=sa.INTEGER(),
               nullable=False)
    op.drop_column('notices', 'reminder_id')
    op.drop_index('uq_reminders_rung', table_name='reminders', postgresql_where=sa.text("level <> 'by_hand'"))
    op.drop_index(op.f('ix_reminders_tenant_id_task_id_rung'), table_name='reminders')
    op.drop_index(op.f('ix_reminders_tenant_id_at'), table_name='reminders')
    op.drop_table('reminders')
    op.drop_index('ix_messages_waiting', table_name='messages', postgresql_where=sa.text('bundle_id IS NULL AND dropped_at IS NULL'))
    op.drop_table('messages')
    op.drop_index(op.f('ix_deliveries_tenant_id_made_at'), table_name='deliveries')
    op.drop_table('deliveries')
    op.drop_table('told_how')
    op.drop_index('uq_bundles_daily', table_name='bundles', postgresql_where=sa.text('NOT urgent'))
    op.drop_table('bundles')

"""who has taken a task on, who ended it with which move, and the archive

Revision ID: engine_01
Revises: units_03
Create Date: 2026-11-26 14:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = 'engine_01'
down_revision: Union[str, Sequence[str], None] = 'units_03'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('tasks', sa.Column('claimed_by_id', sa.Uuid(), nullable=True))
    op.add_column('tasks', sa.Column('claimed_at', postgresql.TIMESTAMP(timezone=True), nullable=True))
    op.add_column('tasks', sa.Column('done_by_id', sa.Uuid(), nullable=True))
    op.add_column('tasks', sa.Column('done_with', sa.Text(), nullable=True))
    op.alter_column('tasks', 'due_at', existing_type=postgresql.TIMESTAMP(timezone=True), nullable=False)
    op.create_foreign_key(op.f('fk_tasks_tenant_id_claimed_by_id'), 'tasks', 'people', ['tenant_id', 'claimed_by_id'], ['tenant_id', 'id'])
    op.create_check_constraint(op.f('ck_tasks_claimed_when'), 'tasks', '(claimed_by_id IS NULL) = (claimed_at IS NULL)')
    op.drop_index('ix_tasks_inbox', table_name='tasks')
    op.create_index('ix_tasks_inbox', 'tasks', ['tenant_id', 'unit_id', 'party', 'desk', 'due_at', 'id'], unique=False, postgresql_where=sa.text('done_at IS NULL'))
    op.create_index('ix_tasks_archive', 'tasks', ['tenant_id', 'unit_id', 'party', 'desk', 'done_at', 'id'], unique=False, postgresql_where=sa.text('done_at IS NOT NULL'))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index('ix_tasks_archive', table_name='tasks', postgresql_where=sa.text('done_at IS NOT NULL'))
    op.drop_index('ix_tasks_inbox', table_name='tasks', postgresql_where=sa.text('done_at IS NULL'))
    op.create_index('ix_tasks_inbox', 'tasks', ['tenant_id', 'unit_id', 'party', 'due_at', 'id'], unique=False, postgresql_where=sa.text('done_at IS NULL'))
    op.drop_constraint(op.f('ck_tasks_claimed_when'), 'tasks', type_='check')
    op.drop_constraint(op.f('fk_tasks_tenant_id_claimed_by_id'), 'tasks', type_='foreignkey')
    op.alter_column('tasks', 'due_at', existing_type=postgresql.TIMESTAMP(timezone=True), nullable=True)
    op.drop_column('tasks', 'done_with')
    op.drop_column('tasks', 'done_by_id')
    op.drop_column('tasks', 'claimed_at')
    op.drop_column('tasks', 'claimed_by_id')

"""citations: a criterion rests on the unit's own books

Revision ID: cells_01
Revises: classes_01
Create Date: 2026-11-26 21:20:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'cells_01'
down_revision: Union[str, Sequence[str], None] = 'classes_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('citations',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.Text(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=True),
    sa.Column('meeting_id', sa.Uuid(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('told', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cited_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('cited_by', sa.Text(), nullable=False),
    sa.CheckConstraint('(entry_id IS NULL) <> (meeting_id IS NULL)', name=op.f('ck_citations_cites_one_thing')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_citations_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'entry_id'], ['log_entries.tenant_id', 'log_entries.id'], name=op.f('fk_citations_tenant_id_entry_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'meeting_id'], ['monthly_meetings.tenant_id', 'monthly_meetings.id'], name=op.f('fk_citations_tenant_id_meeting_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_citations_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_citations')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', 'criterion', 'entry_id', name=op.f('uq_citations_tenant_id_dossier_id_criterion_entry_id')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', 'criterion', 'meeting_id', name=op.f('uq_citations_tenant_id_dossier_id_criterion_meeting_id'))
    )
    op.create_index(op.f('ix_citations_tenant_id_entry_id'), 'citations', ['tenant_id', 'entry_id'], unique=False)
    op.create_index(op.f('ix_citations_tenant_id_meeting_id'), 'citations', ['tenant_id', 'meeting_id'], unique=False)
    wall('citations', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('citations')

"""evidence: files of units, where they are attached, the room they take

Revision ID: evidence_01
Revises: papers_01
Create Date: 2026-11-26 14:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'evidence_01'
down_revision: Union[str, Sequence[str], None] = 'papers_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('file_spaces',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('used', sa.BigInteger(), nullable=False),
    sa.Column('quota_mb', sa.BigInteger(), nullable=True),
    sa.CheckConstraint('quota_mb IS NULL OR quota_mb >= 0', name=op.f('ck_file_spaces_quota_not_negative')),
    sa.CheckConstraint('used >= 0', name=op.f('ck_file_spaces_used_not_negative')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_file_spaces_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', name=op.f('pk_file_spaces'))
    )
    op.create_table('evidence',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('jpeg', 'png', 'pdf', 'docx', 'xlsx', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('origin', sa.Enum('store', 'registration', 'meeting', 'logbook', 'appraisal', 'other', name='origin', native_enum=False, length=40), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('stored', sa.Text(), nullable=False),
    sa.Column('thumbnail', sa.Text(), nullable=True),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('thumbnail_size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('came_as', sa.Text(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=True),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('added_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('added_by', sa.Text(), nullable=False),
    sa.Column('added_by_id', sa.Uuid(), nullable=True),
    sa.Column('for_name', sa.Text(), nullable=False),
    sa.Column('replaces_id', sa.Uuid(), nullable=True),
    sa.Column('replaced_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('removed_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('removed_by', sa.Text(), nullable=True),
    sa.Column('purged_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.CheckConstraint('purged_at IS NULL OR removed_at IS NOT NULL', name=op.f('ck_evidence_removed_first')),
    sa.CheckConstraint('replaces_id IS DISTINCT FROM id', name=op.f('ck_evidence_replaces_another')),
    sa.CheckConstraint('size > 0', name=op.f('ck_evidence_file_is_not_empty')),
    sa.ForeignKeyConstraint(['tenant_id', 'added_by_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_evidence_tenant_id_added_by_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'replaces_id'], ['evidence.tenant_id', 'evidence.id'], name=op.f('fk_evidence_tenant_id_replaces_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_evidence_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_evidence_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_evidence'))
    )
    op.create_index(op.f('ix_evidence_tenant_id_unit_id_year_taken_on'), 'evidence', ['tenant_id', 'unit_id', 'year', 'taken_on'], unique=False)
    op.create_index('uq_evidence_same_file', 'evidence', ['tenant_id', 'unit_id', 'year', 'came_as'], unique=True, postgresql_where=sa.text('removed_at IS NULL AND replaced_at IS NULL'))
    op.create_table('held_files',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('form_key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('stored', sa.Text(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('came_as', sa.Text(), nullable=False),
    sa.Column('held_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_held_files_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_held_files_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_held_files')),
    sa.UniqueConstraint('tenant_id', 'account_id', 'form_key', 'came_as', name=op.f('uq_held_files_tenant_id_account_id_form_key_came_as'))
    )
    op.create_index(op.f('ix_held_files_tenant_id_held_at'), 'held_files', ['tenant_id', 'held_at'], unique=False)
    op.create_table('evidence_links',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.Text(), nullable=False),
    sa.Column('attached_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('attached_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_evidence_links_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'evidence_id'], ['evidence.tenant_id', 'evidence.id'], name=op.f('fk_evidence_links_tenant_id_evidence_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_evidence_links_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_evidence_links')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', 'criterion', 'evidence_id', name=op.f('uq_evidence_links_tenant_id_dossier_id_criterion_evidence_id'))
    )
    op.create_index(op.f('ix_evidence_links_tenant_id_evidence_id'), 'evidence_links', ['tenant_id', 'evidence_id'], unique=False)
    wall('file_spaces', may='SELECT, INSERT, UPDATE')
    wall('evidence', may='SELECT, INSERT, UPDATE')
    wall('evidence_links', may='SELECT, INSERT, UPDATE, DELETE')
    wall('held_files', may='SELECT, INSERT, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_evidence_links_tenant_id_evidence_id'), table_name='evidence_links')
    op.drop_table('evidence_links')
    op.drop_index(op.f('ix_held_files_tenant_id_held_at'), table_name='held_files')
    op.drop_table('held_files')
    op.drop_index('uq_evidence_same_file', table_name='evidence', postgresql_where=sa.text('removed_at IS NULL AND replaced_at IS NULL'))
    op.drop_index(op.f('ix_evidence_tenant_id_unit_id_year_taken_on'), table_name='evidence')
    op.drop_table('evidence')
    op.drop_table('file_spaces')

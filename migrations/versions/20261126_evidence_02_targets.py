"""targets: what cells commit to in figures, what committees suggest, what is registered for

Revision ID: evidence_02
Revises: engine_01
Create Date: 2026-11-26 15:05:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'evidence_02'
down_revision: Union[str, Sequence[str], None] = 'engine_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('registration_templates',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('committee_id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('commitments', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('targets', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('changed_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_registration_templates_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'committee_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_registration_templates_tenant_id_committee_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_registration_templates_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_registration_templates')),
    sa.UniqueConstraint('tenant_id', 'committee_id', 'campaign_id', name=op.f('uq_registration_templates_tenant_id_committee_id_campaign_id'))
    )
    op.create_table('targets',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('part_of_id', sa.Uuid(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('group_key', sa.Text(), nullable=False),
    sa.Column('series', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('name_key', sa.Text(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('planned', sa.Numeric(precision=14, scale=3), nullable=True),
    sa.Column('reached', sa.Numeric(precision=14, scale=3), nullable=True),
    sa.Column('as_of', sa.Date(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('changed_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('part_of_id IS DISTINCT FROM id', name=op.f('ck_targets_part_of_another')),
    sa.CheckConstraint('planned IS NULL OR planned >= 0', name=op.f('ck_targets_planned_not_negative')),
    sa.CheckConstraint('reached IS NULL OR as_of IS NOT NULL', name=op.f('ck_targets_reached_as_of_a_day')),
    sa.CheckConstraint('reached IS NULL OR reached >= 0', name=op.f('ck_targets_reached_not_negative')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_targets_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'part_of_id'], ['targets.tenant_id', 'targets.id'], name=op.f('fk_targets_tenant_id_part_of_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_targets_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_targets')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', 'name_key', name=op.f('uq_targets_tenant_id_dossier_id_name_key'))
    )
    op.create_index(op.f('ix_targets_tenant_id_dossier_id_position'), 'targets', ['tenant_id', 'dossier_id', 'position'], unique=False)
    op.add_column('dossiers', sa.Column('aim', sa.Text(), nullable=True))
    wall('registration_templates', may='SELECT, INSERT, UPDATE')
    wall('targets', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('dossiers', 'aim')
    op.drop_index(op.f('ix_targets_tenant_id_dossier_id_position'), table_name='targets')
    op.drop_table('targets')
    op.drop_table('registration_templates')

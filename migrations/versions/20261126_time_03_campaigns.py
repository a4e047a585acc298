"""campaigns: an authority map, versions of a year, its events; criteria pinned to dossiers

Revision ID: time_03
Revises: flows_01
Create Date: 2026-11-26 15:00:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'time_03'
down_revision: Union[str, Sequence[str], None] = 'flows_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('campaign_events',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('launch', 'interim_review', 'final_review', 'briefing', 'dialogue', name='eventkind', native_enum=False, length=40), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('chair', sa.Text(), nullable=False),
    sa.Column('guests', sa.Text(), nullable=False),
    sa.Column('directions', sa.Text(), nullable=False),
    sa.Column('petitions', sa.Text(), nullable=False),
    sa.Column('papers', sa.Text(), nullable=False),
    sa.Column('cancelled_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_campaign_events_version_counts_from_one')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_campaign_events_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_campaign_events_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_campaign_events_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_campaign_events'))
    )
    op.create_index(op.f('ix_campaign_events_tenant_id_unit_id_planned_on'), 'campaign_events', ['tenant_id', 'unit_id', 'planned_on'], unique=False)
    op.create_table('campaign_routes',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('upper_committee', 'ward_committee', 'grassroots_organisation', 'party_cell', name='unitkind', native_enum=False, length=40), nullable=False),
    sa.Column('sector', sa.Text(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('flow', sa.Text(), nullable=False),
    sa.Column('flow_version', sa.Integer(), nullable=False),
    sa.Column('criteria_set_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('flow_version > 0', name=op.f('ck_campaign_routes_flow_version_counts_from_one')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_campaign_routes_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'criteria_set_id'], ['criteria_sets.tenant_id', 'criteria_sets.id'], name=op.f('fk_campaign_routes_tenant_id_criteria_set_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_campaign_routes_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_campaign_routes')),
    sa.UniqueConstraint('tenant_id', 'campaign_id', 'kind', 'sector', 'since', name=op.f('uq_campaign_routes_tenant_id_campaign_id_kind_sector_since'))
    )
    op.create_table('campaign_versions',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decision_number', sa.Text(), nullable=False),
    sa.Column('decision_on', sa.Date(), nullable=False),
    sa.Column('difference', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint('version > 1', name=op.f('ck_campaign_versions_first_is_the_opening')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_campaign_versions_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_campaign_versions_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_campaign_versions')),
    sa.UniqueConstraint('tenant_id', 'campaign_id', 'version', name=op.f('uq_campaign_versions_tenant_id_campaign_id_version'))
    )
    op.add_column('campaigns', sa.Column('version', sa.Integer(), server_default='1', nullable=False))
    op.alter_column('campaigns', 'version', server_default=None)
    op.add_column('campaigns', sa.Column('units_to_open', sa.Integer(), nullable=True))
    op.add_column('dossiers', sa.Column('criteria_set_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f('fk_dossiers_tenant_id_criteria_set_id'), 'dossiers', 'criteria_sets', ['tenant_id', 'criteria_set_id'], ['tenant_id', 'id'])
    wall('campaign_routes', may='SELECT, INSERT, UPDATE, DELETE')
    wall('campaign_versions', may='SELECT, INSERT')
    wall('campaign_events', may='SELECT, INSERT, UPDATE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint(op.f('fk_dossiers_tenant_id_criteria_set_id'), 'dossiers', type_='foreignkey')
    op.drop_column('dossiers', 'criteria_set_id')
    op.drop_column('campaigns', 'units_to_open')
    op.drop_column('campaigns', 'version')
    op.drop_table('campaign_versions')
    op.drop_table('campaign_routes')
    op.drop_index(op.f('ix_campaign_events_tenant_id_unit_id_planned_on'), table_name='campaign_events')
    op.drop_table('campaign_events')

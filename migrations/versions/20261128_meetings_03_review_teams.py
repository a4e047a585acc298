"""review teams, weak units, counts of checklists

Revision ID: meetings_03
Revises: criteria_02
Create Date: 2026-11-26 17:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'meetings_03'
down_revision: Union[str, Sequence[str], None] = 'criteria_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('review_teams',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('committee_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('ground', sa.Enum('shortcomings', 'late_remediation', 'signs_of_violation', name='ground', native_enum=False, length=40), nullable=False),
    sa.Column('part', sa.Enum('suggests', 'attends', name='part', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('leader', sa.Text(), nullable=False),
    sa.Column('members', sa.Text(), nullable=False),
    sa.Column('decision_number', sa.Text(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('individuals', sa.Integer(), nullable=False),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('sent_by', sa.Text(), nullable=False),
    sa.Column('sent_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('cancelled_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('held_on IS NULL OR cancelled_at IS NULL', name=op.f('ck_review_teams_held_or_cancelled')),
    sa.CheckConstraint('individuals >= 0', name=op.f('ck_review_teams_individuals_not_negative')),
    sa.ForeignKeyConstraint(['tenant_id', 'committee_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_review_teams_tenant_id_committee_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_review_teams_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_review_teams_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_review_teams'))
    )
    op.create_index(op.f('ix_review_teams_tenant_id_unit_id_year'), 'review_teams', ['tenant_id', 'unit_id', 'year'], unique=False)
    op.create_table('weak_flags',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('set_by', sa.Text(), nullable=False),
    sa.Column('set_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('lifted_on', sa.Date(), nullable=True),
    sa.Column('lifted_reason', sa.Text(), nullable=False),
    sa.Column('lifted_by', sa.Text(), nullable=False),
    sa.CheckConstraint("(lifted_on IS NULL) = (lifted_reason = '')", name=op.f('ck_weak_flags_lifted_with_a_reason')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_weak_flags_has_a_reason')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_weak_flags_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_weak_flags_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_weak_flags'))
    )
    op.create_index('uq_weak_flags_standing', 'weak_flags', ['tenant_id', 'unit_id'], unique=True, postgresql_where=sa.text('lifted_on IS NULL'))
    op.create_table('checklist_counts',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('checklist', sa.Text(), nullable=False),
    sa.Column('reflected', sa.Integer(), nullable=False),
    sa.Column('items', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('counted_on', sa.Date(), nullable=False),
    sa.Column('counted_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('reflected >= 0', name=op.f('ck_checklist_counts_reflected_not_negative')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_checklist_counts_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_checklist_counts_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_checklist_counts')),
    sa.UniqueConstraint('tenant_id', 'unit_id', 'year', 'checklist', name=op.f('uq_checklist_counts_tenant_id_unit_id_year_checklist'))
    )
    op.add_column('log_entries', sa.Column('review_team_id', sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f('fk_log_entries_tenant_id_review_team_id'), 'log_entries', 'review_teams', ['tenant_id', 'review_team_id'], ['tenant_id', 'id'])
    wall('review_teams', may='SELECT, INSERT, UPDATE')
    wall('weak_flags', may='SELECT, INSERT, UPDATE')
    wall('checklist_counts', may='SELECT, INSERT, UPDATE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint(op.f('fk_log_entries_tenant_id_review_team_id'), 'log_entries', type_='foreignkey')
    op.drop_column('log_entries', 'review_team_id')
    op.drop_table('checklist_counts')
    op.drop_index('uq_weak_flags_standing', table_name='weak_flags', postgresql_where=sa.text('lifted_on IS NULL'))
    op.drop_table('weak_flags')
    op.drop_index(op.f('ix_review_teams_tenant_id_unit_id_year'), table_name='review_teams')
    op.drop_table('review_teams')

"""meetings: monthly meetings and what they resolve

Revision ID: meetings_01
Revises: assessment_01
Create Date: 2026-11-26 17:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'meetings_01'
down_revision: Union[str, Sequence[str], None] = 'assessment_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('monthly_meetings',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('regular', 'thematic', 'extraordinary', name='meetingkind', native_enum=False, length=40), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('moved_reason', sa.Text(), nullable=False),
    sa.Column('began', sa.Text(), nullable=False),
    sa.Column('ended', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('chair', sa.Text(), nullable=False),
    sa.Column('recorder', sa.Text(), nullable=False),
    sa.Column('guests', sa.Text(), nullable=False),
    sa.Column('official', sa.Integer(), nullable=False),
    sa.Column('probationary', sa.Integer(), nullable=False),
    sa.Column('exempted', sa.Integer(), nullable=False),
    sa.Column('elsewhere', sa.Integer(), nullable=False),
    sa.Column('suspended', sa.Integer(), nullable=False),
    sa.Column('on_duty', sa.Integer(), nullable=False),
    sa.Column('away', sa.Integer(), nullable=False),
    sa.Column('away_present', sa.Integer(), nullable=False),
    sa.Column('away_met_on', sa.Date(), nullable=True),
    sa.Column('away_apart', sa.Boolean(), nullable=False),
    sa.Column('present', sa.Integer(), nullable=False),
    sa.Column('excused', sa.Integer(), nullable=False),
    sa.Column('unexcused', sa.Integer(), nullable=False),
    sa.Column('absences', sa.Text(), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=False),
    sa.Column('discussion', sa.Text(), nullable=False),
    sa.Column('speakers', sa.Integer(), nullable=True),
    sa.Column('conclusion', sa.Text(), nullable=False),
    sa.Column('lacking', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('quality', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('total', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('remark_by', sa.Text(), nullable=False),
    sa.Column('remark_by_id', sa.Uuid(), nullable=True),
    sa.Column('remark_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('cancelled_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(remark = '') = (remark_at IS NULL)", name=op.f('ck_monthly_meetings_remark_has_its_time')),
    sa.CheckConstraint('away_present <= away', name=op.f('ck_monthly_meetings_away_within_its_group')),
    sa.CheckConstraint('held_on IS NULL OR cancelled_at IS NULL', name=op.f('ck_monthly_meetings_held_or_cancelled')),
    sa.CheckConstraint('least(official, probationary, exempted, elsewhere, suspended, on_duty, away, away_present, present, excused, unexcused) >= 0', name=op.f('ck_monthly_meetings_numbers_not_negative')),
    sa.CheckConstraint('month BETWEEN 1 AND 12', name=op.f('ck_monthly_meetings_month_of_a_year')),
    sa.CheckConstraint('total IS NULL OR held_on IS NOT NULL', name=op.f('ck_monthly_meetings_scored_when_held')),
    sa.ForeignKeyConstraint(['tenant_id', 'remark_by_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_monthly_meetings_tenant_id_remark_by_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_monthly_meetings_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_monthly_meetings_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_monthly_meetings'))
    )
    op.create_index(op.f('ix_monthly_meetings_tenant_id_unit_id_year_month'), 'monthly_meetings', ['tenant_id', 'unit_id', 'year', 'month'], unique=False)
    op.create_index('uq_monthly_meetings_regular', 'monthly_meetings', ['tenant_id', 'unit_id', 'year', 'month'], unique=True, postgresql_where=sa.text("kind = 'regular' AND cancelled_at IS NULL"))
    op.create_table('resolution_items',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.Enum('done', 'under_way', 'not_done', name='outcome', native_enum=False, length=40), nullable=True),
    sa.Column('outcome_words', sa.Text(), nullable=False),
    sa.Column('followed_in_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("what <> ''", name=op.f('ck_resolution_items_says_what')),
    sa.CheckConstraint('(outcome IS NULL) = (followed_in_id IS NULL)', name=op.f('ck_resolution_items_outcome_found_in_a_meeting')),
    sa.CheckConstraint('followed_in_id IS DISTINCT FROM meeting_id', name=op.f('ck_resolution_items_followed_up_later')),
    sa.ForeignKeyConstraint(['tenant_id', 'followed_in_id'], ['monthly_meetings.tenant_id', 'monthly_meetings.id'], name=op.f('fk_resolution_items_tenant_id_followed_in_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'meeting_id'], ['monthly_meetings.tenant_id', 'monthly_meetings.id'], name=op.f('fk_resolution_items_tenant_id_meeting_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_resolution_items_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_resolution_items'))
    )
    op.create_index(op.f('ix_resolution_items_tenant_id_followed_in_id'), 'resolution_items', ['tenant_id', 'followed_in_id'], unique=False)
    op.create_index(op.f('ix_resolution_items_tenant_id_meeting_id_position'), 'resolution_items', ['tenant_id', 'meeting_id', 'position'], unique=False)
    wall('monthly_meetings', may='SELECT, INSERT, UPDATE')
    wall('resolution_items', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_resolution_items_tenant_id_followed_in_id'), table_name='resolution_items')
    op.drop_index(op.f('ix_resolution_items_tenant_id_meeting_id_position'), table_name='resolution_items')
    op.drop_table('resolution_items')
    op.drop_index(op.f('ix_monthly_meetings_tenant_id_unit_id_year_month'), table_name='monthly_meetings')
    op.drop_index('uq_monthly_meetings_regular', table_name='monthly_meetings', postgresql_where=sa.text("kind = 'regular' AND cancelled_at IS NULL"))
    op.drop_table('monthly_meetings')

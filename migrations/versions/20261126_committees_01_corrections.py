"""corrections: what was misprinted in a decision, and how it is put right

Revision ID: committees_01
Revises: papers_02
Create Date: 2026-11-26 21:10:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'committees_01'
down_revision: Union[str, Sequence[str], None] = 'papers_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('decisions', sa.Column('corrected', sa.Integer(), server_default='0', nullable=False))
    op.create_table('corrections',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('field', sa.Enum('number', 'signed_on', 'unit', 'committee', 'secretary', name='misprinted', native_enum=False, length=40), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=True),
    sa.Column('was', sa.Text(), nullable=False),
    sa.Column('becomes', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('paper', sa.Text(), nullable=False),
    sa.Column('paper_on', sa.Date(), nullable=False),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('corrected_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('corrected_by', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('position > 0', name=op.f('ck_corrections_position_is_counted')),
    sa.CheckConstraint("was <> becomes AND becomes <> ''", name=op.f('ck_corrections_something_changes')),
    sa.CheckConstraint("reason <> '' AND paper <> ''", name=op.f('ck_corrections_rests_on_a_paper')),
    sa.CheckConstraint("(unit_id IS NULL) = (field IN ('number', 'signed_on'))", name=op.f('ck_corrections_names_belong_to_a_unit')),
    sa.ForeignKeyConstraint(['tenant_id', 'decision_id'], ['decisions.tenant_id', 'decisions.id'], name=op.f('fk_corrections_tenant_id_decision_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_corrections_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_corrections_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_corrections_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_corrections')),
    sa.UniqueConstraint('tenant_id', 'decision_id', 'position', name=op.f('uq_corrections_tenant_id_decision_id_position'))
    )
    wall('corrections', may='SELECT, INSERT')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('corrections')
    op.drop_column('decisions', 'corrected')

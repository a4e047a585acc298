"""numbers of notices and reports, entered once they are drawn up

Revision ID: numbered_papers_01
Revises: committees_02
Create Date: 2026-11-27 01:05:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

revision: str = 'numbered_papers_01'
down_revision: Union[str, Sequence[str], None] = 'committees_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('numbered_papers',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=True),
    sa.Column('campaign_id', sa.Uuid(), nullable=True),
    sa.Column('part', sa.Text(), server_default='', nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('term', sa.Integer(), nullable=False),
    sa.Column('signer_id', sa.Uuid(), nullable=False),
    sa.Column('numbered_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('numbered_by', sa.Text(), nullable=False),
    sa.CheckConstraint('num_nonnulls(sitting_id, campaign_id) = 1', name=op.f('ck_numbered_papers_one_subject')),
    sa.CheckConstraint("number <> ''", name=op.f('ck_numbered_papers_has_a_number')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_numbered_papers_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'sitting_id'], ['sittings.tenant_id', 'sittings.id'], name=op.f('fk_numbered_papers_tenant_id_sitting_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_numbered_papers_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'signer_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_numbered_papers_tenant_id_signer_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_numbered_papers_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_numbered_papers')),
    sa.UniqueConstraint('tenant_id', 'kind', 'unit_id', 'sitting_id', 'campaign_id', 'part', name='uq_numbered_papers_once', postgresql_nulls_not_distinct=True),
    sa.UniqueConstraint('tenant_id', 'unit_id', 'term', 'number', name=op.f('uq_numbered_papers_tenant_id_unit_id_term_number'))
    )
    wall('numbered_papers', may='SELECT, INSERT')
    # Reviews were final though they had no number: they are drafts until they get one.
    op.execute('ALTER TABLE papers NO FORCE ROW LEVEL SECURITY')
    op.execute("UPDATE papers SET edition = 'draft' WHERE kind = 'D12'")
    op.execute('ALTER TABLE papers FORCE ROW LEVEL SECURITY')


def downgrade() -> None:
    """Downgrade schema."""
    op.execute('ALTER TABLE papers NO FORCE ROW LEVEL SECURITY')
    op.execute(
        "DELETE FROM papers USING numbered_papers AS numbered"
        " WHERE papers.tenant_id = numbered.tenant_id AND papers.kind = numbered.kind"
        " AND papers.part = numbered.part AND papers.edition = 'final'"
        " AND papers.sitting_id IS NOT DISTINCT FROM numbered.sitting_id"
        " AND papers.campaign_id IS NOT DISTINCT FROM numbered.campaign_id"
    )
    op.execute("UPDATE papers SET edition = 'final' WHERE kind = 'D12'")
    op.execute('ALTER TABLE papers FORCE ROW LEVEL SECURITY')
    op.drop_table('numbered_papers')

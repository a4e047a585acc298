"""passwords, codes that are sent, failures, what a sign-in stands on

Revision ID: entry_01
Revises: evidence_01
Create Date: 2026-11-26 14:30:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

# revision identifiers, used by Alembic.
revision: str = 'entry_01'
down_revision: Union[str, Sequence[str], None] = 'evidence_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('sign_in_codes', sa.Column('browser', sa.LargeBinary(), nullable=True))
    op.drop_constraint(op.f('ck_sign_in_codes_five_tries'), 'sign_in_codes')
    op.create_check_constraint(op.f('ck_sign_in_codes_few_tries'), 'sign_in_codes', 'tries BETWEEN 0 AND 25')

    # Sign-ins and links of before do not say what they stand on: nobody stays in by them.
    op.add_column('sign_ins', sa.Column('stands_on', sa.LargeBinary(), server_default=sa.text("'\\x'::bytea"), nullable=False))
    op.alter_column('sign_ins', 'stands_on', server_default=None)
    op.add_column('sign_ins', sa.Column('decides', sa.Boolean(), server_default=sa.text('true'), nullable=False))
    op.alter_column('sign_ins', 'decides', server_default=None)
    op.add_column('invitations', sa.Column('phone', sa.Text(), server_default='', nullable=False))
    op.alter_column('invitations', 'phone', server_default=None)

    op.create_table('passwords',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('set_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_passwords_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_passwords_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_passwords')),
    sa.UniqueConstraint('tenant_id', 'account_id', name=op.f('uq_passwords_tenant_id_account_id'))
    )
    wall('passwords', may='SELECT, INSERT, UPDATE, DELETE')

    op.create_table('sign_in_failures',
    sa.Column('subject', sa.LargeBinary(), nullable=False),
    sa.Column('in_a_row', sa.Integer(), nullable=False),
    sa.Column('last_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('waits_until', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('in_a_row BETWEEN 0 AND 100', name=op.f('ck_sign_in_failures_at_most_a_hundred')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_sign_in_failures_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_sign_in_failures')),
    sa.UniqueConstraint('tenant_id', 'subject', name=op.f('uq_sign_in_failures_tenant_id_subject'))
    )
    op.create_index(op.f('ix_sign_in_failures_tenant_id_last_at'), 'sign_in_failures', ['tenant_id', 'last_at'], unique=False)
    wall('sign_in_failures', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index(op.f('ix_sign_in_failures_tenant_id_last_at'), table_name='sign_in_failures')
    op.drop_table('sign_in_failures')
    op.drop_table('passwords')
    op.drop_column('invitations', 'phone')
    op.drop_column('sign_ins', 'decides')
    op.drop_column('sign_ins', 'stands_on')
    op.execute('ALTER TABLE sign_in_codes NO FORCE ROW LEVEL SECURITY')
    op.execute('UPDATE sign_in_codes SET tries = 5 WHERE tries > 5')
    op.execute('ALTER TABLE sign_in_codes FORCE ROW LEVEL SECURITY')
    op.drop_constraint(op.f('ck_sign_in_codes_few_tries'), 'sign_in_codes')
    op.create_check_constraint(op.f('ck_sign_in_codes_five_tries'), 'sign_in_codes', 'tries BETWEEN 0 AND 5')
    op.drop_column('sign_in_codes', 'browser')

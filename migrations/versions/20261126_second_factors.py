"""second factors, and how fresh a sign-in's proof is

Revision ID: entry_02
Revises: platform_01
Create Date: 2026-11-26 14:50:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import wall

# revision identifiers, used by Alembic.
revision: str = 'entry_02'
down_revision: Union[str, Sequence[str], None] = 'platform_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('sign_ins', sa.Column('second_due', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.alter_column('sign_ins', 'second_due', server_default=None)
    # A sign-in of before has proved nothing lately.
    op.add_column('sign_ins', sa.Column('proven_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text("'2000-01-01'"), nullable=False))
    op.alter_column('sign_ins', 'proven_at', server_default=None)
    op.add_column('sign_ins', sa.Column('challenge', sa.LargeBinary(), nullable=True))

    op.create_table('authenticators',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.Column('confirmed_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_authenticators_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_authenticators_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_authenticators')),
    sa.UniqueConstraint('tenant_id', 'account_id', name=op.f('uq_authenticators_tenant_id_account_id'))
    )
    wall('authenticators', may='SELECT, INSERT, UPDATE, DELETE')

    op.create_table('passkeys',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('device', sa.Text(), nullable=False),
    sa.Column('added_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('used_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_passkeys_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_passkeys_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_passkeys')),
    sa.UniqueConstraint('tenant_id', 'credential_id', name=op.f('uq_passkeys_tenant_id_credential_id'))
    )
    op.create_index(op.f('ix_passkeys_tenant_id_account_id'), 'passkeys', ['tenant_id', 'account_id'], unique=False)
    wall('passkeys', may='SELECT, INSERT, UPDATE, DELETE')

    op.create_table('recovery_codes',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('used_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_recovery_codes_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_recovery_codes_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_recovery_codes')),
    sa.UniqueConstraint('tenant_id', 'account_id', 'digest', name=op.f('uq_recovery_codes_tenant_id_account_id_digest'))
    )
    wall('recovery_codes', may='SELECT, INSERT, UPDATE, DELETE')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('recovery_codes')
    op.drop_index(op.f('ix_passkeys_tenant_id_account_id'), table_name='passkeys')
    op.drop_table('passkeys')
    op.drop_table('authenticators')
    op.drop_column('sign_ins', 'challenge')
    op.drop_column('sign_ins', 'proven_at')
    op.drop_column('sign_ins', 'second_due')

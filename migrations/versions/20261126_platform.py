"""the platform's people, the tenants they propose, and what they open

Revision ID: platform_01
Revises: 20261123a
Create Date: 2026-11-26 14:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import kept_by_platform, platform, seen_by_platform, wall

# revision identifiers, used by Alembic.
revision: str = 'platform_01'
down_revision: Union[str, Sequence[str], None] = 'onboarding_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('platform_accounts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('added_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('disabled_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.CheckConstraint("phone ~ '^[+][0-9]{8,15}$'", name=op.f('ck_platform_accounts_phone_is_e164')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_accounts')),
    sa.UniqueConstraint('phone', name=op.f('uq_platform_accounts_phone'))
    )
    op.create_table('platform_events',
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('request_key', sa.Text(), nullable=True),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_platform_events')),
    sa.UniqueConstraint('request_key', name=op.f('uq_platform_events_request_key'))
    )
    op.create_table('break_glass_openings',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('began_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('ends_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('ended_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('seen_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('seen_by', sa.Text(), nullable=True),
    sa.CheckConstraint("ends_at > began_at AND ends_at <= began_at + interval '4 hours'", name=op.f('ck_break_glass_openings_is_short')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_break_glass_openings_has_a_reason')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_break_glass_openings_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_break_glass_openings'))
    )
    op.create_index(op.f('ix_break_glass_openings_tenant_id_digest'), 'break_glass_openings', ['tenant_id', 'digest'], unique=True)
    op.create_table('platform_codes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('used_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.CheckConstraint('tries BETWEEN 0 AND 5', name=op.f('ck_platform_codes_five_tries')),
    sa.ForeignKeyConstraint(['account_id'], ['platform_accounts.id'], name=op.f('fk_platform_codes_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_codes'))
    )
    op.create_index(op.f('ix_platform_codes_account_id'), 'platform_codes', ['account_id'], unique=False)
    op.create_table('platform_invitations',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('used_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['platform_accounts.id'], name=op.f('fk_platform_invitations_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_invitations')),
    sa.UniqueConstraint('digest', name=op.f('uq_platform_invitations_digest'))
    )
    op.create_index(op.f('ix_platform_invitations_account_id'), 'platform_invitations', ['account_id'], unique=False)
    op.create_table('platform_sign_ins',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('began_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('seen_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('ended_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('device', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['platform_accounts.id'], name=op.f('fk_platform_sign_ins_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_sign_ins')),
    sa.UniqueConstraint('digest', name=op.f('uq_platform_sign_ins_digest'))
    )
    op.create_index(op.f('ix_platform_sign_ins_account_id'), 'platform_sign_ins', ['account_id'], unique=False)
    op.create_table('tenant_counts',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('dossiers', sa.Integer(), nullable=False),
    sa.Column('storage_bytes', sa.BigInteger(), nullable=False),
    sa.Column('counted_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_tenant_counts_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', name=op.f('pk_tenant_counts'))
    )
    op.create_table('tenant_proposals',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('level', sa.Enum('province', 'district', 'commune', name='level', native_enum=False, length=40), nullable=False),
    sa.Column('host', sa.Text(), nullable=True),
    sa.Column('words', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('limits', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('admin_name', sa.Text(), nullable=False),
    sa.Column('admin_phone', sa.Text(), nullable=False),
    sa.Column('proposed_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('proposed_by_id', sa.Uuid(), nullable=False),
    sa.Column('outcome', sa.Enum('waiting', 'confirmed', 'turned_down', name='outcome', native_enum=False, length=40), nullable=False),
    sa.Column('decided_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(outcome = 'waiting') = (decided_at IS NULL)", name=op.f('ck_tenant_proposals_decided_when_no_longer_waiting')),
    sa.CheckConstraint("outcome <> 'confirmed' OR decided_by_id IS DISTINCT FROM proposed_by_id", name=op.f('ck_tenant_proposals_confirmed_by_another')),
    sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f('ck_tenant_proposals_slug_is_an_address')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['platform_accounts.id'], name=op.f('fk_tenant_proposals_decided_by_id')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['platform_accounts.id'], name=op.f('fk_tenant_proposals_proposed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tenant_proposals'))
    )
    op.create_index('uq_tenant_proposals_waiting', 'tenant_proposals', ['slug'], unique=True, postgresql_where=sa.text("outcome = 'waiting'"))
    op.add_column('tenants', sa.Column('host', sa.Text(), nullable=True))
    op.add_column('tenants', sa.Column('limits', postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default='{}'))
    op.alter_column('tenants', 'limits', server_default=None)
    op.create_unique_constraint(op.f('uq_tenants_host'), 'tenants', ['host'])

    op.create_check_constraint(op.f('ck_tenants_host_is_a_name'), 'tenants', "host ~ '^[a-z0-9.-]+(:[0-9]+)?$'")
    op.create_check_constraint(op.f('ck_tenants_dates_in_order'), 'tenants', 'valid_to IS NULL OR valid_to >= valid_from')

    # Outside every tenant: the platform alone. Its trail is added to, never changed.
    kept_by_platform("platform_accounts", may="SELECT, INSERT, UPDATE")
    kept_by_platform("platform_codes", may="SELECT, INSERT, UPDATE")
    kept_by_platform("platform_invitations", may="SELECT, INSERT, UPDATE")
    kept_by_platform("platform_sign_ins", may="SELECT, INSERT, UPDATE")
    kept_by_platform("tenant_proposals", may="SELECT, INSERT, UPDATE")
    kept_by_platform("platform_events", may="SELECT, INSERT")

    # A tenant sees what was opened of it, and says that it has seen it; it opens nothing.
    wall("break_glass_openings", may="SELECT, UPDATE (seen_at, seen_by)")
    seen_by_platform("break_glass_openings", may="SELECT, INSERT, UPDATE")
    wall("tenant_counts", may="SELECT, INSERT, UPDATE")
    seen_by_platform("tenant_counts", may="SELECT")

    # Opening a tenant leaves a job for it. What the chain or the tree of a tenant says is
    # not for the platform to read.
    op.execute(f"GRANT INSERT ON outbox_items TO {platform()}")
    op.execute(f"REVOKE SELECT ON audit_events FROM {platform()}")
    op.execute(f"REVOKE SELECT ON org_units FROM {platform()}")


def downgrade() -> None:
    """Downgrade schema."""
    op.execute(f"GRANT SELECT ON audit_events TO {platform()}")
    op.execute(f"GRANT SELECT ON org_units TO {platform()}")
    op.execute(f"REVOKE INSERT ON outbox_items FROM {platform()}")
    op.drop_constraint(op.f('ck_tenants_dates_in_order'), 'tenants', type_='check')
    op.drop_constraint(op.f('ck_tenants_host_is_a_name'), 'tenants', type_='check')
    op.drop_constraint(op.f('uq_tenants_host'), 'tenants', type_='unique')
    op.drop_column('tenants', 'limits')
    op.drop_column('tenants', 'host')
    op.drop_index('uq_tenant_proposals_waiting', table_name='tenant_proposals', postgresql_where=sa.text("outcome = 'waiting'"))
    op.drop_table('tenant_proposals')
    op.drop_table('tenant_counts')
    op.drop_index(op.f('ix_platform_sign_ins_account_id'), table_name='platform_sign_ins')
    op.drop_table('platform_sign_ins')
    op.drop_index(op.f('ix_platform_invitations_account_id'), table_name='platform_invitations')
    op.drop_table('platform_invitations')
    op.drop_index(op.f('ix_platform_codes_account_id'), table_name='platform_codes')
    op.drop_table('platform_codes')
    op.drop_index(op.f('ix_break_glass_openings_tenant_id_digest'), table_name='break_glass_openings')
    op.drop_table('break_glass_openings')
    op.drop_table('platform_events')
    op.drop_table('platform_accounts')

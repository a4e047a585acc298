"""first tables

Revision ID: 20261123a
Revises: 
Create Date: 2026-11-23 13:50:47.296247

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import application, platform, wall

# revision identifiers, used by Alembic.
revision: str = '20261123a'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('tenants',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('level', sa.Enum('province', 'district', 'commune', name='level', native_enum=False, length=40), nullable=False),
    sa.Column('standing', sa.Enum('open', 'suspended', 'closed', name='standing', native_enum=False, length=40), nullable=False),
    sa.Column('words', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint("level IN ('province', 'district', 'commune')", name=op.f('ck_tenants_level_is_known')),
    sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f('ck_tenants_slug_is_an_address')),
    sa.CheckConstraint("standing IN ('open', 'suspended', 'closed')", name=op.f('ck_tenants_standing_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tenants')),
    sa.UniqueConstraint('slug', name=op.f('uq_tenants_slug'))
    )
    op.create_table('audit_events',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('for_name', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('target', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('request_key', sa.Text(), nullable=True),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.LargeBinary(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('seq > 0', name=op.f('ck_audit_events_seq_counts_from_one')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_audit_events_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'seq', name=op.f('pk_audit_events')),
    sa.UniqueConstraint('tenant_id', 'request_key', 'dossier_id', 'kind', name=op.f('uq_audit_events_tenant_id_request_key_dossier_id_kind'))
    )
    op.create_index(op.f('ix_audit_events_tenant_id_dossier_id_seq'), 'audit_events', ['tenant_id', 'dossier_id', 'seq'], unique=False)
    op.create_index(op.f('ix_audit_events_tenant_id_kind_seq'), 'audit_events', ['tenant_id', 'kind', 'seq'], unique=False)
    op.create_table('audit_heads',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_audit_heads_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', name=op.f('pk_audit_heads'))
    )
    op.create_table('criteria_sets',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('document', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_criteria_sets_version_counts_from_one')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_criteria_sets_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_criteria_sets')),
    sa.UniqueConstraint('tenant_id', 'key', 'version', name=op.f('uq_criteria_sets_tenant_id_key_version'))
    )
    op.create_table('org_units',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('upper_committee', 'ward_committee', 'grassroots_organisation', 'party_cell', name='unitkind', native_enum=False, length=40), nullable=False),
    sa.Column('sector', sa.Enum('residential', 'school', 'agency', 'enterprise', 'military', 'police', 'public_service', 'pensioners', 'other', name='sector', native_enum=False, length=40), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text(collation='C'), nullable=False),
    sa.Column('members_official', sa.Integer(), nullable=False),
    sa.Column('members_probationary', sa.Integer(), nullable=False),
    sa.Column('members_exempted', sa.Integer(), nullable=False),
    sa.Column('words', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('members_official >= 0 AND members_probationary >= 0 AND members_exempted >= 0', name=op.f('ck_org_units_members_not_negative')),
    sa.CheckConstraint('parent_id IS DISTINCT FROM id', name=op.f('ck_org_units_not_its_own_parent')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_org_units_dates_in_order')),
    sa.ForeignKeyConstraint(['tenant_id', 'parent_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_org_units_tenant_id_parent_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_org_units_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_org_units')),
    sa.UniqueConstraint('tenant_id', 'code', name=op.f('uq_org_units_tenant_id_code'))
    )
    op.create_index(op.f('ix_org_units_tenant_id_kind'), 'org_units', ['tenant_id', 'kind'], unique=False)
    op.create_index(op.f('ix_org_units_tenant_id_parent_id_sort_key'), 'org_units', ['tenant_id', 'parent_id', 'sort_key'], unique=False)
    op.create_table('outbox_items',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('job', sa.Text(), nullable=False),
    sa.Column('payload', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=True),
    sa.Column('run_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('sent_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('done_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.CheckConstraint('tries >= 0', name=op.f('ck_outbox_items_tries_not_negative')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_outbox_items_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_outbox_items'))
    )
    op.create_index('ix_outbox_items_due', 'outbox_items', ['tenant_id', 'run_at'], unique=False, postgresql_where=sa.text('done_at IS NULL'))
    op.create_table('people',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('post', sa.Text(), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text(collation='C'), nullable=False),
    sa.Column('disabled_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_people_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_people'))
    )
    op.create_index(op.f('ix_people_tenant_id_sort_key'), 'people', ['tenant_id', 'sort_key'], unique=False)
    op.create_table('programmes',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('first_year', sa.Integer(), nullable=False),
    sa.Column('last_year', sa.Integer(), nullable=False),
    sa.Column('legal_bases', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_programmes_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_programmes')),
    sa.UniqueConstraint('tenant_id', 'key', name=op.f('uq_programmes_tenant_id_key'))
    )
    op.create_table('accounts',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('disabled_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.CheckConstraint("phone ~ '^[+][0-9]{8,15}$'", name=op.f('ck_accounts_phone_is_e164')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_accounts_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_accounts_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_accounts')),
    sa.UniqueConstraint('tenant_id', 'person_id', name=op.f('uq_accounts_tenant_id_person_id')),
    sa.UniqueConstraint('tenant_id', 'phone', name=op.f('uq_accounts_tenant_id_phone'))
    )
    op.create_table('bodies',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_bodies_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_bodies_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_bodies')),
    sa.UniqueConstraint('tenant_id', 'unit_id', name=op.f('uq_bodies_tenant_id_unit_id'))
    )
    op.create_table('campaigns',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('programme_id', sa.Uuid(), nullable=False),
    sa.Column('criteria_set_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'open', 'closed', name='campaignstate', native_enum=False, length=40), nullable=False),
    sa.Column('flow', sa.Text(), nullable=False),
    sa.Column('flow_version', sa.Integer(), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('registration_until', sa.Date(), nullable=False),
    sa.Column('pilot_selection_until', sa.Date(), nullable=False),
    sa.Column('review_may_open_from', sa.Date(), nullable=False),
    sa.Column('review_opens_on', sa.Date(), nullable=False),
    sa.Column('self_assessment_until', sa.Date(), nullable=False),
    sa.Column('ward_review_until', sa.Date(), nullable=False),
    sa.Column('city_decision_until', sa.Date(), nullable=False),
    sa.Column('reconsideration_days', sa.Integer(), nullable=False),
    sa.Column('rules', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint('opens_on <= registration_until AND registration_until <= pilot_selection_until AND review_may_open_from <= review_opens_on AND review_opens_on <= self_assessment_until AND self_assessment_until <= ward_review_until AND ward_review_until <= city_decision_until', name=op.f('ck_campaigns_dates_in_order')),
    sa.ForeignKeyConstraint(['tenant_id', 'criteria_set_id'], ['criteria_sets.tenant_id', 'criteria_sets.id'], name=op.f('fk_campaigns_tenant_id_criteria_set_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'programme_id'], ['programmes.tenant_id', 'programmes.id'], name=op.f('fk_campaigns_tenant_id_programme_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_campaigns_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('tenant_id', 'programme_id', 'year', name=op.f('uq_campaigns_tenant_id_programme_id_year'))
    )
    op.create_table('kept_replies',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('location', sa.Text(), nullable=True),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_kept_replies_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_kept_replies_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_kept_replies')),
    sa.UniqueConstraint('tenant_id', 'person_id', 'key', name=op.f('uq_kept_replies_tenant_id_person_id_key'))
    )
    op.create_table('memberships',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('cell_secretary', 'cell_deputy', 'supervisor', 'ward_office', 'appraiser', 'committee_member', 'committee_chair', 'sitting_recorder', 'city_office', 'city_org_dept', 'tenant_admin', 'auditor', name='role', native_enum=False, length=40), nullable=False),
    sa.Column('desk', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_memberships_dates_in_order')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_memberships_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_memberships_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_memberships_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_memberships'))
    )
    op.create_index(op.f('ix_memberships_tenant_id_person_id'), 'memberships', ['tenant_id', 'person_id'], unique=False)
    op.create_index(op.f('ix_memberships_tenant_id_unit_id_role'), 'memberships', ['tenant_id', 'unit_id', 'role'], unique=False)
    op.create_index('uq_memberships_standing', 'memberships', ['tenant_id', 'person_id', 'unit_id', 'role', 'desk'], unique=True, postgresql_where=sa.text('valid_to IS NULL'))
    op.create_table('body_members',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('seat', sa.Enum('chair', 'deputy', 'member', name='seat', native_enum=False, length=40), nullable=False),
    sa.Column('post', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_body_members_dates_in_order')),
    sa.ForeignKeyConstraint(['tenant_id', 'body_id'], ['bodies.tenant_id', 'bodies.id'], name=op.f('fk_body_members_tenant_id_body_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_body_members_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_body_members_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_body_members'))
    )
    op.create_index(op.f('ix_body_members_tenant_id_body_id_position'), 'body_members', ['tenant_id', 'body_id', 'position'], unique=False)
    op.create_index(op.f('ix_body_members_tenant_id_person_id'), 'body_members', ['tenant_id', 'person_id'], unique=False)
    op.create_table('dossiers',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('committee_id', sa.Uuid(), nullable=False),
    sa.Column('upper_committee_id', sa.Uuid(), nullable=False),
    sa.Column('flow', sa.Text(), nullable=False),
    sa.Column('flow_version', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('touched_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('back_to', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('marked', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('return_reason', sa.Text(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=True),
    sa.Column('registered_late', sa.Boolean(), nullable=False),
    sa.Column('consent_number', sa.Text(), nullable=True),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('assessed_late', sa.Boolean(), nullable=False),
    sa.Column('proposed_rating', sa.Text(), nullable=True),
    sa.Column('eligible', sa.Boolean(), nullable=True),
    sa.Column('eligibility', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('appraised_total', sa.Numeric(precision=8, scale=2), nullable=True),
    sa.Column('submission_number', sa.Text(), nullable=True),
    sa.Column('submission_on', sa.Date(), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_dossiers_version_counts_from_one')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_dossiers_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'committee_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_dossiers_tenant_id_committee_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_dossiers_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'upper_committee_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_dossiers_tenant_id_upper_committee_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_dossiers_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_dossiers')),
    sa.UniqueConstraint('tenant_id', 'campaign_id', 'unit_id', name=op.f('uq_dossiers_tenant_id_campaign_id_unit_id')),
    sa.UniqueConstraint('tenant_id', 'code', name=op.f('uq_dossiers_tenant_id_code'))
    )
    op.create_index(op.f('ix_dossiers_tenant_id_campaign_id_state'), 'dossiers', ['tenant_id', 'campaign_id', 'state'], unique=False)
    op.create_index(op.f('ix_dossiers_tenant_id_committee_id_state'), 'dossiers', ['tenant_id', 'committee_id', 'state'], unique=False)
    op.create_index(op.f('ix_dossiers_tenant_id_unit_id'), 'dossiers', ['tenant_id', 'unit_id'], unique=False)
    op.create_table('invitations',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('used_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_invitations_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_invitations_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_invitations')),
    sa.UniqueConstraint('tenant_id', 'digest', name=op.f('uq_invitations_tenant_id_digest'))
    )
    op.create_table('sign_in_codes',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('expires_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('used_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.CheckConstraint('tries BETWEEN 0 AND 5', name=op.f('ck_sign_in_codes_five_tries')),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_sign_in_codes_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_sign_in_codes_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_sign_in_codes'))
    )
    op.create_index(op.f('ix_sign_in_codes_tenant_id_account_id_expires_at'), 'sign_in_codes', ['tenant_id', 'account_id', 'expires_at'], unique=False)
    op.create_table('sign_ins',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('began_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('seen_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('ended_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('device', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'account_id'], ['accounts.tenant_id', 'accounts.id'], name=op.f('fk_sign_ins_tenant_id_account_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_sign_ins_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_sign_ins')),
    sa.UniqueConstraint('tenant_id', 'digest', name=op.f('uq_sign_ins_tenant_id_digest'))
    )
    op.create_index(op.f('ix_sign_ins_tenant_id_account_id'), 'sign_ins', ['tenant_id', 'account_id'], unique=False)
    op.create_table('sittings',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('gate', sa.Enum('pilot_selection', 'pilot_change', 'recommendation', 'recognition', 'revocation', 'restoration', name='gate', native_enum=False, length=40), nullable=False),
    sa.Column('state', sa.Enum('prepared', 'opened', 'suspended', 'closed', 'cancelled', 'broken_off', name='sittingstate', native_enum=False, length=40), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('chair_id', sa.Uuid(), nullable=False),
    sa.Column('recorder', sa.Text(), nullable=False),
    sa.Column('roll', sa.Integer(), nullable=False),
    sa.Column('rule', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('opened_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('opened_by', sa.Text(), nullable=False),
    sa.Column('closed_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Text(), nullable=False),
    sa.Column('closed_on_order', sa.Boolean(), nullable=False),
    sa.Column('ended_reason', sa.Text(), nullable=False),
    sa.Column('no_pilot_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'closed' OR (closed_at IS NOT NULL AND closed_by <> '')", name=op.f('ck_sittings_closed_by_somebody')),
    sa.CheckConstraint("state = 'prepared' OR state = 'cancelled' OR roll > 0", name=op.f('ck_sittings_open_roll')),
    sa.ForeignKeyConstraint(['tenant_id', 'body_id'], ['bodies.tenant_id', 'bodies.id'], name=op.f('fk_sittings_tenant_id_body_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_sittings_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'chair_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_sittings_tenant_id_chair_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_sittings_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_sittings')),
    sa.UniqueConstraint('tenant_id', 'code', name=op.f('uq_sittings_tenant_id_code'))
    )
    op.create_index(op.f('ix_sittings_tenant_id_body_id_state'), 'sittings', ['tenant_id', 'body_id', 'state'], unique=False)
    op.create_table('answers',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('criterion', sa.Text(), nullable=False),
    sa.Column('not_applicable', sa.Boolean(), nullable=False),
    sa.Column('self_level', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('answered_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('answered_by', sa.Text(), nullable=False),
    sa.Column('appraised_level', sa.Text(), nullable=True),
    sa.Column('appraised_reason', sa.Text(), nullable=False),
    sa.Column('appraised_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('appraised_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("appraised_level IS NULL OR appraised_level = self_level OR appraised_reason <> ''", name=op.f('ck_answers_difference_has_a_reason')),
    sa.CheckConstraint('NOT (not_applicable AND self_level IS NOT NULL)', name=op.f('ck_answers_one_answer')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_answers_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_answers_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_answers')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', 'criterion', name=op.f('uq_answers_tenant_id_dossier_id_criterion'))
    )
    op.create_table('cell_tallies',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Enum('registration', 'self_assessment', 'withdrawal', name='purpose', native_enum=False, length=40), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('base_reason', sa.Text(), nullable=False),
    sa.Column('in_favour', sa.Integer(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('entered_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('entered_by', sa.Text(), nullable=False),
    sa.CheckConstraint('in_favour >= 0 AND in_favour <= base', name=op.f('ck_cell_tallies_votes_within_base')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_cell_tallies_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_cell_tallies_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_cell_tallies'))
    )
    op.create_index(op.f('ix_cell_tallies_tenant_id_dossier_id_purpose'), 'cell_tallies', ['tenant_id', 'dossier_id', 'purpose'], unique=False)
    op.create_table('commitments',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('group_key', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_commitments_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_commitments_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_commitments')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', 'group_key', name=op.f('uq_commitments_tenant_id_dossier_id_group_key'))
    )
    op.create_table('decisions',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Text(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('signer_id', sa.Uuid(), nullable=True),
    sa.Column('public_code', sa.Text(), nullable=False),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('frozen_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('frozen_by', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(number IS NULL) = (signed_on IS NULL) AND (number IS NULL) = (frozen_at IS NULL)', name=op.f('ck_decisions_numbered_as_a_whole')),
    sa.ForeignKeyConstraint(['tenant_id', 'body_id'], ['bodies.tenant_id', 'bodies.id'], name=op.f('fk_decisions_tenant_id_body_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'campaign_id'], ['campaigns.tenant_id', 'campaigns.id'], name=op.f('fk_decisions_tenant_id_campaign_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'signer_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_decisions_tenant_id_signer_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'sitting_id'], ['sittings.tenant_id', 'sittings.id'], name=op.f('fk_decisions_tenant_id_sitting_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_decisions_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('tenant_id', 'code', name=op.f('uq_decisions_tenant_id_code')),
    sa.UniqueConstraint('tenant_id', 'public_code', name=op.f('uq_decisions_tenant_id_public_code'))
    )
    op.create_index(op.f('ix_decisions_tenant_id_sitting_id'), 'decisions', ['tenant_id', 'sitting_id'], unique=False)
    op.create_index('uq_decisions_number', 'decisions', ['tenant_id', 'body_id', 'kind', 'number'], unique=True, postgresql_where=sa.text('number IS NOT NULL'))
    op.create_table('notices',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('trigger', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('read_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_notices_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_notices_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_notices_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_notices')),
    sa.UniqueConstraint('tenant_id', 'person_id', 'dossier_id', 'seq', name=op.f('uq_notices_tenant_id_person_id_dossier_id_seq'))
    )
    op.create_index('ix_notices_unread', 'notices', ['tenant_id', 'person_id', 'at'], unique=False, postgresql_where=sa.text('read_at IS NULL'))
    op.create_table('opinions',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('desk', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('content_version', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('withdrawn_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_opinions_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_opinions_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_opinions_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_opinions'))
    )
    op.create_index(op.f('ix_opinions_tenant_id_dossier_id_desk'), 'opinions', ['tenant_id', 'dossier_id', 'desk'], unique=False)
    op.create_table('pilot_marks',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('supervisor_id', sa.Uuid(), nullable=False),
    sa.Column('marked_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('dropped_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('dropped_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_pilot_marks_pilot_has_a_reason')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_pilot_marks_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'supervisor_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_pilot_marks_tenant_id_supervisor_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_pilot_marks_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_pilot_marks'))
    )
    op.create_index('uq_pilot_marks_standing', 'pilot_marks', ['tenant_id', 'dossier_id'], unique=True, postgresql_where=sa.text('dropped_at IS NULL'))
    op.create_table('quality_ratings',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('rating', sa.Enum('excellent', 'good', 'completed', 'not_completed', name='rating', native_enum=False, length=40), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('entered_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('entered_by', sa.Text(), nullable=False),
    sa.CheckConstraint("number <> ''", name=op.f('ck_quality_ratings_number_is_written')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_quality_ratings_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_quality_ratings_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_quality_ratings')),
    sa.UniqueConstraint('tenant_id', 'dossier_id', name=op.f('uq_quality_ratings_tenant_id_dossier_id'))
    )
    op.create_table('sitting_items',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('eligible', sa.Boolean(), nullable=True),
    sa.Column('exception_reason', sa.Text(), nullable=False),
    sa.Column('exception_by', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.Text(), nullable=False),
    sa.Column('in_favour', sa.Integer(), nullable=True),
    sa.Column('against', sa.Integer(), nullable=True),
    sa.Column('abstained', sa.Integer(), nullable=True),
    sa.Column('invalid', sa.Integer(), nullable=True),
    sa.Column('merit_in_favour', sa.Integer(), nullable=True),
    sa.Column('merit_against', sa.Integer(), nullable=True),
    sa.Column('merit_abstained', sa.Integer(), nullable=True),
    sa.Column('in_bulk', sa.Boolean(), nullable=False),
    sa.Column('leaving', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('pilot', sa.Boolean(), nullable=True),
    sa.Column('pilot_reason', sa.Text(), nullable=False),
    sa.Column('supervisor_id', sa.Uuid(), nullable=True),
    sa.Column('result', sa.Enum('passed', 'not_passed', 'deferred', 'struck', 'returned', name='result', native_enum=False, length=40), nullable=True),
    sa.Column('explained', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('merit_passed', sa.Boolean(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('least(in_favour, against, abstained, invalid, merit_in_favour, merit_against, merit_abstained) >= 0', name=op.f('ck_sitting_items_votes_not_negative')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_sitting_items_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'sitting_id'], ['sittings.tenant_id', 'sittings.id'], name=op.f('fk_sitting_items_tenant_id_sitting_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'supervisor_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_sitting_items_tenant_id_supervisor_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_sitting_items_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_sitting_items')),
    sa.UniqueConstraint('tenant_id', 'sitting_id', 'dossier_id', name=op.f('uq_sitting_items_tenant_id_sitting_id_dossier_id'))
    )
    op.create_index(op.f('ix_sitting_items_tenant_id_dossier_id'), 'sitting_items', ['tenant_id', 'dossier_id'], unique=False)
    op.create_index('uq_sitting_items_active', 'sitting_items', ['tenant_id', 'dossier_id'], unique=True, postgresql_where=sa.text('active'))
    op.create_table('sitting_seats',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('post', sa.Text(), nullable=False),
    sa.Column('seat', sa.Text(), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.Column('absent_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'person_id'], ['people.tenant_id', 'people.id'], name=op.f('fk_sitting_seats_tenant_id_person_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'sitting_id'], ['sittings.tenant_id', 'sittings.id'], name=op.f('fk_sitting_seats_tenant_id_sitting_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_sitting_seats_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_sitting_seats')),
    sa.UniqueConstraint('tenant_id', 'sitting_id', 'person_id', name=op.f('uq_sitting_seats_tenant_id_sitting_id_person_id'))
    )
    op.create_index(op.f('ix_sitting_seats_tenant_id_person_id'), 'sitting_seats', ['tenant_id', 'person_id'], unique=False)
    op.create_table('tasks',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('party', sa.Text(), nullable=False),
    sa.Column('desk', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('opened_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('due_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('done_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('done_by', sa.Text(), nullable=True),
    sa.CheckConstraint('done_at IS NULL OR done_at >= opened_at', name=op.f('ck_tasks_done_after_opened')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_tasks_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_tasks_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_tasks_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_tasks'))
    )
    op.create_index('ix_tasks_inbox', 'tasks', ['tenant_id', 'unit_id', 'party', 'due_at', 'id'], unique=False, postgresql_where=sa.text('done_at IS NULL'))
    op.create_index('uq_tasks_open', 'tasks', ['tenant_id', 'dossier_id', 'party', 'desk'], unique=True, postgresql_where=sa.text('done_at IS NULL'))
    op.create_table('papers',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('edition', sa.Enum('draft', 'final', name='edition', native_enum=False, length=40), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('made_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.CheckConstraint("form IN ('pdf', 'docx')", name=op.f('ck_papers_form_is_known')),
    sa.ForeignKeyConstraint(['tenant_id', 'decision_id'], ['decisions.tenant_id', 'decisions.id'], name=op.f('fk_papers_tenant_id_decision_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_papers_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_papers')),
    sa.UniqueConstraint('tenant_id', 'decision_id', 'kind', 'edition', 'form', name=op.f('uq_papers_tenant_id_decision_id_kind_edition_form'))
    )
    op.create_table('recognitions',
    sa.Column('tenant_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dossier_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('merit', sa.Boolean(), nullable=False),
    sa.Column('recognized_at', postgresql.TIMESTAMP(timezone=True), nullable=False),
    sa.Column('revoked_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('revoked_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id', 'decision_id'], ['decisions.tenant_id', 'decisions.id'], name=op.f('fk_recognitions_tenant_id_decision_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'dossier_id'], ['dossiers.tenant_id', 'dossiers.id'], name=op.f('fk_recognitions_tenant_id_dossier_id')),
    sa.ForeignKeyConstraint(['tenant_id', 'unit_id'], ['org_units.tenant_id', 'org_units.id'], name=op.f('fk_recognitions_tenant_id_unit_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenants.id'], name=op.f('fk_recognitions_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_recognitions'))
    )
    op.create_index(op.f('ix_recognitions_tenant_id_decision_id'), 'recognitions', ['tenant_id', 'decision_id'], unique=False)
    op.create_index(op.f('ix_recognitions_tenant_id_unit_id_year'), 'recognitions', ['tenant_id', 'unit_id', 'year'], unique=False)
    op.create_index('uq_recognitions_standing', 'recognitions', ['tenant_id', 'dossier_id'], unique=True, postgresql_where=sa.text('revoked_at IS NULL'))

    # The wall, and what the application may do behind it. History is added to, never changed.
    wall("audit_events", may="SELECT, INSERT")
    wall("audit_heads", may="SELECT, INSERT, UPDATE")
    wall("criteria_sets", may="SELECT, INSERT")
    wall("org_units", may="SELECT, INSERT, UPDATE")
    wall("outbox_items", may="SELECT, INSERT, UPDATE")
    wall("people", may="SELECT, INSERT, UPDATE")
    wall("programmes", may="SELECT, INSERT, UPDATE")
    wall("accounts", may="SELECT, INSERT, UPDATE")
    wall("bodies", may="SELECT, INSERT, UPDATE")
    wall("campaigns", may="SELECT, INSERT, UPDATE")
    wall("kept_replies", may="SELECT, INSERT, UPDATE, DELETE")
    wall("memberships", may="SELECT, INSERT, UPDATE")
    wall("body_members", may="SELECT, INSERT, UPDATE")
    wall("dossiers", may="SELECT, INSERT, UPDATE")
    wall("invitations", may="SELECT, INSERT, UPDATE")
    wall("sign_in_codes", may="SELECT, INSERT, UPDATE")
    wall("sign_ins", may="SELECT, INSERT, UPDATE")
    wall("sittings", may="SELECT, INSERT, UPDATE")
    wall("answers", may="SELECT, INSERT, UPDATE")
    wall("cell_tallies", may="SELECT, INSERT")
    wall("commitments", may="SELECT, INSERT, UPDATE")
    wall("decisions", may="SELECT, INSERT, UPDATE")
    wall("notices", may="SELECT, INSERT, UPDATE")
    wall("opinions", may="SELECT, INSERT, UPDATE")
    wall("pilot_marks", may="SELECT, INSERT, UPDATE")
    wall("quality_ratings", may="SELECT, INSERT, UPDATE")
    wall("sitting_items", may="SELECT, INSERT, UPDATE, DELETE")
    wall("sitting_seats", may="SELECT, INSERT, UPDATE")
    wall("tasks", may="SELECT, INSERT, UPDATE")
    wall("papers", may="SELECT, INSERT, UPDATE")
    wall("recognitions", may="SELECT, INSERT, UPDATE")

    # Tenants are named to everyone; only the platform opens and closes them.
    op.execute("ALTER TABLE tenants ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE tenants FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY named_to_all ON tenants FOR SELECT USING (true)")
    op.execute(f"CREATE POLICY kept_by_platform ON tenants TO {platform()} USING (true) WITH CHECK (true)")
    op.execute(f"GRANT SELECT ON tenants TO {application()}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON tenants TO {platform()}")
    # Opening a tenant also makes its own committee and begins its audit chain.
    for table in ("org_units", "audit_events", "audit_heads"):
        op.execute(f"GRANT SELECT, INSERT ON {table} TO {platform()}")
    op.execute(f"GRANT UPDATE ON audit_heads TO {platform()}")




def downgrade() -> None:
    """Downgrade schema."""
    op.drop_index('uq_recognitions_standing', table_name='recognitions', postgresql_where=sa.text('revoked_at IS NULL'))
    op.drop_index(op.f('ix_recognitions_tenant_id_unit_id_year'), table_name='recognitions')
    op.drop_index(op.f('ix_recognitions_tenant_id_decision_id'), table_name='recognitions')
    op.drop_table('recognitions')
    op.drop_table('papers')
    op.drop_index('uq_tasks_open', table_name='tasks', postgresql_where=sa.text('done_at IS NULL'))
    op.drop_index('ix_tasks_inbox', table_name='tasks', postgresql_where=sa.text('done_at IS NULL'))
    op.drop_table('tasks')
    op.drop_index(op.f('ix_sitting_seats_tenant_id_person_id'), table_name='sitting_seats')
    op.drop_table('sitting_seats')
    op.drop_index('uq_sitting_items_active', table_name='sitting_items', postgresql_where=sa.text('active'))
    op.drop_index(op.f('ix_sitting_items_tenant_id_dossier_id'), table_name='sitting_items')
    op.drop_table('sitting_items')
    op.drop_table('quality_ratings')
    op.drop_index('uq_pilot_marks_standing', table_name='pilot_marks', postgresql_where=sa.text('dropped_at IS NULL'))
    op.drop_table('pilot_marks')
    op.drop_index(op.f('ix_opinions_tenant_id_dossier_id_desk'), table_name='opinions')
    op.drop_table('opinions')
    op.drop_index('ix_notices_unread', table_name='notices', postgresql_where=sa.text('read_at IS NULL'))
    op.drop_table('notices')
    op.drop_index('uq_decisions_number', table_name='decisions', postgresql_where=sa.text('number IS NOT NULL'))
    op.drop_index(op.f('ix_decisions_tenant_id_sitting_id'), table_name='decisions')
    op.drop_table('decisions')
    op.drop_table('commitments')
    op.drop_index(op.f('ix_cell_tallies_tenant_id_dossier_id_purpose'), table_name='cell_tallies')
    op.drop_table('cell_tallies')
    op.drop_table('answers')
    op.drop_index(op.f('ix_sittings_tenant_id_body_id_state'), table_name='sittings')
    op.drop_table('sittings')
    op.drop_index(op.f('ix_sign_ins_tenant_id_account_id'), table_name='sign_ins')
    op.drop_table('sign_ins')
    op.drop_index(op.f('ix_sign_in_codes_tenant_id_account_id_expires_at'), table_name='sign_in_codes')
    op.drop_table('sign_in_codes')
    op.drop_table('invitations')
    op.drop_index(op.f('ix_dossiers_tenant_id_unit_id'), table_name='dossiers')
    op.drop_index(op.f('ix_dossiers_tenant_id_committee_id_state'), table_name='dossiers')
    op.drop_index(op.f('ix_dossiers_tenant_id_campaign_id_state'), table_name='dossiers')
    op.drop_table('dossiers')
    op.drop_index(op.f('ix_body_members_tenant_id_person_id'), table_name='body_members')
    op.drop_index(op.f('ix_body_members_tenant_id_body_id_position'), table_name='body_members')
    op.drop_table('body_members')
    op.drop_index('uq_memberships_standing', table_name='memberships', postgresql_where=sa.text('valid_to IS NULL'))
    op.drop_index(op.f('ix_memberships_tenant_id_unit_id_role'), table_name='memberships')
    op.drop_index(op.f('ix_memberships_tenant_id_person_id'), table_name='memberships')
    op.drop_table('memberships')
    op.drop_table('kept_replies')
    op.drop_table('campaigns')
    op.drop_table('bodies')
    op.drop_table('accounts')
    op.drop_table('programmes')
    op.drop_index(op.f('ix_people_tenant_id_sort_key'), table_name='people')
    op.drop_table('people')
    op.drop_index('ix_outbox_items_due', table_name='outbox_items', postgresql_where=sa.text('done_at IS NULL'))
    op.drop_table('outbox_items')
    op.drop_index(op.f('ix_org_units_tenant_id_parent_id_sort_key'), table_name='org_units')
    op.drop_index(op.f('ix_org_units_tenant_id_kind'), table_name='org_units')
    op.drop_table('org_units')
    op.drop_table('criteria_sets')
    op.drop_table('audit_heads')
    op.drop_index(op.f('ix_audit_events_tenant_id_kind_seq'), table_name='audit_events')
    op.drop_index(op.f('ix_audit_events_tenant_id_dossier_id_seq'), table_name='audit_events')
    op.drop_table('audit_events')
    op.drop_table('tenants')

"""second factors of the platform's people

Revision ID: entry_03
Revises: time_03
Create Date: 2026-11-26 15:42:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from migrations.policies import kept_by_platform

# revision identifiers, used by Alembic.
revision: str = 'entry_03'
down_revision: Union[str, Sequence[str], None] = 'time_03'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('platform_second_factors',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.Column('papers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('confirmed_at', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('waits_until', postgresql.TIMESTAMP(timezone=True), nullable=True),
    sa.CheckConstraint('failures BETWEEN 0 AND 100', name=op.f('ck_platform_second_factors_at_most_a_hundred')),
    sa.ForeignKeyConstraint(['account_id'], ['platform_accounts.id'], name=op.f('fk_platform_second_factors_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_platform_second_factors'))
    )
    kept_by_platform('platform_second_factors', may='SELECT, INSERT, UPDATE')
    op.add_column('platform_sign_ins', sa.Column('second_due', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.alter_column('platform_sign_ins', 'second_due', server_default=None)
    # A sign-in of before has proved nothing lately.
    op.add_column('platform_sign_ins', sa.Column('proven_at', postgresql.TIMESTAMP(timezone=True), server_default=sa.text("'2000-01-01'"), nullable=False))
    op.alter_column('platform_sign_ins', 'proven_at', server_default=None)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('platform_sign_ins', 'proven_at')
    op.drop_column('platform_sign_ins', 'second_due')
    op.drop_table('platform_second_factors')

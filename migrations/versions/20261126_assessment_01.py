"""dossiers: what a return says of each criterion that it opens

Revision ID: assessment_01
Revises: city_02
Create Date: 2026-11-26 17:30:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision: str = 'assessment_01'
down_revision: Union[str, Sequence[str], None] = 'city_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('dossiers', sa.Column('marked_words', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False))
    op.alter_column('dossiers', 'marked_words', server_default=None)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('dossiers', 'marked_words')

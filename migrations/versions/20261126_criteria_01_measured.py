"""answers: what was measured when they were sent and appraised

Revision ID: criteria_01
Revises: city_01
Create Date: 2026-11-26 17:40:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql


revision: str = 'criteria_01'
down_revision: Union[str, Sequence[str], None] = 'city_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

COLUMNS = ('self_measured', 'appraised_measured')


def upgrade() -> None:
    """Upgrade schema."""
    for name in COLUMNS:
        op.add_column('answers', sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), server_default='{}', nullable=False))
        op.alter_column('answers', name, server_default=None)


def downgrade() -> None:
    """Downgrade schema."""
    for name in COLUMNS:
        op.drop_column('answers', name)

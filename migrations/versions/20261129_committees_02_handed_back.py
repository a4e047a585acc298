"""certificates: the day on which one that is void was handed back

Revision ID: committees_02
Revises: cells_02
Create Date: 2026-11-26 22:32:00

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

revision: str = 'committees_02'
down_revision: Union[str, Sequence[str], None] = 'cells_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('certificates', sa.Column('handed_back_on', sa.Date(), nullable=True))
    op.add_column('certificates', sa.Column('handed_back_to', sa.Text(), nullable=True))
    op.create_check_constraint(op.f('ck_certificates_handed_back_once_ended'), 'certificates', '(handed_back_on IS NULL) = (handed_back_to IS NULL) AND (handed_back_on IS NULL OR ended_at IS NOT NULL)')


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_constraint(op.f('ck_certificates_handed_back_once_ended'), 'certificates', type_='check')
    op.drop_column('certificates', 'handed_back_to')
    op.drop_column('certificates', 'handed_back_on')

"""corrections: a decision that rests on one whose number was misprinted

Revision ID: corrected_basis
Revises: numbered_papers_01
Create Date: 2026-11-27 01:20:00

"""
from typing import Sequence, Union

from alembic import op

revision: str = 'corrected_basis'
down_revision: Union[str, Sequence[str], None] = 'numbered_papers_01'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

NAME = 'ck_corrections_names_belong_to_a_unit'


def upgrade() -> None:
    """Upgrade schema."""
    op.drop_constraint(op.f(NAME), 'corrections', type_='check')
    op.create_check_constraint(op.f(NAME), 'corrections', "(unit_id IS NULL) = (field IN ('number', 'signed_on', 'basis'))")


def downgrade() -> None:
    """Downgrade schema."""
    # What was only followed goes; the decision's own correction stays.
    op.execute('ALTER TABLE corrections NO FORCE ROW LEVEL SECURITY')
    op.execute("DELETE FROM corrections WHERE field = 'basis'")
    op.execute('ALTER TABLE corrections FORCE ROW LEVEL SECURITY')
    op.drop_constraint(op.f(NAME), 'corrections', type_='check')
    op.create_check_constraint(op.f(NAME), 'corrections', "(unit_id IS NULL) = (field IN ('number', 'signed_on'))")

"""signing in: what is long over may be deleted

Revision ID: ground_01
Revises: sittings_02
Create Date: 2026-11-26 18:00:00

"""
from typing import Sequence, Union

from alembic import op

from migrations.policies import application

revision: str = 'ground_01'
down_revision: Union[str, Sequence[str], None] = 'sittings_02'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Let the application delete codes that nobody can use any more."""
    op.execute(f"GRANT DELETE ON sign_in_codes TO {application()}")


def downgrade() -> None:
    """Keep every code that was ever made."""
    op.execute(f"REVOKE DELETE ON sign_in_codes FROM {application()}")

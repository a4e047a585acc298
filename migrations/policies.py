"""The wall in SQL: what every revision says of a table that belongs to a tenant."""

from __future__ import annotations

from alembic import context, op

OWN_ROWS = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid"


def application() -> str:
    """Return the quoted name of the application's role; it owns nothing."""
    return _role("application")


def platform() -> str:
    """Return the quoted name of the role that opens and closes tenants."""
    return _role("platform")


def wall(table: str, *, may: str) -> None:
    """Put a table behind the wall and say what the application may do with its own rows.

    Args:
        table: its name; it has a ``tenant_id``.
        may: SQL privileges such as ``SELECT, INSERT``.

    """
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY tenant_wall ON {table} USING ({OWN_ROWS}) WITH CHECK ({OWN_ROWS})")
    op.execute(f"GRANT {may} ON {table} TO {application()}")


def kept_by_platform(table: str, *, may: str) -> None:
    """Keep a table that belongs to no tenant for the platform alone.

    Args:
        table: its name.
        may: SQL privileges of the platform's role; no other role gets any.

    """
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY kept_by_platform ON {table} TO {platform()} USING (true) WITH CHECK (true)"
    )
    op.execute(f"GRANT {may} ON {table} TO {platform()}")


def seen_by_platform(table: str, *, may: str) -> None:
    """Let the platform see over the wall in a table that says nothing of what a tenant holds.

    Args:
        table: its name; ``wall`` has been called for it.
        may: SQL privileges of the platform's role.

    """
    op.execute(
        f"CREATE POLICY seen_by_platform ON {table} TO {platform()} USING (true) WITH CHECK (true)"
    )
    op.execute(f"GRANT {may} ON {table} TO {platform()}")


def _role(part: str) -> str:
    name: str = context.config.attributes[part]
    return '"' + name.replace('"', '""') + '"'

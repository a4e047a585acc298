"""The tenants that this browser has opened in an emergency."""

from __future__ import annotations

from flask import g, session

from tenants.platform.break_glass import find_opening
from tenants.platform.tables import BreakGlassOpening
from web import current

OPENED = "opened"


def keep_opened(slug: str, token: str) -> None:
    """Let this browser read a tenant's pages until the opening ends."""
    session[OPENED] = {**session.get(OPENED, {}), slug: token}


def opening_here() -> BreakGlassOpening | None:
    """Return the opening of this address's tenant that this browser holds, if it stands."""
    token = session.get(OPENED, {}).get(g.tenant_slug)
    return find_opening(current.session(), token) if token else None

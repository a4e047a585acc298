"""What the browser carries from one page of signing in to the next."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import g, session

ENTERING = "entering"


def remember(**what: str) -> None:
    """Keep the phone and the page to come back to, for this tenant only."""
    session[ENTERING] = {"tenant": g.tenant_slug, **what}


def remember_more(**what: str) -> None:
    """Keep something beside what is kept for this tenant already."""
    kept = session.get(ENTERING, {})
    same = kept if kept.get("tenant") == g.tenant_slug else {}
    session[ENTERING] = {**same, "tenant": g.tenant_slug, **what}


def remembered(name: str) -> str:
    """Return what was kept for this tenant; nothing if it was another's."""
    kept = session.get(ENTERING, {})
    return str(kept.get(name, "")) if kept.get("tenant") == g.tenant_slug else ""


def forget() -> None:
    """Forget it: the visitor is in."""
    session.pop(ENTERING, None)


def local_address(address: str | None) -> str | None:
    """Return an address of this tenant as it is; of anywhere else, nothing."""
    if not address or not address.startswith(f"/{g.tenant_slug}/"):
        return None
    parts = urlsplit(address)
    plain = address.isprintable() and "\\" not in address and "//" not in parts.path
    return address if plain and not parts.scheme and not parts.netloc else None

"""The signed-in person, as Flask-Login wants to see them.

The browser keeps a random token for each tenant; the row on the server decides, on
every request, whether it still lets anybody in.
"""

from __future__ import annotations

from flask import Flask, Request, g, session
from flask_login import LoginManager, UserMixin, current_user

from tenants.signing_in.sessions import find_sign_in
from tenants.signing_in.tables import SignIn
from web import current

TOKENS = "sign_ins"


class Visitor(UserMixin):
    """Somebody with a sign-in that stands."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in

    def get_id(self) -> str:
        """Return the id of the sign-in."""
        return str(self.sign_in.id)


def init_app(app: Flask) -> None:
    """Let Flask-Login ask the server's rows who is there."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_load)


def token_here() -> str | None:
    """Return the browser's token for the tenant of this address."""
    token: str | None = session.get(TOKENS, {}).get(g.tenant_slug)
    return token


def sign_in_here() -> SignIn:
    """Return the sign-in of the visitor who is here."""
    found: SignIn = current_user.sign_in
    return found


def is_signed_in_elsewhere() -> bool:
    """Tell whether the browser is another tenant's visitor and was never one of this."""
    return token_here() is None and bool(session.get(TOKENS))


def keep_token(token: str) -> None:
    """Give the browser a new token, and with it a new key for its forms."""
    session[TOKENS] = {**session.get(TOKENS, {}), g.tenant_slug: token}
    _renew_form_key()


def drop_token() -> None:
    """Take the token of this tenant from the browser."""
    kept = {slug: token for slug, token in session.get(TOKENS, {}).items() if slug != g.tenant_slug}
    session[TOKENS] = kept
    _renew_form_key()


def _load(_request: Request) -> Visitor | None:
    token = token_here() if current.has_tenant() else None
    sign_in = find_sign_in(current.session(), token) if token else None
    return Visitor(sign_in) if sign_in else None


def _renew_form_key() -> None:
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)

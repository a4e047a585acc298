"""Who of the platform is here: the browser's token, and the row on the server that decides."""

from __future__ import annotations

from flask import g, request, session

from tenants import clock
from tenants.platform.accounts import Operator
from tenants.platform.entering import find_sign_in, keep_alive
from tenants.signing_in.lifetimes import SEEN_EVERY
from web import current, transaction
from web.request_log import request_id

TOKEN = "platform"  # noqa: S105  # the name of the cookie's part


def operator() -> Operator:
    """Return who of the platform is here."""
    here: Operator = g.operator
    return here


def operator_here() -> Operator | None:
    """Find who is signed in to the platform, read anew on each request."""
    token = session.get(TOKEN)
    sign_in = find_sign_in(current.session(), token) if token else None
    if sign_in is None:
        return None
    if sign_in.seen_at < clock.now(current.session()) - SEEN_EVERY:
        transaction.afterwards(lambda own: keep_alive(own, sign_in.id))
    return Operator(
        account_id=sign_in.account_id,
        name=sign_in.account.name,
        sign_in_id=sign_in.id,
        request_id=request_id(),
        address=request.remote_addr or "",
    )


def keep_token(token: str) -> None:
    """Give the browser a new token, and with it a new key for its forms."""
    session[TOKEN] = token
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def drop_token() -> None:
    """Take the token, and whatever was opened with it, from the browser."""
    for name in (TOKEN, "opened", "csrf_token"):
        session.pop(name, None)
    g.pop("csrf_token", None)

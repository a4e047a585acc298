"""Letting somebody in: after the first proof, and where it is due after the second."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request, url_for

from tenants.members import Member
from tenants.people import Account
from tenants.signing_in.accounts import member_of
from tenants.signing_in.second_factors import second_is_due
from tenants.signing_in.sessions import begin_sign_in, complete, find_half
from tenants.signing_in.tables import SignIn
from web import current, visitor
from web.htmx import go, show
from web.request_log import request_id
from web.signing_in.devices import this_device
from web.signing_in.entering import forget, local_address, remember, remembered
from web.signing_in.second_page import show_second
from web.signing_in.unsent import unseal


def first_proved(account: Account, *, back: str = "", unsent: str = "") -> Response:
    """Let somebody in who has proved who they are, or ask for a second proof."""
    member = member_of(current.session(), account)
    second_due = second_is_due(current.session(), account, member)
    token = begin_sign_in(
        current.session(),
        account,
        device=this_device(),
        address=request.remote_addr or "",
        request_id=request_id(),
        second_due=second_due,
    )
    if not second_due:
        return _inside(token, account, back=back, unsent=unsent)
    remember(half=token, tiep=back)
    if unsent:  # too long for a cookie, so it goes from page to page
        half = the_half()
        return show_second(half, unsent=unsent) if half else go(url_for("second.page"))
    return go(url_for("second.page"))


def the_half() -> SignIn | None:
    """Return the sign-in of this browser that waits for its second proof."""
    token = remembered("half")
    return find_half(current.session(), token) if token else None


def half_member(half: SignIn) -> Member:
    """Return who waits for the second proof; they may do nothing else yet."""
    return replace(
        member_of(current.session(), half.account),
        sign_in_id=half.id,
        request_id=request_id(),
        address=half.address,
    )


def second_proved(half: SignIn, *, unsent: str = "") -> Response:
    """Let somebody in who has proved themselves a second time."""
    token = complete(current.session(), half, request_id=request_id())
    return _inside(token, half.account, back=remembered("tiep"), unsent=unsent)


def _inside(token: str, account: Account, *, back: str, unsent: str) -> Response:
    visitor.keep_token(token)
    forget()
    waiting = unseal(unsent, account)
    if waiting:
        return show("signing_in/unsent.html", unsent=waiting)
    return go(local_address(back) or url_for("account.first_page"))

"""Asking for a code: read out by the office, sent to a phone, or shown in a demonstration."""

from __future__ import annotations

from time import time

from flask import current_app

from tenants.outbox import leave
from tenants.settings import Settings, SignInCodes
from tenants.signing_in.accounts import find_account, member_of
from tenants.signing_in.codes import issue_code, made_up_code
from tenants.signing_in.lifetimes import CODE_EVERY
from tenants.signing_in.tokens import digest_of, new_token
from web import current
from web.signing_in.entering import remember_more, remembered


def ask_for_code(phone: str) -> None:
    """Ask for a code for a phone number; nothing shows whether anybody has it."""
    browser = remembered("browser") or new_token()
    remember_more(browser=browser, asked_at=str(int(time())), code="")
    way = way_of_codes()
    if way is SignInCodes.PAGE:
        remember_more(code=_code_for_page(phone))
    elif way is not SignInCodes.OFFICE:
        asked = {"phone": phone, "browser": digest_of(browser).hex(), "channel": way.value}
        leave(current.session(), "sign_in_code", asked)


def seconds_to_wait() -> int:
    """Return how long the visitor still waits before a code may be sent again."""
    asked_at = int(remembered("asked_at") or 0)
    return max(0, asked_at + int(CODE_EVERY.total_seconds()) - int(time()))


def this_browser() -> bytes | None:
    """Return the digest under which codes of this browser are kept."""
    browser = remembered("browser")
    return digest_of(browser) if browser else None


def way_of_codes() -> SignInCodes:
    """Return how codes reach people here; production never shows them on a page."""
    settings: Settings = current_app.extensions["settings"]
    shown = settings.sign_in_codes is SignInCodes.PAGE
    return SignInCodes.OFFICE if shown and settings.production else settings.sign_in_codes


def _code_for_page(phone: str) -> str:
    """Make a code to be shown on the page; an unknown number gets digits that lead nowhere."""
    account = find_account(current.session(), phone)
    if account is None:
        return made_up_code()
    actor = member_of(current.session(), account)
    return issue_code(current.session(), account, actor=actor, browser=this_browser())

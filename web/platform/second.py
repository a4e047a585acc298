"""The second proof of the platform's people: asked for, or set up the first time."""

from __future__ import annotations

from flask import Blueprint, Response, session, url_for
from flask.typing import ResponseReturnValue

from tenants.platform.accounts import Operator
from tenants.platform.entering import complete, find_half
from tenants.platform.second_factors import (
    check_second,
    code_for_demonstration,
    confirm_app,
    has_app,
    secret_to_confirm,
)
from tenants.platform.tables import PlatformAccount, PlatformSignIn
from tenants.proofs.authenticator import address_of
from tenants.proofs.passkeys import OFFICE
from tenants.settings import SignInCodes
from tenants.signing_in.first_factor import ClosedError
from web import current, transaction
from web.access import platform_door
from web.htmx import go, show
from web.platform.visitor import keep_token
from web.request_log import request_id
from web.signing_in.forms import SecondForm
from web.signing_in.second import closed_sentence, wrong_sentence
from web.signing_in.sending import way_of_codes
from web.squares import picture_of

bp = Blueprint("platform_second", __name__, url_prefix="/dang-nhap/buoc-hai")
ENTERING = "platform_entering"


@bp.get("")
@platform_door
def page() -> ResponseReturnValue:
    """Ask for a code of the app, or show what to give to it."""
    half = _half()
    return _show(half.account, SecondForm(formdata=None)) if half else _from_the_start()


@bp.post("")
@platform_door
def prove() -> ResponseReturnValue:
    """Try a code; a wrong one is counted, so it is committed."""
    half, form = _half(), SecondForm()
    if half is None:
        return _from_the_start()
    if not form.validate_on_submit():
        return _show(half.account, form, status=422)
    transaction.keep_although_refused()
    account, typed, codes = half.account, form.code.data or "", list[str]()
    try:
        if has_app(current.session(), account):
            proved = check_second(current.session(), account, typed)
        else:
            actor = Operator(account.id, account.name).as_member()
            codes = confirm_app(current.session(), account, typed, actor=actor)
            proved = bool(codes)
    except ClosedError:
        form.code.errors = [closed_sentence()]
        return _show(account, form, status=429)
    if not proved:
        form.code.errors = [wrong_sentence()]
        return _show(account, form, status=422)
    keep_token(complete(current.session(), half, request_id=request_id()))
    session.pop(ENTERING, None)
    inside = url_for("platform_tenants.tenants")
    if codes:
        return show("platform/recovery.html", codes=codes, back=inside, unsent=None)
    return go(inside)


def shown_code(account: PlatformAccount) -> str:
    """Return the app's present code, which only a demonstration shows."""
    if way_of_codes() is not SignInCodes.PAGE:
        return ""
    return code_for_demonstration(current.session(), account) or ""


def _half() -> PlatformSignIn | None:
    token = session.get(ENTERING, {}).get("half")
    return find_half(current.session(), token) if token else None


def _show(account: PlatformAccount, form: SecondForm, *, status: int = 200) -> Response:
    secret = secret_to_confirm(current.session(), account)
    address = address_of(secret, name=account.name, office=OFFICE) if secret else ""
    return show(
        "platform/second.html",
        status=status,
        form=form,
        picture=picture_of(address) if secret else None,
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)) if secret else "",
        shown_code=shown_code(account),
    )


def _from_the_start() -> Response:
    return go(url_for("platform_door.sign_in"))

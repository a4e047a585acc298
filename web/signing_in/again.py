"""Proving again who one is, before a decision; what was about to be sent waits meanwhile.

A view that decides is marked ``@freshly_proven``. Whoever proved themselves within the
minutes of the settings notices nothing. The others are asked on the spot, by the second
factor where they have one, otherwise by password or code, and then send the very form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.people import Account
from tenants.signing_in import first_factor
from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.passkeys import ask_for_proof, check_passkey
from tenants.signing_in.passwords import has_password
from tenants.signing_in.second_factors import check_second, factors_of
from tenants.signing_in.sessions import is_fresh, prove_again
from web import current, transaction, visitor
from web.access import signed_in
from web.account.own import own_account
from web.catalogue import _
from web.htmx import go, say, show, wants_part
from web.navigation import home
from web.signing_in.entering import local_address, remember_more, remembered
from web.signing_in.forms import AnswerForm, SecondForm
from web.signing_in.second import closed_sentence, passkey_sentence, wrong_sentence
from web.signing_in.second_page import code_to_show, this_site
from web.signing_in.sending import ask_for_code, this_browser, way_of_codes
from web.signing_in.unsent import seal, unseal
from web.transaction import SAFE_METHODS

bp = Blueprint("again", __name__, url_prefix="/toi/xac-nhan")
V = TypeVar("V", bound=Callable[..., Any])


def freshly_proven(view: V) -> V:
    """Mark a view that only acts for somebody who has lately proved who they are."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if request.method in SAFE_METHODS or is_fresh_here():
            return view(*args, **kwargs)
        return _ask_before_going_on()

    return guarded  # type: ignore[return-value]


def is_fresh_here() -> bool:
    """Tell whether the visitor has lately proved who they are."""
    sign_in_id = current.member().sign_in_id
    return sign_in_id is not None and is_fresh(current.session(), sign_in_id)


@bp.get("")
@signed_in
def page() -> ResponseReturnValue:
    """Ask who it is, and go on to the page that wanted to know."""
    remember_more(on=local_address(request.args.get("tiep")) or "")
    return _show(SecondForm(formdata=None))


@bp.post("")
@signed_in
def prove() -> ResponseReturnValue:
    """Try a code or the password; a wrong one is counted, so it is committed."""
    form = SecondForm()
    if not form.validate_on_submit():
        return _show(form, status=422)
    transaction.keep_although_refused()
    try:
        proved = _proves(form)
    except ClosedError:
        form.code.errors = [closed_sentence()]
        return _show(form, status=429)
    if not proved:
        form.code.errors = [wrong_sentence()]
        return _show(form, status=422)
    return _go_on(form.unsent.data or "")


@bp.post("/ma")
@signed_in
def send_code() -> ResponseReturnValue:
    """Ask for a code, for who has nothing else to prove themselves with."""
    account, form = own_account() or abort(404), SecondForm()
    ask_for_code(account.phone)
    return _show(SecondForm(formdata=None, unsent=form.unsent.data or ""))


@bp.post("/khoa/hoi")
@signed_in
def ask_passkey() -> ResponseReturnValue:
    """Return what to ask the browser so that it proves to hold a passkey."""
    account, site = own_account() or abort(404), this_site() or abort(404)
    asked = ask_for_proof(current.session(), visitor.sign_in_here(), account, site=site)
    return Response(asked, mimetype="application/json")


@bp.post("/khoa")
@signed_in
def prove_passkey() -> ResponseReturnValue:
    """Check what the browser answered."""
    account, form = own_account() or abort(404), AnswerForm()
    site, unsent = this_site() or abort(404), form.unsent.data or ""
    transaction.keep_although_refused()
    asked = SecondForm(formdata=None, unsent=unsent)
    try:
        proved = check_passkey(
            current.session(), visitor.sign_in_here(), account, form.answer.data or "", site=site
        )
    except ClosedError:
        asked.form_errors = [closed_sentence()]
        return _show(asked, status=429)
    if not proved:
        asked.form_errors = [passkey_sentence()]
        return _show(asked, status=422)
    return _go_on(unsent)


def _ask_before_going_on() -> ResponseReturnValue:
    """Ask on the spot, and keep the form that was sent until it is known who sends it."""
    if wants_part():
        return go(url_for("again.page", tiep=request.path))
    return _show(SecondForm(formdata=None, unsent=seal()), status=401)


def _way(account: Account) -> str:
    """Return by what this person proves themselves: the strongest that they have."""
    session = current.session()
    if factors_of(session, account).any:
        return "second"
    return "password" if has_password(session, account) else "code"


def _proves(form: SecondForm) -> bool:
    account, session = own_account() or abort(404), current.session()
    typed, way = form.code.data or "", _way(account)
    if way == "second":
        return check_second(session, account, typed)
    if way == "password":
        password = request.form.get("code", "")
        return first_factor.by_password(session, account.phone, password) is not None
    found = first_factor.by_code(session, account.phone, typed, browser=this_browser())
    return found is not None


def _go_on(unsent: str) -> ResponseReturnValue:
    """Give the browser a new token, and the form back that waited."""
    account, member = own_account() or abort(404), current.member()
    sign_in_id = member.sign_in_id or abort(404)
    visitor.keep_token(prove_again(current.session(), sign_in_id, actor=member))
    waiting = unseal(unsent, account)
    if waiting:
        return show("signing_in/unsent.html", unsent=waiting, proved=True)
    say(_("Đã xác nhận. Đồng chí làm tiếp."))
    return go(local_address(remembered("on")) or home())


def _show(form: SecondForm, *, status: int = 200) -> ResponseReturnValue:
    account = own_account() or abort(404)
    factors, way = factors_of(current.session(), account), _way(account)
    shown = code_to_show(account) if way == "second" else ""
    if way == "code" and way_of_codes() == "page":
        shown = remembered("code")
    return show(
        "signing_in/again.html",
        status=status,
        form=form,
        way=way,
        codes_are_sent=way_of_codes() != "office",
        factors=factors,
        passkeys=this_site() is not None and factors.passkeys > 0,
        shown_code=shown,
        account=account,
    )

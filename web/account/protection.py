"""The visitor's own second factors: seen, added, removed; paper codes made anew."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.signing_in.deciders import decides
from tenants.signing_in.passkeys import passkeys_of, remove_passkey
from tenants.signing_in.second_factors import (
    LastFactorError,
    factors_of,
    new_recovery_codes,
    remove_app,
)
from web import current, visitor
from web.access import signed_in
from web.account.own import own_account
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from web.signing_in.enrolling import Enrolling
from web.signing_in.forms import AnswerForm, SecondForm
from web.signing_in.second_page import this_site

bp = Blueprint("protection", __name__, url_prefix="/toi/bao-ve")


@bp.get("")
@signed_in
def page() -> ResponseReturnValue:
    """Show what protects the visitor's account beside the first factor."""
    account = own_account() or abort(404)
    return show(
        "account/protection.html",
        factors=factors_of(current.session(), account),
        passkeys=passkeys_of(current.session(), account),
        required=decides(current.member()),
        form=Form(formdata=None),
    )


@bp.get("/them")
@signed_in
def choose() -> ResponseReturnValue:
    """Say what there is to choose from."""
    return show("signing_in/choose.html", at="protection", unsent="", passkeys=this_site())


@bp.post("/ung-dung")
@signed_in
@freshly_proven
def start() -> ResponseReturnValue:
    """Begin with an app."""
    return _enrolling().start()


@bp.get("/ung-dung")
@signed_in
def app() -> ResponseReturnValue:
    """Show the secret to give to the app, until it has shown a code."""
    return _enrolling().app_page(SecondForm(formdata=None))


@bp.post("/ung-dung/ma")
@signed_in
@freshly_proven
def confirm() -> ResponseReturnValue:
    """Take the app into use."""
    enrolling = _enrolling()
    return enrolling.confirm(SecondForm()) or _enrolled(enrolling)


@bp.post("/ung-dung/bo")
@signed_in
@freshly_proven
def remove() -> ResponseReturnValue:
    """Do without the app."""
    account = own_account() or abort(404)
    try:
        remove_app(current.session(), account, actor=current.member())
    except LastFactorError:
        say(_last_sentence())
        return go(url_for("protection.page"))
    say(_("Đã bỏ ứng dụng tạo mã."))
    return go(url_for("protection.page"))


@bp.post("/khoa/hoi")
@signed_in
@freshly_proven
def ask_new() -> ResponseReturnValue:
    """Return what to ask the browser so that it makes a passkey."""
    return _enrolling().ask()


@bp.post("/khoa")
@signed_in
@freshly_proven
def keep() -> ResponseReturnValue:
    """Keep the passkey that was made."""
    enrolling = _enrolling()
    if not enrolling.keep(AnswerForm()):
        return show(
            "signing_in/choose.html", status=422, at="protection", unsent="",
            passkeys=this_site(), failed=True,
        )  # fmt: skip
    return _enrolled(enrolling)


@bp.post("/khoa/<uuid:passkey_id>/bo")
@signed_in
@freshly_proven
def remove_key(passkey_id: UUID) -> ResponseReturnValue:
    """Do without a passkey."""
    account = own_account() or abort(404)
    try:
        gone = remove_passkey(current.session(), account, passkey_id, actor=current.member())
    except LastFactorError:
        say(_last_sentence())
        return go(url_for("protection.page"))
    if not gone:
        abort(404)
    say(_("Đã bỏ khóa của máy đó."))
    return go(url_for("protection.page"))


@bp.post("/ma-du-phong")
@signed_in
@freshly_proven
def renew() -> ResponseReturnValue:
    """Make ten new paper codes in place of the old ones."""
    account = own_account() or abort(404)
    if not factors_of(current.session(), account).any:
        abort(404)
    codes = new_recovery_codes(current.session(), account, actor=current.member())
    return _show_codes(codes)


def _enrolling() -> Enrolling:
    account = own_account() or abort(404)
    return Enrolling(account, visitor.sign_in_here(), current.member(), "protection")


def _enrolled(enrolling: Enrolling) -> ResponseReturnValue:
    return _show_codes(enrolling.recovery_codes())


def _show_codes(codes: list[str]) -> ResponseReturnValue:
    back = url_for("protection.page")
    return show("signing_in/recovery.html", codes=codes, back=back, unsent=None)


def _last_sentence() -> str:
    return _("Vai của đồng chí cần ít nhất một lớp bảo vệ. Thêm cách khác trước, rồi bỏ cách này.")

"""The second proof while signing in: asked for, or set up by who has none yet."""

from __future__ import annotations

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.passkeys import ask_for_proof, check_passkey
from tenants.signing_in.second_factors import check_second, factors_of
from tenants.signing_in.sessions import complete
from web import current, transaction, visitor
from web.access import public
from web.catalogue import _
from web.htmx import go, show
from web.request_log import request_id
from web.signing_in.enrolling import Enrolling
from web.signing_in.entering import forget, local_address, remembered
from web.signing_in.forms import AnswerForm, SecondForm
from web.signing_in.letting_in import half_member, second_proved, the_half
from web.signing_in.second_page import show_second, this_site
from web.signing_in.unsent import unseal

bp = Blueprint("second", __name__, url_prefix="/dang-nhap/buoc-hai")


@bp.get("")
@public
def page() -> ResponseReturnValue:
    """Ask for the second proof."""
    half = the_half()
    return show_second(half) if half else _from_the_start()


@bp.post("")
@public
def prove() -> ResponseReturnValue:
    """Try an app's code or a paper one; a wrong one is counted, so it is committed."""
    half, form = the_half(), SecondForm()
    if half is None:
        return _from_the_start()
    if not form.validate_on_submit():
        return show_second(half, form, status=422)
    transaction.keep_although_refused()
    try:
        proved = check_second(current.session(), half.account, form.code.data or "")
    except ClosedError:
        form.code.errors = [closed_sentence()]
        return show_second(half, form, status=429)
    if not proved:
        form.code.errors = [wrong_sentence()]
        return show_second(half, form, status=422)
    return second_proved(half, unsent=form.unsent.data or "")


@bp.post("/khoa/hoi")
@public
def ask_passkey() -> ResponseReturnValue:
    """Return what to ask the browser so that it proves to hold a passkey."""
    half, site = the_half() or abort(404), this_site() or abort(404)
    asked = ask_for_proof(current.session(), half, half.account, site=site)
    return Response(asked, mimetype="application/json")


@bp.post("/khoa")
@public
def prove_passkey() -> ResponseReturnValue:
    """Check what the browser answered."""
    half, form = the_half(), AnswerForm()
    site = this_site() or abort(404)
    if half is None:
        return _from_the_start()
    transaction.keep_although_refused()
    asked = SecondForm(formdata=None, unsent=form.unsent.data or "")
    try:
        proved = check_passkey(
            current.session(), half, half.account, form.answer.data or "", site=site
        )
    except ClosedError:
        asked.form_errors = [closed_sentence()]
        return show_second(half, asked, status=429)
    if not proved:
        asked.form_errors = [passkey_sentence()]
        return show_second(half, asked, status=422)
    return second_proved(half, unsent=form.unsent.data or "")


@bp.get("/dat")
@public
def choose() -> ResponseReturnValue:
    """Say why a second factor is needed, and what there is to choose from."""
    if _enrolling() is None:
        return _from_the_start()
    return show("signing_in/choose.html", at="second", unsent="", passkeys=this_site())


@bp.post("/dat/ung-dung")
@public
def start() -> ResponseReturnValue:
    """Begin with an app."""
    enrolling = _enrolling()
    return enrolling.start(AnswerForm().unsent.data or "") if enrolling else _from_the_start()


@bp.get("/dat/ung-dung")
@public
def app() -> ResponseReturnValue:
    """Show the secret to give to the app."""
    enrolling = _enrolling()
    return enrolling.app_page(SecondForm(formdata=None)) if enrolling else _from_the_start()


@bp.post("/dat/ung-dung/ma")
@public
def confirm() -> ResponseReturnValue:
    """Take the app into use, and let its owner in."""
    enrolling, form = _enrolling(), SecondForm()
    if enrolling is None:
        return _from_the_start()
    return enrolling.confirm(form) or _enrolled(enrolling, form.unsent.data or "")


@bp.post("/dat/khoa/hoi")
@public
def ask_new() -> ResponseReturnValue:
    """Return what to ask the browser so that it makes a passkey."""
    return (_enrolling() or abort(404)).ask()


@bp.post("/dat/khoa")
@public
def keep() -> ResponseReturnValue:
    """Keep the passkey that was made, and let its owner in."""
    enrolling, form = _enrolling(), AnswerForm()
    if enrolling is None:
        return _from_the_start()
    if not enrolling.keep(form):
        unsent = form.unsent.data or ""
        return show(
            "signing_in/choose.html", status=422, at="second", unsent=unsent,
            passkeys=this_site(), failed=True,
        )  # fmt: skip
    return _enrolled(enrolling, form.unsent.data or "")


def wrong_sentence() -> str:
    """Say that a code was not right."""
    return _("Mã chưa đúng hoặc đã dùng rồi. Đợi ứng dụng hiện mã mới rồi nhập lại.")


def closed_sentence() -> str:
    """Say that there were too many wrong tries."""
    return _("Đã thử sai nhiều lần. Đợi 15 phút rồi thử lại, hoặc gọi người quản trị.")


def passkey_sentence() -> str:
    """Say that a passkey did not prove anything."""
    return _("Khóa của máy chưa xác nhận được. Đồng chí thử lại, hoặc nhập mã.")


def _enrolling() -> Enrolling | None:
    """Return whose first factor may be set up here: nobody's who has one already."""
    half = the_half()
    if half is None or factors_of(current.session(), half.account).any:
        return None
    return Enrolling(half.account, half, half_member(half), "second")


def _enrolled(enrolling: Enrolling, unsent: str) -> ResponseReturnValue:
    """Let the owner in, and show the paper codes this once."""
    codes = enrolling.recovery_codes()
    back = local_address(remembered("tiep")) or url_for("account.first_page")
    visitor.keep_token(complete(current.session(), enrolling.sign_in, request_id=request_id()))
    forget()
    waiting = unseal(unsent, enrolling.account)
    return show("signing_in/recovery.html", codes=codes, back=back, unsent=waiting)


def _from_the_start() -> ResponseReturnValue:
    return go(url_for("signing_in.sign_in"))

"""Sign in with a phone number and six digits, or with an invitation; sign out."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from tenants.people import Account
from tenants.settings import Settings, SignInCodes
from tenants.signing_in.accounts import find_account, member_of
from tenants.signing_in.codes import check_code, issue_code, made_up_code
from tenants.signing_in.invitations import invited_account, redeem
from tenants.signing_in.sessions import begin_sign_in, end_sign_in
from web import current, transaction, visitor
from web.access import public, signed_in
from web.catalogue import _
from web.htmx import go, say, show
from web.navigation import home
from web.request_log import request_id
from web.signing_in.devices import this_device
from web.signing_in.entering import forget, local_address, remember, remembered
from web.signing_in.forms import CodeForm, EnterForm, PhoneForm
from web.signing_in.unsent import unseal

bp = Blueprint("signing_in", __name__)


@bp.get("/dang-nhap")
@public
def sign_in() -> ResponseReturnValue:
    """Ask for the phone number."""
    if current.has_member():
        return go(local_address(request.args.get("tiep")) or home())
    form = PhoneForm(tiep=local_address(request.args.get("tiep")) or "")
    return show("signing_in/phone.html", form=form)


@bp.post("/dang-nhap")
@public
def ask_code() -> ResponseReturnValue:
    """Take the phone number; the answer is the same whether it is known or not."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return show("signing_in/phone.html", status=422, form=form)

    phone, back = form.phone.data or "", local_address(form.tiep.data) or ""
    remember(phone=phone, tiep=back, code=_code_for_page(phone))
    if form.unsent.data:  # too long for a cookie, so it goes from page to page
        return _show_code_page(CodeForm(formdata=None, unsent=form.unsent.data))
    return go(url_for("signing_in.code"))


@bp.get("/dang-nhap/ma")
@public
def code() -> ResponseReturnValue:
    """Ask for the six digits."""
    if not remembered("phone"):
        return go(url_for("signing_in.sign_in"))
    return _show_code_page(CodeForm())


@bp.post("/dang-nhap/ma")
@public
def enter() -> ResponseReturnValue:
    """Try the six digits. A wrong code costs a try, so it is committed."""
    if not remembered("phone"):
        return go(url_for("signing_in.sign_in"))
    form = CodeForm()
    if not form.validate_on_submit():
        return _show_code_page(form, status=422)
    account = find_account(current.session(), remembered("phone"))
    if account is None or not check_code(current.session(), account, form.code.data or ""):
        transaction.keep_although_refused()
        form.code.errors = [_("Mã chưa đúng hoặc đã hết hạn. Xem lại mã, hoặc xin mã mới.")]
        return _show_code_page(form, status=422)
    answer = _let_in(account, back=remembered("tiep"))
    unsent = unseal(form.unsent.data, account)
    return show("signing_in/unsent.html", unsent=unsent) if unsent else answer


@bp.get("/loi-moi/<string:token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """Show whom a link invites; nothing is used up by looking."""
    account = invited_account(current.session(), token)
    return show("signing_in/invitation.html", account=account, form=EnterForm())


@bp.post("/loi-moi/<string:token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Use the link up, and let its person in."""
    account = redeem(current.session(), token)
    if account is None:
        return show("signing_in/invitation.html", status=422, account=None, form=EnterForm())
    return _let_in(account)


@bp.post("/dang-xuat")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this sign-in, and leave nothing of it in the browser."""
    member = current.member()
    if member.sign_in_id is not None:
        end_sign_in(current.session(), member.sign_in_id, actor=member)
    visitor.drop_token()
    say(_("Đã đăng xuất."))
    response: Response = go(url_for("signing_in.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _show_code_page(form: CodeForm, *, status: int = 200) -> Response:
    return show(
        "signing_in/code.html",
        status=status,
        form=form,
        phone=remembered("phone"),
        shown_code=remembered("code") if _codes_on_page() else "",
    )


def _code_for_page(phone: str) -> str:
    """Issue a code to be shown on the page, which only a demonstration does.

    An unknown number gets digits that lead nowhere: the page tells nothing.
    """
    if not _codes_on_page():
        return ""
    account = find_account(current.session(), phone)
    if account is None:
        return made_up_code()
    actor = member_of(current.session(), account)
    return issue_code(current.session(), account, actor=actor)


def _codes_on_page() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.sign_in_codes is SignInCodes.PAGE and not settings.production


def _let_in(account: Account, *, back: str = "") -> Response:
    token = begin_sign_in(
        current.session(),
        account,
        device=this_device(),
        address=request.remote_addr or "",
        request_id=request_id(),
    )
    visitor.keep_token(token)
    forget()
    return go(local_address(back) or url_for("account.first_page"))

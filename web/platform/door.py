"""Getting in to the platform and out of it: phone and code, or an invitation."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, session, url_for
from flask.typing import ResponseReturnValue

from tenants.platform.accounts import Operator, find_account
from tenants.platform.entering import (
    begin_sign_in,
    check_code,
    end_sign_in,
    invited,
    issue_code,
    redeem,
)
from tenants.platform.second_factors import start_app
from tenants.platform.tables import PlatformAccount
from tenants.settings import Settings, SignInCodes
from tenants.signing_in.codes import made_up_code
from web import current, transaction
from web.access import for_platform, platform_door
from web.catalogue import _
from web.htmx import go, say, show
from web.platform.visitor import drop_token, operator
from web.signing_in.devices import this_device
from web.signing_in.forms import CodeForm, EnterForm, PhoneForm

bp = Blueprint("platform_door", __name__)
ENTERING = "platform_entering"


@bp.get("")
@for_platform
def first_page() -> ResponseReturnValue:
    """Go to the tenants."""
    return go(url_for("platform_tenants.tenants"))


@bp.get("/dang-nhap")
@platform_door
def sign_in() -> ResponseReturnValue:
    """Ask for the phone number."""
    return show("platform/phone.html", form=PhoneForm())


@bp.post("/dang-nhap")
@platform_door
def ask_code() -> ResponseReturnValue:
    """Take the phone number; the answer is the same whether it is known or not."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return show("platform/phone.html", status=422, form=form)
    phone = form.phone.data or ""
    session[ENTERING] = {"phone": phone, "code": _code_for_page(phone)}
    return go(url_for("platform_door.code"))


@bp.get("/dang-nhap/ma")
@platform_door
def code() -> ResponseReturnValue:
    """Ask for the six digits."""
    if not _remembered("phone"):
        return go(url_for("platform_door.sign_in"))
    return _show_code_page(CodeForm())


@bp.post("/dang-nhap/ma")
@platform_door
def enter() -> ResponseReturnValue:
    """Try the six digits. A wrong code costs a try, so it is committed."""
    if not _remembered("phone"):
        return go(url_for("platform_door.sign_in"))
    form = CodeForm()
    if not form.validate_on_submit():
        return _show_code_page(form, status=422)
    account = find_account(current.session(), _remembered("phone"))
    if account is None or not check_code(current.session(), account, form.code.data or ""):
        transaction.keep_although_refused()
        form.code.errors = [_("Mã chưa đúng hoặc đã hết hạn. Xem lại mã, hoặc xin mã mới.")]
        return _show_code_page(form, status=422)
    return _let_in(account)


@bp.get("/loi-moi/<string:token>")
@platform_door
def invitation(token: str) -> ResponseReturnValue:
    """Show whom a link invites; nothing is used up by looking."""
    account = invited(current.session(), token)
    return show("platform/invitation.html", account=account, form=EnterForm())


@bp.post("/loi-moi/<string:token>")
@platform_door
def accept(token: str) -> ResponseReturnValue:
    """Use the link up, and let its person in."""
    account = redeem(current.session(), token)
    if account is None:
        return show("platform/invitation.html", status=422, account=None, form=EnterForm())
    return _let_in(account)


@bp.post("/dang-xuat")
@for_platform
def sign_out() -> ResponseReturnValue:
    """End this sign-in, and leave nothing of it in the browser."""
    end_sign_in(current.session(), operator())
    drop_token()
    say(_("Đã đăng xuất."))
    response: Response = go(url_for("platform_door.sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _let_in(account: PlatformAccount) -> Response:
    """Ask for the second proof, which an app is set up for the first time."""
    token = begin_sign_in(
        current.session(),
        account,
        device=this_device(),
        address=request.remote_addr or "",
        second_due=True,
    )
    start_app(current.session(), account)
    session[ENTERING] = {"half": token}
    return go(url_for("platform_second.page"))


def _show_code_page(form: CodeForm, *, status: int = 200) -> Response:
    shown = _remembered("code") if _codes_on_page() else ""
    return show(
        "platform/code.html", status=status, form=form, phone=_remembered("phone"),
        shown_code=shown,
    )  # fmt: skip


def _remembered(name: str) -> str:
    return str(session.get(ENTERING, {}).get(name, ""))


def _code_for_page(phone: str) -> str:
    """Issue a code to be shown on the page, which only a demonstration does."""
    if not _codes_on_page():
        return ""
    account = find_account(current.session(), phone)
    if account is None:
        return made_up_code()
    actor = Operator(account.id, account.name).as_member()
    return issue_code(current.session(), account, actor=actor, by=account.id)


def _codes_on_page() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.sign_in_codes is SignInCodes.PAGE and not settings.production

"""Sign in with a phone number and six digits, a password, or an invitation; sign out."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from tenants.signing_in import first_factor
from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.invitations import invited_account, redeem
from tenants.signing_in.sessions import end_sign_in
from web import current, transaction, visitor
from web.access import public, signed_in
from web.catalogue import _
from web.htmx import go, say, show
from web.navigation import home
from web.signing_in.entering import local_address, remember, remembered
from web.signing_in.forms import CodeForm, EnterForm, PasswordForm, PhoneForm
from web.signing_in.letting_in import first_proved
from web.signing_in.sending import ask_for_code, seconds_to_wait, this_browser, way_of_codes

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
    remember(phone=phone, tiep=back)
    if form.with_password.data:
        if form.unsent.data:
            return _show_password_page(PasswordForm(formdata=None, unsent=form.unsent.data))
        return go(url_for("signing_in.password"))
    ask_for_code(phone)
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
    transaction.keep_although_refused()
    try:
        account = first_factor.by_code(
            current.session(), remembered("phone"), form.code.data or "", browser=this_browser()
        )
    except ClosedError:
        form.code.errors = [_("Đã thử sai quá nhiều lần. Đồng chí gọi văn phòng để nhận mã mới.")]
        return _show_code_page(form, status=429)
    if account is None:
        form.code.errors = [_("Mã chưa đúng hoặc đã hết hạn. Xem lại mã, hoặc xin mã mới.")]
        return _show_code_page(form, status=422)
    return first_proved(account, back=remembered("tiep"), unsent=form.unsent.data or "")


@bp.post("/dang-nhap/gui-lai")
@public
def send_again() -> ResponseReturnValue:
    """Ask for another code, a minute after the last one at the earliest."""
    if not remembered("phone"):
        return go(url_for("signing_in.sign_in"))
    form = CodeForm()
    wait = seconds_to_wait()
    if wait:
        form.code.errors = [_("Đồng chí đợi %(n)s giây nữa rồi bấm gửi lại.", n=wait)]
        return _show_code_page(form, status=422)
    ask_for_code(remembered("phone"))
    say(_("Đã gửi lại, nếu số này có trong danh sách."))
    if form.unsent.data:
        return _show_code_page(CodeForm(formdata=None, unsent=form.unsent.data))
    return go(url_for("signing_in.code"))


@bp.get("/dang-nhap/mat-khau")
@public
def password() -> ResponseReturnValue:
    """Ask for the password of those who have one."""
    if not remembered("phone"):
        return go(url_for("signing_in.sign_in"))
    return _show_password_page(PasswordForm())


@bp.post("/dang-nhap/mat-khau")
@public
def enter_with_password() -> ResponseReturnValue:
    """Try the password; a wrong one is counted, so it is committed."""
    if not remembered("phone"):
        return go(url_for("signing_in.sign_in"))
    form = PasswordForm()
    if not form.validate_on_submit():
        return _show_password_page(form, status=422)
    transaction.keep_although_refused()
    try:
        account = first_factor.by_password(
            current.session(), remembered("phone"), form.password.data or ""
        )
    except ClosedError:
        form.password.errors = [
            _("Đã thử sai nhiều lần. Đợi 15 phút rồi thử lại, hoặc đăng nhập bằng mã 6 số.")
        ]
        return _show_password_page(form, status=429)
    if account is None:
        form.password.errors = [
            _("Số điện thoại hoặc mật khẩu chưa đúng. Quên mật khẩu thì đăng nhập bằng mã 6 số.")
        ]
        return _show_password_page(form, status=422)
    return first_proved(account, back=remembered("tiep"), unsent=form.unsent.data or "")


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
    return first_proved(account)


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
        way=way_of_codes(),
        shown_code=remembered("code") if way_of_codes() == "page" else "",
    )


def _show_password_page(form: PasswordForm, *, status: int = 200) -> Response:
    return show("signing_in/password.html", status=status, form=form, phone=remembered("phone"))

"""The visitor's own password: set, changed, removed."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.people import Account
from tenants.proofs.passwords import LONGEST, SHORTEST_ALONE, SHORTEST_WITH_SECOND, Fault
from tenants.signing_in.passwords import (
    BadPasswordError,
    has_password,
    remove_password,
    set_password,
)
from tenants.signing_in.second_factors import factors_of
from web import current
from web.access import signed_in
from web.account.own import own_account
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven, is_fresh_here
from web.signing_in.forms import NewPasswordForm

bp = Blueprint("passwords", __name__, url_prefix="/toi/mat-khau")


@bp.get("")
@signed_in
def page() -> ResponseReturnValue:
    """Ask for a new password, or whether to do without one, once it is clear who asks."""
    if not is_fresh_here():
        return go(url_for("again.page", tiep=url_for("passwords.page")))
    return _show(NewPasswordForm(formdata=None))


@bp.post("")
@signed_in
@freshly_proven
def keep() -> ResponseReturnValue:
    """Set the password; the visitor's other devices are signed out."""
    account, form = own_account() or abort(404), NewPasswordForm()
    if not form.validate_on_submit():
        return _show(form, status=422)
    try:
        set_password(
            current.session(), account, form.password.data or "",
            shortest=_shortest(account), actor=current.member(),
        )  # fmt: skip
    except BadPasswordError as error:
        form.password.errors = [_sentence(error)]
        return _show(form, status=422)
    say(_("Đã đặt mật khẩu. Các thiết bị khác của đồng chí đã đăng xuất."))
    return go(url_for("account.me"))


@bp.post("/bo")
@signed_in
@freshly_proven
def remove() -> ResponseReturnValue:
    """Do without a password: codes let the visitor in."""
    account = own_account() or abort(404)
    remove_password(current.session(), account, actor=current.member())
    say(_("Đã bỏ mật khẩu. Từ nay đồng chí đăng nhập bằng mã 6 số."))
    return go(url_for("account.me"))


def _show(form: NewPasswordForm, *, status: int = 200) -> ResponseReturnValue:
    account = own_account() or abort(404)
    return show(
        "account/password.html",
        status=status,
        form=form,
        account=account,
        has_password=has_password(current.session(), account),
        shortest=_shortest(account),
        removal=Form(formdata=None),
    )


def _shortest(account: Account) -> int:
    """Return how long a password must be: less where something else is asked for as well."""
    protected = factors_of(current.session(), account).any
    return SHORTEST_WITH_SECOND if protected else SHORTEST_ALONE


def _sentence(error: BadPasswordError) -> str:
    sentences = {
        Fault.SHORT: _(
            "Mật khẩu cần ít nhất %(n)s ký tự. Viết một câu dễ nhớ là đủ.", n=error.shortest
        ),
        Fault.LONG: _("Mật khẩu dài tối đa %(n)s ký tự.", n=LONGEST),
        Fault.COMMON: _("Mật khẩu này nhiều người dùng nên dễ bị đoán. Đồng chí chọn câu khác."),
        Fault.PERSONAL: _(
            "Mật khẩu chỉ gồm tên hoặc số điện thoại thì dễ bị đoán. Đồng chí chọn câu khác."
        ),
        Fault.REPEATED: _(
            "Mật khẩu lặp lại hoặc theo thứ tự thì dễ bị đoán. Đồng chí chọn câu khác."
        ),
    }
    return sentences[error.fault]

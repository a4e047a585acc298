"""A lost or another phone of somebody else, or lost second factors: the old ones are out."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.people import Account
from tenants.roles import Permission
from tenants.signing_in.issuers import accounts_for, accounts_to_change
from tenants.signing_in.phones import PhoneTakenError, change_phone, report_lost
from tenants.signing_in.second_factors import reset_second_factors
from web import current
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from web.signing_in.forms import NewPhoneForm

bp = Blueprint("phones", __name__, url_prefix="/ma-dang-nhap/<uuid:person_id>")


@bp.get("/so-dien-thoai")
@requires(Permission.CODE_ISSUE)
def page(person_id: UUID) -> ResponseReturnValue:
    """Ask for the number that the person has now."""
    return show(
        "codes/phone.html", account=_changeable(person_id), form=NewPhoneForm(formdata=None)
    )


@bp.post("/so-dien-thoai")
@requires(Permission.CODE_ISSUE)
def change(person_id: UUID) -> ResponseReturnValue:
    """Set the number; whoever holds the old phone is out."""
    account, form = _changeable(person_id), NewPhoneForm()
    if not form.validate_on_submit():
        return show("codes/phone.html", status=422, account=account, form=form)
    try:
        change_phone(current.session(), account, form.phone.data or "", actor=current.member())
    except PhoneTakenError:
        form.phone.errors = [
            _("Số này đang là của đồng chí khác trong đơn vị. Đồng chí kiểm tra lại số.")
        ]
        return show("codes/phone.html", status=422, account=account, form=form)
    say(_("Đã đổi số điện thoại. Máy cũ không còn đăng nhập được."))
    return go(url_for("codes.person", person_id=person_id))


@bp.post("/mat-dien-thoai")
@requires(Permission.CODE_ISSUE)
def lost(person_id: UUID) -> ResponseReturnValue:
    """End everything that the person's lost phone opens."""
    found = accounts_for(current.member(), on=current.today()).where(Account.person_id == person_id)
    account = current.session().scalar(found) or abort(404)
    if not Form().validate_on_submit():
        abort(400)
    ended = report_lost(current.session(), account, actor=current.member())
    say(_("Đã đăng xuất %(n)s thiết bị của đồng chí ấy.", n=ended))
    return go(url_for("codes.person", person_id=person_id))


@bp.post("/lop-bao-ve")
@requires(Permission.SECOND_FACTOR_RESET)
@freshly_proven
def reset(person_id: UUID) -> ResponseReturnValue:
    """Take lost second factors from somebody else, who sets them up anew when they next come."""
    if person_id == current.member().person_id:
        abort(404)
    account = _changeable(person_id)
    if not Form().validate_on_submit():
        abort(400)
    reset_second_factors(current.session(), account, actor=current.member())
    say(_("Đã bỏ lớp bảo vệ cũ. Lần đăng nhập tới đồng chí ấy đặt lại."))
    return go(url_for("codes.person", person_id=person_id))


def _changeable(person_id: UUID) -> Account:
    """Return the person's account, if the visitor may change its phone; otherwise 404."""
    found = accounts_to_change(current.member(), on=current.today())
    one = found.where(Account.person_id == person_id)
    return current.session().scalar(one) or abort(404)

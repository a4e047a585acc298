"""The visitor's own page: who they are here, where they are signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.signing_in.passwords import has_password
from tenants.signing_in.second_factors import factors_of
from tenants.signing_in.sessions import end_others, end_sign_in, standing_sign_ins
from web import current
from web.access import signed_in
from web.account.own import own_account
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.navigation import home

bp = Blueprint("account", __name__)


@bp.get("/")
@signed_in
def first_page() -> ResponseReturnValue:
    """Go to the first page of the visitor's role."""
    return go(home())


@bp.get("/toi")
@signed_in
def me() -> ResponseReturnValue:
    """Show name, phone, roles, devices, language and size of letters."""
    member, session = current.member(), current.session()
    person_id = member.person_id or abort(404)
    account = own_account()
    return show(
        "account/me.html",
        member=member,
        account=account,
        protected=account is not None and factors_of(session, account).any,
        has_password=account is not None and has_password(session, account),
        sign_ins=standing_sign_ins(session, person_id),
        form=Form(),
    )


@bp.post("/toi/thiet-bi/<uuid:sign_in_id>/dang-xuat")
@signed_in
def sign_out_device(sign_in_id: UUID) -> ResponseReturnValue:
    """Sign the visitor out on another device of theirs."""
    if not end_sign_in(current.session(), sign_in_id, actor=current.member()):
        abort(404)
    say(_("Đã đăng xuất thiết bị đó."))
    return go(url_for("account.me"))


@bp.post("/toi/thiet-bi/dang-xuat-het")
@signed_in
def sign_out_others() -> ResponseReturnValue:
    """Sign the visitor out everywhere but here."""
    account = own_account() or abort(404)
    ended = end_others(current.session(), account, actor=current.member())
    say(_("Đã đăng xuất %(n)s thiết bị khác.", n=ended))
    return go(url_for("account.me"))

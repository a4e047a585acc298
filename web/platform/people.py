"""Who keeps the platform: added by one another, given codes, disabled."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.platform.accounts import add_account, disable_account, list_accounts
from tenants.platform.entering import invite, issue_code
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import PlatformAccount
from web import current
from web.access import for_platform
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.platform.acting import repeated
from web.platform.forms import AccountForm
from web.platform.visitor import operator
from web.platform.words import explain

bp = Blueprint("platform_people", __name__, url_prefix="/nguoi-dung")


@bp.get("")
@for_platform
def people() -> ResponseReturnValue:
    """List the platform's people, and ask for a new one."""
    return _page(AccountForm())


@bp.post("")
@for_platform
def add() -> ResponseReturnValue:
    """Add somebody, and show the link that lets them in, this once."""
    form, session, by = AccountForm(), current.session(), operator()
    if (answer := repeated(form)) is not None:
        return answer
    if not form.validate_on_submit():
        return _page(form, status=422)
    actor = by.as_member()
    try:
        account = add_account(
            session, form.name.data or "", form.phone.data or "", actor=actor,
            by=by.account_id, request_key=form.key.data,
        )  # fmt: skip
    except PlatformRefusedError as refusal:
        return _page(form, status=explain(form, refusal))
    token = invite(session, account, actor=actor, by=by.account_id)
    link = f"{request.host_url}he-thong/loi-moi/{token}"
    return _person(account, link=link)


@bp.get("/<uuid:account_id>")
@for_platform
def person(account_id: UUID) -> ResponseReturnValue:
    """Show one of the platform's people."""
    return _person(_account(account_id))


@bp.post("/<uuid:account_id>/ma")
@for_platform
def give_code(account_id: UUID) -> ResponseReturnValue:
    """Give a code, shown this once, to be read out on the phone."""
    account, by = _account(account_id), operator()
    if not Form().validate_on_submit() or account.disabled_at is not None:
        return _person(account, status=422)
    code = issue_code(current.session(), account, actor=by.as_member(), by=by.account_id)
    return _person(account, code=code)


@bp.post("/<uuid:account_id>/cho-nghi")
@for_platform
def disable(account_id: UUID) -> ResponseReturnValue:
    """Disable an account: it gets in no more, and what it had opened ends."""
    account, form = _account(account_id), Form()
    if not form.validate_on_submit():
        return _person(account, status=422)
    try:
        disable_account(current.session(), account, by=operator(), request_key=form.key.data)
    except PlatformRefusedError as refusal:
        return _person(account, form=form, status=explain(form, refusal))
    say(_("Đã cho nghỉ đồng chí %(name)s.", name=account.name))
    return go(url_for("platform_people.people"))


def _account(account_id: UUID) -> PlatformAccount:
    return current.session().get(PlatformAccount, account_id) or abort(404)


def _page(form: AccountForm, *, status: int = 200) -> ResponseReturnValue:
    accounts = list_accounts(current.session())
    return show("platform/people.html", status=status, accounts=accounts, form=form)


def _person(
    account: PlatformAccount,
    *,
    code: str = "",
    link: str = "",
    form: Form | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    return show(
        "platform/person.html",
        status=status,
        account=account,
        code=code,
        link=link,
        form=form or Form(formdata=None),
        own=account.id == operator().account_id,
    )

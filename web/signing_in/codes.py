"""Give out sign-in codes by hand: an office for its cells, the administrator for all."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.people import Account
from tenants.roles import Permission
from tenants.signing_in.codes import issue_code
from tenants.signing_in.issuers import (
    MOST_SHOWN,
    accounts_for,
    accounts_to_change,
    holdings_of,
    search_accounts,
)
from tenants.signing_in.second_factors import factors_of
from web import current
from web.access import requires
from web.forms import Form
from web.htmx import show

bp = Blueprint("codes", __name__, url_prefix="/ma-dang-nhap")


@bp.get("")
@requires(Permission.CODE_ISSUE)
def people() -> ResponseReturnValue:
    """List the people whom the visitor may give a code, found by name or phone."""
    asked = request.args.get("tim", "")
    session, today = current.session(), current.today()
    found = search_accounts(session, current.member(), asked, on=today)
    shown = found[:MOST_SHOWN]
    return show(
        "codes/people.html",
        asked=asked,
        accounts=shown,
        holdings=holdings_of(session, shown, on=today),
        more=len(found) > len(shown),
    )


@bp.get("/<uuid:person_id>")
@requires(Permission.CODE_ISSUE)
def person(person_id: UUID) -> ResponseReturnValue:
    """Ask once more whether this is the person on the phone."""
    return _show(_account(person_id), Form())


@bp.post("/<uuid:person_id>")
@requires(Permission.CODE_ISSUE)
def issue(person_id: UUID) -> ResponseReturnValue:
    """Give the person a code, shown this once."""
    account = _account(person_id)
    form = Form()
    if not form.validate_on_submit():
        return _show(account, form, status=422)

    code = issue_code(current.session(), account, actor=current.member())
    return _show(account, form, code=code)


def _show(
    account: Account, form: Form, *, code: str = "", status: int = 200
) -> ResponseReturnValue:
    may_change = accounts_to_change(current.member(), on=current.today())
    found = current.session().scalar(may_change.where(Account.id == account.id))
    return show(
        "codes/person.html",
        status=status,
        account=account,
        form=form,
        code=code,
        may_change=found is not None,
        may_reset=_may_reset(account),
    )


def _account(person_id: UUID) -> Account:
    """Return the person's account, if the visitor may give it a code; otherwise 404."""
    found = accounts_for(current.member(), on=current.today()).where(Account.person_id == person_id)
    return current.session().scalar(found) or abort(404)


def _may_reset(account: Account) -> bool:
    """Tell whether the visitor may take lost second factors from this person."""
    member = current.member()
    allowed = member.may(Permission.SECOND_FACTOR_RESET) and account.person_id != member.person_id
    return allowed and factors_of(current.session(), account).any

"""Break-glass: asking for a tenant's pages, and giving them back."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from tenants.platform.break_glass import break_glass, end_break_glass
from tenants.platform.entering import is_fresh, prove_again
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.second_factors import check_second
from tenants.platform.tables import PlatformAccount
from tenants.signing_in.first_factor import ClosedError
from web import current, transaction
from web.access import for_platform
from web.catalogue import _
from web.filters import moment
from web.forms import Form
from web.htmx import say, show
from web.platform.acting import page_of, repeated, the_tenant
from web.platform.forms import BreakGlassForm
from web.platform.opened import keep_opened
from web.platform.second import shown_code
from web.platform.visitor import operator
from web.platform.words import explain
from web.signing_in.second import closed_sentence, wrong_sentence

bp = Blueprint("platform_emergency", __name__, url_prefix="/don-vi/<slug:slug>/mo-khan-cap")


@bp.get("")
@for_platform
def ask(slug: str) -> ResponseReturnValue:
    """Ask why, and for how long."""
    return _show(slug, BreakGlassForm())


@bp.post("")
@for_platform
def open_pages(slug: str) -> ResponseReturnValue:
    """Open the tenant's pages to this browser, to be read only."""
    found, form = the_tenant(slug), BreakGlassForm()
    if (answer := repeated(form)) is not None:
        return answer
    status = 422
    if form.validate_on_submit() and _proves(form):
        try:
            opening, token = break_glass(
                current.session(), found, reason=form.reason.data or "",
                minutes=int(form.minutes.data), by=operator(), request_key=form.key.data,
            )  # fmt: skip
        except PlatformRefusedError as refusal:
            status = explain(form, refusal)
        else:
            keep_opened(slug, token)
            say(_("Đã mở để xem đến %(moment)s.", moment=moment(opening.ends_at)))
            return page_of(slug)
    return _show(slug, form, status=status)


@bp.post("/ket-thuc")
@for_platform
def close_pages(slug: str) -> ResponseReturnValue:
    """End what the visitor has open in this tenant."""
    found, form = the_tenant(slug), Form()
    if (answer := repeated(form)) is not None:
        return answer
    if form.validate_on_submit() and end_break_glass(
        current.session(), found, by=operator(), request_key=form.key.data
    ):
        say(_("Đã thôi mở khẩn cấp."))
    return page_of(slug)


def _show(slug: str, form: BreakGlassForm, *, status: int = 200) -> ResponseReturnValue:
    asks = not is_fresh(current.session(), operator())
    return show(
        "platform/break_glass.html",
        status=status,
        tenant=the_tenant(slug),
        form=form,
        asks=asks,
        shown_code=shown_code(_own_account()) if asks else "",
    )


def _proves(form: BreakGlassForm) -> bool:
    """Tell whether the visitor has lately proved who they are, or does so in this form."""
    if is_fresh(current.session(), operator()):
        return True
    transaction.keep_although_refused()
    try:
        proved = check_second(current.session(), _own_account(), form.code.data or "")
    except ClosedError:
        form.code.errors = [closed_sentence()]
        return False
    if not proved:
        form.code.errors = [wrong_sentence()]
        return False
    prove_again(current.session(), operator())
    return True


def _own_account() -> PlatformAccount:
    found = current.session().get(PlatformAccount, operator().account_id)
    return found or abort(404)

"""Break-glass: asking for a tenant's pages, and giving them back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tenants.platform.break_glass import break_glass, end_break_glass
from tenants.platform.refusals import PlatformRefusedError
from web import current
from web.access import for_platform
from web.catalogue import _
from web.filters import moment
from web.forms import Form
from web.htmx import say, show
from web.platform.acting import page_of, repeated, the_tenant
from web.platform.forms import BreakGlassForm
from web.platform.opened import keep_opened
from web.platform.visitor import operator
from web.platform.words import explain

bp = Blueprint("platform_emergency", __name__, url_prefix="/don-vi/<slug:slug>/mo-khan-cap")


@bp.get("")
@for_platform
def ask(slug: str) -> ResponseReturnValue:
    """Ask why, and for how long."""
    return show("platform/break_glass.html", tenant=the_tenant(slug), form=BreakGlassForm())


@bp.post("")
@for_platform
def open_pages(slug: str) -> ResponseReturnValue:
    """Open the tenant's pages to this browser, to be read only."""
    found, form = the_tenant(slug), BreakGlassForm()
    if (answer := repeated(form)) is not None:
        return answer
    status = 422
    if form.validate_on_submit():
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
    return show("platform/break_glass.html", status=status, tenant=found, form=form)


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

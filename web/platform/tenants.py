"""The tenants: their list, each with what it holds in numbers, its names and its standing."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from tenants.platform.break_glass import openings_of
from tenants.platform.keeping import counts_of, describe, events_about, list_tenants, set_standing
from tenants.platform.proposals import waiting_proposals
from tenants.platform.refusals import PlatformRefusedError
from tenants.tenant import Standing
from web import current
from web.access import for_platform
from web.catalogue import _, _l
from web.htmx import say, show
from web.platform.acting import page_of, repeated, the_tenant
from web.platform.forms import ReasonForm, TenantForm, filled
from web.platform.visitor import operator
from web.platform.words import LEVELS, STANDINGS, explain
from web.workbooks import handed_out, workbook_of

bp = Blueprint("platform_tenants", __name__, url_prefix="/don-vi")

# The acts on a tenant's standing, by their words in addresses.
ACTS = {
    "tam-ngung": (Standing.SUSPENDED, _l("Tạm ngừng"), _l("Đã tạm ngừng đơn vị.")),
    "ket-thuc": (Standing.CLOSED, _l("Kết thúc"), _l("Đã kết thúc đơn vị, hồ sơ chỉ còn để xem.")),
    "mo-lai": (Standing.OPEN, _l("Mở lại"), _l("Đã mở lại đơn vị.")),
}
POSSIBLE = {
    Standing.OPEN: ("tam-ngung", "ket-thuc"),
    Standing.SUSPENDED: ("mo-lai", "ket-thuc"),
    Standing.CLOSED: ("mo-lai",),
}


@bp.get("")
@for_platform
def tenants() -> ResponseReturnValue:
    """List the tenants, found by name, filtered by standing; and what waits for a second person."""
    session, search, standing = current.session(), _search(), _standing()
    found = list_tenants(session, search=search)
    return show(
        "platform/tenants.html",
        tenants=[tenant for tenant in found if standing in (None, tenant.standing)],
        numbers={each: sum(tenant.standing is each for tenant in found) for each in Standing},
        counts=counts_of(session),
        proposals=waiting_proposals(session),
        search=search,
        standing=standing,
    )


@bp.get("/danh-sach.xlsx")
@for_platform
def workbook() -> ResponseReturnValue:
    """Hand out exactly the list that the page shows, as XLSX."""
    session = current.session()
    counts = counts_of(session)
    headings = (
        (_("Đơn vị"), 40), (_("Địa chỉ"), 20), (_("Cấp"), 30), (_("Tình trạng"), 16),
        (_("Từ ngày"), 12), (_("Đến ngày"), 12), (_("Số đơn vị"), 12), (_("Số người"), 12),
        (_("Số hồ sơ"), 12),
    )  # fmt: skip
    rows = []
    for tenant in list_tenants(session, search=_search(), standing=_standing()):
        held = counts.get(tenant.id)
        numbers = (held.units, held.people, held.dossiers) if held else (None, None, None)
        rows.append(
            (
                tenant.name, tenant.slug, str(LEVELS[tenant.level]),
                str(STANDINGS[tenant.standing]), tenant.valid_from, tenant.valid_to, *numbers,
            )
        )  # fmt: skip
    return handed_out(workbook_of(_("Đơn vị"), headings, rows), "don-vi")


@bp.get("/<slug:slug>")
@for_platform
def tenant(slug: str) -> ResponseReturnValue:
    """Show a tenant from outside: its names, its numbers, what the platform did with it."""
    found, session = the_tenant(slug), current.session()
    return show(
        "platform/tenant.html",
        tenant=found,
        count=counts_of(session).get(found.id),
        events=events_about(session, slug),
        openings=openings_of(session, found),
        acts=[(word, ACTS[word][1]) for word in POSSIBLE[found.standing]],
    )


@bp.get("/<slug:slug>/sua")
@for_platform
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with what the tenant is called, and how much it may hold."""
    found = the_tenant(slug)
    return show("platform/edit.html", tenant=found, form=filled(found))


@bp.post("/<slug:slug>/sua")
@for_platform
def save(slug: str) -> ResponseReturnValue:
    """Change what the tenant is called."""
    found, form = the_tenant(slug), TenantForm()
    if (answer := repeated(form)) is not None:
        return answer
    if not form.validate_on_submit():
        return show("platform/edit.html", status=422, tenant=found, form=form)
    try:
        describe(
            current.session(), found, form.description(), by=operator(), request_key=form.key.data
        )
    except PlatformRefusedError as refusal:
        status = explain(form, refusal)
        return show("platform/edit.html", status=status, tenant=found, form=form)
    say(_("Đã lưu."))
    return page_of(slug)


@bp.get("/<slug:slug>/tinh-trang/<slug:word>")
@for_platform
def ask_standing(slug: str, word: str) -> ResponseReturnValue:
    """Ask why the tenant is suspended, closed or opened again."""
    found = the_tenant(slug)
    return show(
        "platform/standing.html", tenant=found, form=ReasonForm(), word=word, act=_act(word)[1]
    )


@bp.post("/<slug:slug>/tinh-trang/<slug:word>")
@for_platform
def stand(slug: str, word: str) -> ResponseReturnValue:
    """Suspend a tenant, close it, or open it again."""
    found, form, (standing, act, done) = the_tenant(slug), ReasonForm(), _act(word)
    if (answer := repeated(form)) is not None:
        return answer
    status = 422
    if form.validate_on_submit():
        try:
            set_standing(
                current.session(), found, standing, form.reason.data or "", by=operator(),
                request_key=form.key.data,
            )  # fmt: skip
        except PlatformRefusedError as refusal:
            status = explain(form, refusal)
        else:
            say(str(done))
            return page_of(slug)
    return show(
        "platform/standing.html", status=status, tenant=found, form=form, word=word, act=act
    )


def _act(word: str) -> tuple[Standing, str, str]:
    return ACTS.get(word) or abort(404)


def _search() -> str:
    return request.args.get("tim", "").strip()


def _standing() -> Standing | None:
    try:
        return Standing(request.args.get("tinh-trang", ""))
    except ValueError:
        return None

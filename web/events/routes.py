"""Events of the year: a ward's own, and for the committee above all of them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.roles import Permission
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _
from web.events.forms import EventForm, NewEventForm, prefilled
from web.events.words import kind_word, standing
from web.forms import Form
from web.htmx import go, say, show
from web.workbooks import handed_out, workbook_of
from workflows.campaigns.events import (
    KEEPS,
    cancel_event,
    events_of,
    find_event,
    keep_event,
    keeps,
    plan_event,
)
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign, CampaignEvent
from workflows.engine.refusals import Refusal

bp = Blueprint("events", __name__, url_prefix="/su-kien")


@bp.get("")
@requires(Permission.EVENT_READ)
def all_events() -> ResponseReturnValue:
    """List the events that the visitor may see."""
    return show("events/list.html", rows=_rows(), may_plan=_own_unit() is not None)


@bp.get("/danh-sach.xlsx")
@requires(Permission.EVENT_READ)
def workbook() -> ResponseReturnValue:
    """Hand out the same list as XLSX."""
    headings = (
        (_("Sự kiện"), 24), (_("Đơn vị"), 28), (_("Năm"), 8), (_("Ngày dự kiến"), 14),
        (_("Ngày tổ chức"), 14), (_("Chủ trì"), 26), (_("Ý kiến chỉ đạo"), 50),
        (_("Kiến nghị lên cấp trên"), 50), (_("Văn bản kèm theo"), 40),
    )  # fmt: skip
    rows = [
        (
            kind, event.unit.name, event.campaign.year, event.planned_on, event.held_on,
            event.chair, event.directions, event.petitions, event.papers,
        )
        for event, kind, _badge in _rows()
    ]  # fmt: skip
    return handed_out(workbook_of(_("Sự kiện"), headings, rows), "su-kien")


@bp.get("/them")
@requires(Permission.EVENT_KEEP)
def ask() -> ResponseReturnValue:
    """Ask for a new event."""
    return _form(NewEventForm(formdata=None))


@bp.post("/them")
@requires(Permission.EVENT_KEEP)
def plan() -> ResponseReturnValue:
    """Plan an event of the visitor's own unit."""
    form, unit = NewEventForm(), _own_unit() or abort(404)
    kind, campaign = form.chosen_kind, _campaign(form)
    if not form.validate_on_submit() or kind is None or campaign is None:
        return _form(form, status=422)
    try:
        event = plan_event(
            current.session(), campaign, unit, kind, form.record(), actor=current.member()
        )
    except Refusal as refusal:
        return _form(form, status=form.explain(refusal))
    say(_("Đã ghi «%(what)s».", what=kind_word(event.kind)))
    return go(url_for("events.all_events"))


@bp.get("/<uuid:event_id>")
@requires(Permission.EVENT_READ)
def page(event_id: UUID) -> ResponseReturnValue:
    """Show an event; whoever keeps it may write."""
    event = _event(event_id)
    return _page(event, EventForm(formdata=None, **prefilled(event)))


@bp.post("/<uuid:event_id>")
@requires(Permission.EVENT_KEEP)
def keep(event_id: UUID) -> ResponseReturnValue:
    """Write down how an event was planned and held."""
    event, form = _event(event_id), EventForm()
    if not form.validate_on_submit():
        return _page(event, form, status=422)
    try:
        keep_event(
            current.session(), event, form.record(), actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        return _page(event, form, status=409 if refusal.code == "changed_meanwhile" else status)
    say(_("Đã lưu «%(what)s».", what=kind_word(event.kind)))
    return go(url_for("events.page", event_id=event.id))


@bp.post("/<uuid:event_id>/huy")
@requires(Permission.EVENT_KEEP)
def cancel(event_id: UUID) -> ResponseReturnValue:
    """Call off an event that was not held."""
    event, form = _event(event_id), EventForm(formdata=None)
    try:
        cancel_event(current.session(), event, actor=current.member())
    except Refusal as refusal:
        return _page(event, form, status=form.explain(refusal))
    say(_("Đã hủy «%(what)s».", what=kind_word(event.kind)))
    return go(url_for("events.all_events"))


def _rows() -> list[tuple[CampaignEvent, str, object]]:
    found = events_of(current.session(), current.member())
    return [(event, kind_word(event.kind), standing(event, current.today())) for event in found]


def _form(form: NewEventForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer(campaigns_of(current.session()))
    return show("events/new.html", status=status, form=form, unit=_own_unit())


def _page(event: CampaignEvent, form: EventForm, *, status: int = 200) -> ResponseReturnValue:
    writes = keeps(current.member(), event.unit_id) and event.cancelled_at is None
    return show(
        "events/page.html",
        status=status,
        event=event,
        kind=kind_word(event.kind),
        badge=standing(event, current.today()),
        form=form,
        plain=Form(formdata=None),
        writes=writes,
    )


def _event(event_id: UUID) -> CampaignEvent:
    return find_event(current.session(), event_id, viewer=current.member()) or abort(404)


def _own_unit() -> OrgUnit | None:
    """Return the unit whose events the visitor keeps."""
    units = current.member().units(*KEEPS)
    if not units:
        return None
    return current.session().scalar(select(OrgUnit).where(OrgUnit.id == units[0]))


def _campaign(form: NewEventForm) -> Campaign | None:
    campaigns = campaigns_of(current.session())
    named = [each for each in campaigns if str(each.year) == form.year.data]
    return next(iter(named or campaigns), None)

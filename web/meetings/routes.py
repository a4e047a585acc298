"""A unit's meetings: the year's sheet, one meeting, writing it down, the supervisor's remark."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.working_days import calendar_of
from web import current
from web.access import signed_in
from web.catalogue import _
from web.evidence.whose import Whose, store_of
from web.forms import Form
from web.htmx import go, say, show
from web.meetings.forms import (
    MeetingForm,
    Offered,
    RemarkForm,
    first_values,
    meeting_form,
    values_of,
)
from web.meetings.words import KIND_IN_ADDRESS, meeting_word, standing_of
from web.meetings.workbook import year_workbook
from web.papers.routes import in_forms
from web.papers.words import MEDIA_TYPES
from web.unit_years import cells_here, the_unit_year
from web.workbooks import handed_out
from workflows.campaigns.meeting_days import meeting_in
from workflows.dossiers.unit_years import may_gather
from workflows.engine.refusals import Refusal
from workflows.meetings.keeping import attendance_of, cancel_meeting, keep_meeting, remark_on
from workflows.meetings.quality import blocks_from, judged_items
from workflows.meetings.reading import YearSheet, meetings_of, sheet_of
from workflows.meetings.resolutions import followed_in, items_of, open_before
from workflows.meetings.rules import USUAL_AGENDA, meeting_rules, year_closed
from workflows.meetings.seeing import find_meeting, supervises
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, ResolutionItem
from workflows.papers.meetings import ask_for_meeting_papers, papers_of_meeting
from workflows.papers.people import leaders_of

bp = Blueprint("meetings", __name__, url_prefix="/sinh-hoat")


@bp.get("")
@signed_in
def year() -> ResponseReturnValue:
    """Show a unit's year on one sheet."""
    whose = the_unit_year()
    if whose is None:
        return show(
            "meetings/choose.html", cells=cells_here(), endpoint="meetings.year",
            title=_("Sinh hoạt chi bộ"),
        )  # fmt: skip
    today = current.today()
    latest = today.month if today.year == whose.year else 12 * (whose.year < today.year)
    return show(
        "meetings/year.html", whose=whose, sheet=_sheet(whose), latest=latest, closed=_closed(whose)
    )


@bp.get("/danh-sach.xlsx")
@signed_in
def workbook() -> ResponseReturnValue:
    """Hand the year's sheet out as XLSX."""
    whose = the_unit_year() or abort(404)
    return handed_out(year_workbook(_sheet(whose)), f"sinh-hoat-{whose.unit.code}-{whose.year}")


@bp.get("/them")
@signed_in
def ask() -> ResponseReturnValue:
    """Ask for a meeting: the month's own, or another."""
    whose, kind = _written(), _kind()
    return _form_page(whose, kind, _form(whose, kind, None, fresh=True))


@bp.post("/them")
@signed_in
def add() -> ResponseReturnValue:
    """Plan a meeting, or write down one that was held."""
    whose, kind = _written(), _kind()
    return _kept(whose, kind, _form(whose, kind, None), None)


@bp.get("/<uuid:meeting_id>")
@signed_in
def page(meeting_id: UUID) -> ResponseReturnValue:
    """Show a meeting, its score and what it resolved."""
    meeting = _meeting(meeting_id)
    return _page(meeting, RemarkForm(formdata=None, remark=meeting.remark))


@bp.get("/<uuid:meeting_id>/sua")
@signed_in
def edit(meeting_id: UUID) -> ResponseReturnValue:
    """Ask what is to be changed of a meeting, or how it was held."""
    meeting = _meeting(meeting_id)
    whose = _of(meeting)
    if _closed(whose):
        # What was written stands on the meeting's own page, with why it is only read.
        return go(url_for("meetings.page", meeting_id=meeting.id))
    return _form_page(
        whose, meeting.kind, _form(whose, meeting.kind, meeting, fresh=True), meeting=meeting
    )


@bp.post("/<uuid:meeting_id>/sua")
@signed_in
def keep(meeting_id: UUID) -> ResponseReturnValue:
    """Write a meeting down."""
    meeting = _meeting(meeting_id)
    whose = _of(meeting)
    return _kept(whose, meeting.kind, _form(whose, meeting.kind, meeting), meeting)


@bp.post("/<uuid:meeting_id>/nhan-xet")
@signed_in
def remark(meeting_id: UUID) -> ResponseReturnValue:
    """Keep what the supervisor says of a meeting."""
    meeting, form = _meeting(meeting_id), RemarkForm()
    if not form.validate_on_submit():
        return _page(meeting, form, status=422)
    try:
        remark_on(
            current.session(), meeting.id, form.remark.data or "", actor=current.member()
        )  # fmt: skip
    except Refusal as refusal:
        return _page(meeting, form, status=form.explain(refusal))
    say(_("Đã lưu nhận xét."))
    return go(url_for("meetings.page", meeting_id=meeting.id))


@bp.post("/<uuid:meeting_id>/huy")
@signed_in
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Call off a meeting that was not held."""
    meeting = _meeting(meeting_id)
    whose = _of(meeting)
    form = RemarkForm(formdata=None, remark=meeting.remark)
    try:
        cancel_meeting(current.session(), meeting.id, actor=current.member())
    except Refusal as refusal:
        return _page(meeting, form, status=form.explain(refusal))
    say(_("Đã hủy buổi họp."))
    return go(_sheet_address(whose))


@bp.post("/<uuid:meeting_id>/van-ban")
@signed_in
def make_papers(meeting_id: UUID) -> ResponseReturnValue:
    """Have the minutes and the score sheet made of what stands there now."""
    meeting = _meeting(meeting_id)
    _of(meeting)
    if not meeting.held:
        abort(404)
    ask_for_meeting_papers(current.session(), meeting)
    say(_("Máy đang lập biên bản và phiếu chấm điểm. Vài giây sau đồng chí mở lại trang."))
    return go(url_for("meetings.page", meeting_id=meeting.id))


@bp.get("/<uuid:meeting_id>/van-ban/<uuid:paper_id>")
@signed_in
def paper(meeting_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """Hand out a paper of a meeting as a file."""
    meeting = _meeting(meeting_id)
    papers = papers_of_meeting(current.session(), meeting)
    found = next((each for each in papers if each.id == paper_id), None)
    if found is None or found.content is None:
        abort(404)
    name = f"{found.kind}-{meeting.unit.code}-{meeting.year}-{meeting.month:02}.{found.form}"
    return Response(
        bytes(found.content),
        mimetype=MEDIA_TYPES[found.form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _kept(
    whose: Whose, kind: MeetingKind, form: MeetingForm, meeting: MonthlyMeeting | None
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _form_page(whose, kind, form, meeting=meeting, status=422)
    try:
        kept = keep_meeting(
            current.session(), whose.unit, form.record(kind), actor=current.member(),
            meeting_id=meeting.id if meeting else None, seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        status = 409 if refusal.code == "changed_meanwhile" else status
        return _form_page(whose, kind, form, meeting=meeting, status=status)
    if kept.held:
        say(_("Đã ghi buổi họp tháng %(month)s/%(year)s.", month=kept.month, year=kept.year))
        return go(url_for("meetings.page", meeting_id=kept.id))
    say(_("Đã đặt lịch họp tháng %(month)s/%(year)s.", month=kept.month, year=kept.year))
    return go(_sheet_address(whose))


def _form(
    whose: Whose, kind: MeetingKind, meeting: MonthlyMeeting | None, *, fresh: bool = False
) -> MeetingForm:
    """Return the form of a meeting; fresh as it stands, else as it was sent."""
    session = current.session()
    table = meeting_rules(session, whose.year).table()
    offered = Offered(
        judged=judged_items(table, kind) if kind in table else [],
        items=items_of(session, [meeting.id]) if meeting else [],
        to_follow=_to_follow(whose, meeting),
        meeting_id=meeting.id if meeting else None,
    )
    values = values_of(meeting) if meeting else _first(whose, kind)
    if meeting is not None and not meeting.held:
        values |= _filled_in(whose, kind, meeting)
    return meeting_form(offered, values, **({"formdata": None} if fresh else {}))


def _to_follow(whose: Whose, meeting: MonthlyMeeting | None) -> list[ResolutionItem]:
    """List what earlier meetings resolved and this one may look into."""
    month = meeting.month if meeting else _month(whose)
    after = date(whose.year, month, 28) + timedelta(days=4)
    before = min(current.today() + timedelta(days=1), after.replace(day=1))
    if meeting is not None and meeting.held_on is not None:
        before = meeting.held_on
    by = meeting.id if meeting else None
    return open_before(current.session(), whose.unit.id, before, by=by)


def _first(whose: Whose, kind: MeetingKind) -> dict[str, Any]:
    session, unit, today = current.session(), whose.unit, current.today()
    month = _month(whose)
    rules = meeting_rules(session, whose.year)
    day = meeting_in(calendar_of(session), whose.year, month, rules.day)
    if kind is not MeetingKind.REGULAR:
        day = today if today.year == whose.year else day
    earlier = [
        each for each in meetings_of(session, current.member(), unit.id, whose.year) if each.held
    ]
    leader = leaders_of(session, [unit.id], on=today).get(unit.id, "")
    return first_values(
        planned_on=day,
        held_on=day if day <= today else None,
        numbers={
            "official": unit.members_official, "probationary": unit.members_probationary,
            "exempted": unit.members_exempted,
        },
        chair=leader,
        agenda="\n".join(USUAL_AGENDA) if kind is MeetingKind.REGULAR else "",
        last=earlier[-1] if earlier else None,
    )  # fmt: skip


def _filled_in(whose: Whose, kind: MeetingKind, meeting: MonthlyMeeting) -> dict[str, Any]:
    """Return what a planned meeting's form shows beside what was planned."""
    kept = {name: getattr(meeting, name) for name in ("planned_on", "moved_reason", "subject")}
    held_on = meeting.planned_on if meeting.planned_on <= current.today() else None
    seen = {"seen_version": meeting.version}
    return {**_first(whose, kind), **kept, "held_on": held_on, **seen}


def _month(whose: Whose) -> int:
    asked = request.args.get("thang", 0, type=int)
    if 1 <= asked <= 12:
        return asked
    today = current.today()
    return today.month if today.year == whose.year else 12


def _form_page(
    whose: Whose,
    kind: MeetingKind,
    form: MeetingForm,
    *,
    meeting: MonthlyMeeting | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    session = current.session()
    rules = meeting_rules(session, whose.year)
    if meeting is not None:
        action = url_for("meetings.keep", meeting_id=meeting.id)
    else:
        word = next(word for word, each in KIND_IN_ADDRESS.items() if each is kind)
        action = url_for(
            "meetings.add", ma=whose.unit.code, nam=whose.year, thang=_month(whose), loai=word
        )
    month = meeting.month if meeting else _month(whose)
    return show(
        "meetings/form.html",
        status=status,
        whose=whose,
        kind=kind,
        form=form,
        meeting=meeting,
        action=action,
        closed=_closed(whose),
        month=month,
        to_follow=_to_follow(whose, meeting),
        small=rules.is_small(whose.unit.members),
        least_minutes=rules.least_minutes(whose.unit.members),
        away_apart=rules.away_apart,
    )


def _page(meeting: MonthlyMeeting, form: RemarkForm, *, status: int = 200) -> ResponseReturnValue:
    session, member = current.session(), current.member()
    whose = store_of(meeting.unit, meeting.year)
    return show(
        "meetings/page.html",
        status=status,
        meeting=meeting,
        whose=whose,
        closed=_closed(whose),
        badge=standing_of(meeting, current.today()),
        attendance=attendance_of(meeting),
        blocks=blocks_from(meeting.quality),
        items=items_of(session, [meeting.id]),
        looked_into=followed_in(session, meeting.id),
        form=form,
        plain=Form(formdata=None),
        supervises=supervises(member, meeting.unit_id) and meeting.held,
        title=title_of(meeting),
        papers=in_forms(papers_of_meeting(session, meeting)),
    )


def title_of(meeting: MonthlyMeeting) -> str:
    """Name a meeting: its kind and month."""
    return _(
        "%(what)s tháng %(month)s/%(year)s",
        what=meeting_word(meeting.kind), month=meeting.month, year=meeting.year,
    )  # fmt: skip


def _sheet(whose: Whose) -> YearSheet:
    return sheet_of(
        current.session(), current.member(), whose.unit, whose.year, today=current.today()
    )


def _closed(whose: Whose) -> bool:
    """Tell whether the visitor, who writes in other years, only reads in this one."""
    return whose.gathers and year_closed(current.session(), whose.year)


def _sheet_address(whose: Whose) -> str:
    return url_for("meetings.year", ma=whose.unit.code, nam=whose.year)


def _written() -> Whose:
    """Return the year that the visitor writes in."""
    whose = the_unit_year()
    if whose is None or not whose.gathers:
        abort(404)
    return whose


def _kind() -> MeetingKind:
    return KIND_IN_ADDRESS.get(request.args.get("loai", "thuong-ky")) or abort(404)


def _meeting(meeting_id: UUID) -> MonthlyMeeting:
    return find_meeting(current.session(), meeting_id, viewer=current.member()) or abort(404)


def _of(meeting: MonthlyMeeting) -> Whose:
    """Return the year of a meeting that the visitor writes."""
    if not may_gather(current.session(), current.member(), meeting.unit):
        abort(404)
    return store_of(meeting.unit, meeting.year)

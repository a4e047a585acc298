"""A unit's logbook, one entry, and what is overdue in a ward."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires, signed_in
from web.catalogue import _
from web.evidence.whose import Whose, store_of
from web.forms import Form
from web.htmx import go, say, show
from web.logbook.forms import CheckForm, EntryForm, RemedyForm
from web.logbook.workbook import logbook_workbook
from web.unit_years import cells_here, the_unit_year
from web.workbooks import handed_out
from workflows.dossiers.contents import criteria_of
from workflows.engine.refusals import Refusal
from workflows.logbook.keeping import check_entry, note_entry, plan_remedy, withdraw_entry
from workflows.logbook.reading import Which, counts_of, entries_seen
from workflows.logbook.seeing import find_entry, may_check, side_of
from workflows.logbook.tables import LogEntry

bp = Blueprint("logbook", __name__)


@bp.get("/so-theo-doi")
@signed_in
def book() -> ResponseReturnValue:
    """Show a unit's year: strengths, weaknesses and what became of them."""
    whose = the_unit_year()
    if whose is None:
        return show(
            "meetings/choose.html", cells=cells_here(), endpoint="logbook.book",
            title=_("Sổ theo dõi ưu, khuyết điểm"),
        )  # fmt: skip
    session, member, ours = current.session(), current.member(), [whose.unit.id]
    return show(
        "logbook/book.html",
        whose=whose,
        which=_which(),
        search=_search(),
        counts=counts_of(
            session, member, unit_ids=ours, year=whose.year, today=current.today()
        ),
        entries=entries_seen(
            session, member, unit_ids=ours, year=whose.year, which=_which(), search=_search(),
            today=current.today(),
        ),
        groups=_groups(whose),
        writes=side_of(session, member, whose.unit) is not None,
    )  # fmt: skip


@bp.get("/so-theo-doi/danh-sach.xlsx")
@signed_in
def workbook() -> ResponseReturnValue:
    """Hand the entries that the page shows out as XLSX."""
    whose = the_unit_year() or abort(404)
    entries = entries_seen(
        current.session(), current.member(), unit_ids=[whose.unit.id], year=whose.year,
        which=_which(), search=_search(), today=current.today(),
    )  # fmt: skip
    return handed_out(
        logbook_workbook(entries, whose.year), f"so-theo-doi-{whose.unit.code}-{whose.year}"
    )


@bp.get("/so-theo-doi/them")
@signed_in
def ask() -> ResponseReturnValue:
    """Ask for a new entry."""
    whose = _written()
    return _form_page(whose, EntryForm(formdata=None, noted_on=current.today()))


@bp.post("/so-theo-doi/them")
@signed_in
def add() -> ResponseReturnValue:
    """Note a strength or a weakness."""
    whose, form = _written(), EntryForm()
    form.offer([])
    if not form.validate_on_submit() or form.noted_on.data is None:
        return _form_page(whose, form, status=422)
    try:
        note_entry(
            current.session(), whose.unit, form.chosen_kind, form.words.data or "",
            noted_on=form.noted_on.data, year=whose.year, group_key=_group(whose, form),
            remedy=form.remedy(), actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _form_page(whose, form, status=form.explain(refusal))
    say(_("Đã ghi vào sổ theo dõi."))
    return go(_book_address(whose))


@bp.get("/so-theo-doi/<uuid:entry_id>")
@signed_in
def page(entry_id: UUID) -> ResponseReturnValue:
    """Show an entry; those who may, plan the remedy and check it."""
    return _page(_entry(entry_id))


@bp.post("/so-theo-doi/<uuid:entry_id>/ke-hoach")
@signed_in
def plan(entry_id: UUID) -> ResponseReturnValue:
    """Say how a weakness is put right."""
    entry, form = _theirs(entry_id), RemedyForm()
    if not form.validate_on_submit():
        return _page(entry, remedy=form, status=422)
    try:
        plan_remedy(
            current.session(), entry.id, form.remedy(), actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except Refusal as refusal:
        return _page(entry, remedy=form, status=_status(refusal, form))
    say(_("Đã lưu kế hoạch khắc phục."))
    return go(url_for("logbook.page", entry_id=entry.id))


@bp.post("/so-theo-doi/<uuid:entry_id>/kiem-tra")
@signed_in
def check(entry_id: UUID) -> ResponseReturnValue:
    """Write down what a follow-up check found."""
    entry, form = _theirs(entry_id), CheckForm()
    if not form.validate_on_submit() or form.checked_on.data is None:
        return _page(entry, checking=form, status=422)
    try:
        check_entry(
            current.session(), entry.id, form.chosen, form.check_words.data or "",
            checked_on=form.checked_on.data, due_on=form.due_on.data, actor=current.member(),
            seen_version=form.seen_version.data or 0,
        )  # fmt: skip
    except Refusal as refusal:
        return _page(entry, checking=form, status=_status(refusal, form))
    say(_("Đã ghi kết quả kiểm tra."))
    return go(url_for("logbook.page", entry_id=entry.id))


@bp.post("/so-theo-doi/<uuid:entry_id>/rut")
@signed_in
def withdraw(entry_id: UUID) -> ResponseReturnValue:
    """Take an entry back."""
    entry, form = _theirs(entry_id), CheckForm(formdata=None)
    whose = store_of(entry.unit, entry.year)
    try:
        withdraw_entry(current.session(), entry.id, actor=current.member())
    except Refusal as refusal:
        return _page(entry, checking=form, status=form.explain(refusal))
    say(_("Đã rút khỏi sổ theo dõi."))
    return go(_book_address(whose))


@bp.get("/phuong/so-theo-doi")
@requires(Permission.WARD_YEAR)
def of_ward() -> ResponseReturnValue:
    """Show the ward's office what its cells have not put right, what is due first."""
    return show(
        "logbook/ward.html", year=_year(), which=_ward_which(), search=_search(),
        counts=counts_of(
            current.session(), current.member(), year=_year(), today=current.today()
        ),
        entries=_of_ward(),
    )  # fmt: skip


@bp.get("/phuong/so-theo-doi/danh-sach.xlsx")
@requires(Permission.WARD_YEAR)
def ward_workbook() -> ResponseReturnValue:
    """Hand the same list out as XLSX."""
    return handed_out(logbook_workbook(_of_ward(), _year()), f"so-theo-doi-{_year()}")


def _of_ward() -> list[LogEntry]:
    return entries_seen(
        current.session(), current.member(), year=_year(), which=_ward_which(), search=_search(),
        today=current.today(),
    )  # fmt: skip


def _form_page(whose: Whose, form: EntryForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer(_groups(whose))
    return show("logbook/form.html", status=status, whose=whose, form=form)


def _page(
    entry: LogEntry,
    *,
    remedy: RemedyForm | None = None,
    checking: CheckForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    side = side_of(current.session(), current.member(), entry.unit)
    whose = store_of(entry.unit, entry.year)
    labels = {group.key: group.label for group in _groups(whose)}
    if remedy is None:
        given = {name: getattr(entry, name) for name in ("plan", "responsible", "due_on")}
        remedy = RemedyForm(formdata=None, seen_version=entry.version, **given)
    if checking is None:
        checking = CheckForm(
            formdata=None, seen_version=entry.version, checked_on=current.today()
        )  # fmt: skip
    return show(
        "logbook/page.html",
        status=status,
        entry=entry,
        whose=whose,
        group=labels.get(entry.group_key, ""),
        remedy=remedy,
        checking=checking,
        plain=Form(formdata=None),
        plans=side is not None and entry.is_open,
        checks=may_check(side, entry) and entry.is_open,
        withdraws=entry.side is side and entry.finding is None and entry.withdrawn_at is None,
    )


def _status(refusal: Refusal, form: Form) -> int:
    status = form.explain(refusal)
    return 409 if refusal.code == "changed_meanwhile" else status


def _groups(whose: Whose) -> Any:
    return criteria_of(whose.dossier).groups if whose.dossier is not None else ()


def _group(whose: Whose, form: EntryForm) -> str:
    """Return the group that was chosen, if the year's criteria have it."""
    known = {group.key for group in _groups(whose)}
    return form.group_key.data if form.group_key.data in known else ""


def _book_address(whose: Whose) -> str:
    return url_for("logbook.book", ma=whose.unit.code, nam=whose.year)


def _written() -> Whose:
    """Return the year that the visitor writes in."""
    whose = the_unit_year() or abort(404)
    if side_of(current.session(), current.member(), whose.unit) is None:
        abort(404)
    return whose


def _entry(entry_id: UUID) -> LogEntry:
    return find_entry(current.session(), entry_id, viewer=current.member()) or abort(404)


def _theirs(entry_id: UUID) -> LogEntry:
    entry = _entry(entry_id)
    if side_of(current.session(), current.member(), entry.unit) is None:
        abort(404)
    return entry


def _which() -> Which:
    asked = request.args.get("loc", "")
    return Which(asked) if asked in set(Which) else Which.ALL


def _ward_which() -> Which:
    return _which() if request.args.get("loc") else Which.OPEN


def _search() -> str:
    return request.args.get("tim", "").strip()


def _year() -> int:
    asked = request.args.get("nam", 0, type=int)
    return asked if 2000 <= asked <= 2100 else current.today().year

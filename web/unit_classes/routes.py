"""The kinds and the sectors of an office: listed, added, called otherwise, ended, taken up."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from tenants.text.folding import search_forms
from tenants.unit_classes.keeping import (
    OwnClass,
    UnitClassRefusedError,
    add_class,
    change_class,
    count_units,
    end_class,
    every_class,
    successors_of,
    take_up_class,
)
from web import current
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.unit_classes.forms import EndForm, NewClassForm, TakeUpForm, WordingForm
from web.unit_classes.words import BRANCHES, Branch, behaviour_word, class_code_word
from web.words import class_word
from web.workbooks import handed_out, workbook_of
from workflows.campaigns.class_use import count_routes, count_sets
from workflows.engine.refusals import Refusal

bp = Blueprint("unit_classes", __name__, url_prefix="/quan-tri/loai-don-vi")
bp.add_app_template_filter(behaviour_word)
bp.add_app_template_filter(class_code_word)


@dataclass(frozen=True, slots=True)
class Line:
    """A kind or sector of the list, and how many units in force have it."""

    row: OwnClass
    units: int


@bp.get("")
@requires(Permission.ADMIN_READ)
def classes() -> ResponseReturnValue:
    """Show both lists, with how many units use each."""
    sought = request.args.get("tim", "").strip()
    return show(
        "unit_classes/classes.html",
        sought=sought,
        listed=[(branch, _lines(branch, sought)) for branch in BRANCHES.values()],
        may_change=current.member().may(Permission.UNIT_KEEP),
    )


@bp.get("/danh-muc.xlsx")
@requires(Permission.ADMIN_READ)
def workbook() -> Response:
    """Hand out both lists as XLSX, narrowed as the page is."""
    headings = (
        (_("Danh mục"), 20), (_("Mã"), 26), (_("Tên gọi"), 34), (_("Viết tắt"), 14),
        (_("Thứ tự"), 9), (_("Được xử lý như"), 40), (_("Cách viết khác"), 60),
        (_("Từ ngày"), 13), (_("Đến ngày"), 13), (_("Số đơn vị"), 11),
    )  # fmt: skip
    sought = request.args.get("tim", "").strip()
    rows = (
        (
            str(branch.heading), class_code_word(line.row),
            class_word(line.row, line.row.code),
            line.row.short_name, line.row.position, behaviour_word(line.row.behaves_as),
            "; ".join(line.row.spellings), line.row.valid_from, line.row.valid_to, line.units,
        )
        for branch in BRANCHES.values()
        for line in _lines(branch, sought)
    )  # fmt: skip
    return handed_out(workbook_of(_("Danh mục loại"), headings, rows), "danh-muc-loai-don-vi")


@bp.get("/<slug:branch>/them")
@requires(Permission.UNIT_KEEP)
def ask(branch: str) -> ResponseReturnValue:
    """Ask for one more."""
    which, form = _branch(branch), NewClassForm(formdata=None)
    form.position.data = max((line.row.position for line in _lines(which)), default=0) + 10
    form.name.data = request.args.get("ten", "").strip()[:80]
    return _ask(which, form)


@bp.post("/<slug:branch>/them")
@requires(Permission.UNIT_KEEP)
def add(branch: str) -> ResponseReturnValue:
    """Add one more."""
    which, form = _branch(branch), NewClassForm()
    if not form.validate_on_submit():
        return _ask(which, form, status=422)
    try:
        row = add_class(
            current.session(), which.table, form.wording,
            behaves_as=form.behaves_as.data or "", code=form.code.data or "",
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except UnitClassRefusedError as refused:
        return _ask(which, form, status=form.explain(Refusal(refused.code, **refused.info)))
    say(_("Đã thêm «%(name)s» vào danh mục.", name=row.name))
    return go(url_for("unit_classes.classes"))


@bp.get("/<slug:branch>/<string:own_code>")
@requires(Permission.ADMIN_READ)
def one(branch: str, own_code: str) -> ResponseReturnValue:
    """Show one of them, who uses it, and what may be changed."""
    which = _branch(branch)
    return _one(which, _row(which, own_code))


@bp.post("/<slug:branch>/<string:own_code>")
@requires(Permission.UNIT_KEEP)
def change(branch: str, own_code: str) -> ResponseReturnValue:
    """Call it otherwise."""
    which = _branch(branch)
    row, form = _row(which, own_code), WordingForm()
    if not form.validate_on_submit():
        return _one(which, row, wording=form, status=422)
    try:
        change_class(
            current.session(), row, form.wording, seen=form.seen_version.data,
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except UnitClassRefusedError as refused:
        return _one(which, row, wording=form, status=_explained(form, refused))
    say(_("Đã sửa «%(name)s».", name=row.name))
    return go(url_for("unit_classes.one", branch=branch, own_code=own_code))


@bp.post("/<slug:branch>/<string:own_code>/thoi-dung")
@requires(Permission.UNIT_KEEP)
def end(branch: str, own_code: str) -> ResponseReturnValue:
    """Offer it no more."""
    which = _branch(branch)
    row, form = _row(which, own_code), EndForm()
    form.offer(successors_of(current.session(), row))
    if not form.validate_on_submit():
        return _one(which, row, ending=form, status=422)
    try:
        moved = end_class(
            current.session(), row, successor=form.successor.data or "",
            seen=form.seen_version.data, reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except UnitClassRefusedError as refused:
        return _one(which, row, ending=form, status=_explained(form, refused))
    say(_("Đã thôi dùng «%(name)s», %(n)s đơn vị chuyển loại.", name=row.name, n=moved))
    return go(url_for("unit_classes.one", branch=branch, own_code=own_code))


@bp.post("/<slug:branch>/<string:own_code>/dung-lai")
@requires(Permission.UNIT_KEEP)
def take_up(branch: str, own_code: str) -> ResponseReturnValue:
    """Offer it again."""
    which = _branch(branch)
    row, form = _row(which, own_code), TakeUpForm()
    if not form.validate_on_submit():
        return _one(which, row, taking_up=form, status=422)
    try:
        take_up_class(
            current.session(), row, seen=form.seen_version.data,
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except UnitClassRefusedError as refused:
        return _one(which, row, taking_up=form, status=_explained(form, refused))
    say(_("Đã dùng lại «%(name)s».", name=row.name))
    return go(url_for("unit_classes.one", branch=branch, own_code=own_code))


def _ask(branch: Branch, form: NewClassForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer(branch)
    form.behaves_as.flags.required = True
    return show("unit_classes/new.html", status=status, branch=branch, form=form)


def _one(
    branch: Branch,
    row: OwnClass,
    *,
    wording: WordingForm | None = None,
    ending: EndForm | None = None,
    taking_up: TakeUpForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    session = current.session()
    if wording is None:
        wording = WordingForm(formdata=None)
        wording.show(row)
    if ending is None:
        ending = EndForm(formdata=None)
        ending.seen_version.data = row.version
    if taking_up is None:
        taking_up = TakeUpForm(formdata=None)
        taking_up.seen_version.data = row.version
    ending.offer(successors_of(session, row))
    ending.successor.flags.required = True  # something is always chosen there
    return show(
        "unit_classes/one.html",
        status=status,
        branch=branch,
        row=row,
        units=count_units(session).get((row.__tablename__, row.code), 0),
        routes=count_routes(session, row),
        sets=count_sets(session, row),
        wording=wording,
        ending=ending,
        taking_up=taking_up,
        faulty=next((form for form in (wording, ending, taking_up) if form.faults()), None),
        may_change=current.member().may(Permission.UNIT_KEEP),
    )


def _explained(form: Form, refused: UnitClassRefusedError) -> int:
    status = form.explain(Refusal(refused.code, **refused.info))
    return 409 if refused.code == "class_changed" else status


def _lines(branch: Branch, sought: str = "") -> list[Line]:
    """List what the tenant has, in its order; words are sought without accents as well."""
    session = current.session()
    counted = count_units(session)
    rows = every_class(session, branch.table)
    rows.sort(key=lambda row: not row.is_offered)
    return [
        Line(row, counted.get((row.__tablename__, row.code), 0))
        for row in rows
        if not sought or _is_meant(row, sought)
    ]


def _is_meant(row: OwnClass, sought: str) -> bool:
    said = " ".join(
        form
        for word in (row.code, row.name, row.short_name, *row.spellings)
        for form in search_forms(word)
    )
    return any(form in said for form in search_forms(sought))


def _branch(word: str) -> Branch:
    return BRANCHES.get(word) or abort(404)


def _row(branch: Branch, code: str) -> OwnClass:
    rows = every_class(current.session(), branch.table)
    return next((row for row in rows if row.code == code), None) or abort(404)

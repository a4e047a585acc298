"""The check page: counts, the faulty rows to be put right, what was understood, confirming."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tenants.database import Json
from tenants.onboarding.lists import ListRefusedError, confirm, learn, put_right, understand
from tenants.onboarding.tables import ListState, UploadedList
from tenants.onboarding.unreadable import UnreadableListError
from tenants.roles import Permission
from tenants.text.folding import normalise
from tenants.unit_classes.keeping import UnitClassRefusedError
from tenants.unit_classes.known import offered_sectors
from web import current, transaction
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, htmx, say, show, wants_part
from web.lists.workbook import XLSX
from web.onboarding.faulty_rows import faulty_workbook
from web.onboarding.forms import SHEET, columns_in, fix_name, fixes_in, meant_in, row_id
from web.onboarding.loading import limits, the_list
from web.onboarding.words import COLUMNS, refused_words, unreadable_words
from web.refusals import words_of
from workflows.engine.refusals import Refusal

bp = Blueprint("checking", __name__, url_prefix="/quan-tri/nhap-excel/<uuid:list_id>")


@bp.get("")
@requires(Permission.LIST_IMPORT)
def check(list_id: UUID) -> ResponseReturnValue:
    """Show what a list says before anything is made of it."""
    uploaded = the_list(list_id)
    if uploaded.state is not ListState.CHECKING:
        return go(url_for("finishing.done", list_id=list_id))
    return _page(uploaded, _form())


@bp.get("/dong-can-sua.xlsx")
@requires(Permission.LIST_IMPORT)
def faulty(list_id: UUID) -> ResponseReturnValue:
    """Hand out the faulty rows as XLSX, to be put right by whoever knows."""
    uploaded = the_list(list_id)
    return Response(
        faulty_workbook(uploaded.summary.get("faulty", [])),
        mimetype=XLSX,
        headers={"Content-Disposition": 'attachment; filename="dong-can-sua.xlsx"'},
    )


@bp.post("/sua")
@requires(Permission.LIST_IMPORT)
def fix(list_id: UUID) -> ResponseReturnValue:
    """Write what was typed into the list, and read it again."""
    uploaded = the_list(list_id)
    sent = fixes_in(request.form)
    if wants_part():
        # htmx sends the whole form with the one field that was left.
        name = _field_left()
        for place, text in fixes_in({name: request.form.get(name, "")}).items():
            return _fix_one(uploaded, place, text)
        abort(400)
    refused = _put_right(uploaded, _new(uploaded, sent))
    if refused is not None:
        return refused
    left = uploaded.summary["counts"]["faulty"]
    say(_("Đã sửa. Còn %(n)s dòng cần sửa.", n=left) if left else _("Đã sửa, mọi dòng đều đúng."))
    return go(url_for("checking.check", list_id=list_id))


@bp.post("/cot")
@requires(Permission.LIST_IMPORT)
def columns(list_id: UUID) -> ResponseReturnValue:
    """Take what the visitor says of sheets and columns, and read the list again."""

    def as_chosen(uploaded: UploadedList) -> str:
        understand(
            current.session(), uploaded,
            sheets=request.form.getlist(SHEET), columns=columns_in(request.form),
            actor=current.member(), limits=limits(),
        )  # fmt: skip
        return _("Đã đọc lại danh sách theo các cột vừa chọn.")

    return _read_again(the_list(list_id), as_chosen)


@bp.post("/loai-hinh")
@requires(Permission.LIST_IMPORT)
def meanings(list_id: UUID) -> ResponseReturnValue:
    """Take what the visitor says of unknown sectors, and read the list again."""

    def as_meant(uploaded: UploadedList) -> str:
        learnt = learn(
            current.session(), uploaded, meant_in(request.form),
            actor=current.member(), limits=limits(),
        )  # fmt: skip
        return _("Đã đọc lại danh sách với %(n)s cách viết mới.", n=learnt) if learnt else ""

    nothing = _("Đồng chí chưa chọn loại hình nào. Chọn rồi bấm lại.")
    return _read_again(the_list(list_id), as_meant, nothing=nothing)


def _read_again(
    uploaded: UploadedList, act: Callable[[UploadedList], str], *, nothing: str = ""
) -> ResponseReturnValue:
    """Read the list again as ``act`` does, and say what came of it; ``nothing``, if nothing."""
    form = Form()
    if not form.validate_on_submit():
        return _page(uploaded, form, status=422)
    if _is_stale(uploaded):
        return _stale(uploaded)
    try:
        said, why = act(uploaded), nothing
    except UnreadableListError as error:
        said, why = "", unreadable_words(error.code, error.blanks)
    except ListRefusedError as error:
        said, why = "", refused_words(error.code, error.info)
    except UnitClassRefusedError as error:
        said, why = "", words_of(Refusal(error.code, **error.info))
    if not said:
        form.form_errors.append(why)
        return _page(uploaded, form, status=422)
    say(said)
    return go(url_for("checking.check", list_id=uploaded.id))


@bp.get("/tao")
@requires(Permission.LIST_IMPORT)
def made(list_id: UUID) -> ResponseReturnValue:
    """Lead whoever comes back here to where the list is now."""
    return go(url_for("checking.check", list_id=list_id))


@bp.post("/tao")
@requires(Permission.LIST_IMPORT)
def make(list_id: UUID) -> ResponseReturnValue:
    """Put right what was typed last, and let the list be taken over."""
    uploaded = the_list(list_id)
    if uploaded.state is not ListState.CHECKING:
        return go(url_for("finishing.done", list_id=list_id))
    form = Form()
    if not form.validate_on_submit():
        return _page(uploaded, form, status=422)
    if _is_stale(uploaded):
        return _stale(uploaded)
    refused = _put_right(uploaded, _new(uploaded, fixes_in(request.form)))
    if refused is not None:
        return refused
    try:
        confirm(
            current.session(), uploaded,
            only_sound=request.form.get("bo") == "1", actor=current.member(),
        )  # fmt: skip
    except ListRefusedError as error:
        form = _form()
        form.form_errors.append(refused_words(error.code, error.info))
        transaction.keep_although_refused()  # what was put right stays put right
        return _page(uploaded, form, status=422)
    return go(url_for("finishing.done", list_id=list_id))


def _put_right(
    uploaded: UploadedList, sent: dict[tuple[str, int, str], str]
) -> ResponseReturnValue | None:
    """Write fixes into the list; return the answer if that is not possible."""
    if not sent:
        return None
    try:
        put_right(current.session(), uploaded, sent, actor=current.member(), limits=limits())
    except (ListRefusedError, UnreadableListError) as error:
        form = _form()
        words = (
            refused_words(error.code, error.info)
            if isinstance(error, ListRefusedError)
            else unreadable_words(error.code, error.blanks)
        )
        form.form_errors.append(words)
        return _page(uploaded, form, status=422)
    return None


def _new(
    uploaded: UploadedList, sent: dict[tuple[str, int, str], str]
) -> dict[tuple[str, int, str], str]:
    """Leave out what stands in the list already."""
    stands = {
        (row["sheet"], row["row"], fault["key"]): row["texts"].get(fault["key"], "")
        for row in uploaded.summary["faulty"]
        for fault in row["faults"]
    }
    kept = uploaded.choices.get("fixes", {})
    for sheet, rows in kept.items():
        for number, texts in rows.items():
            stands.update({(sheet, int(number), key): text for key, text in texts.items()})
    return {place: text for place, text in sent.items() if stands.get(place) != normalise(text)}


def _field_left() -> str:
    """Return the name of the field that was left; htmx encodes what a header cannot hold."""
    name = str(htmx.trigger_name or "")
    return unquote(name) if "HX-Trigger-Name-URI-AutoEncoded" in request.headers else name


def _fix_one(uploaded: UploadedList, place: tuple[str, int, str], text: str) -> ResponseReturnValue:
    """Put one cell right; answer its row as it now stands, and beside it counts and buttons."""
    sheet, number, _key = place
    before = _faulty_row(uploaded, sheet, number) or {"texts": {}, "faults": [], "officer": False}
    refused = _put_right(uploaded, {place: text})
    if refused is not None:
        return refused
    row = _faulty_row(uploaded, sheet, number)
    say(
        _("Dòng %(row)s chưa đúng.", row=number)
        if row
        else _(
            "Dòng %(row)s đã đúng. Còn %(n)s dòng cần sửa.",
            row=number,
            n=uploaded.summary["counts"]["faulty"],
        )
    )
    return make_response(
        render_template(
            "onboarding/row_answer.html",
            row=row or _put_right_row(uploaded, before, place),
            **_context(uploaded),
        )
        + render_template("components/announcement.html")
    )


def _faulty_row(uploaded: UploadedList, sheet: str, number: int) -> Json | None:
    rows = uploaded.summary["faulty"]
    return next((row for row in rows if (row["sheet"], row["row"]) == (sheet, number)), None)


def _put_right_row(uploaded: UploadedList, before: Json, place: tuple[str, int, str]) -> Json:
    """Return a row without a fault: what stood in it, and the fields in which it was put right."""
    sheet, number, key = place
    written = uploaded.choices["fixes"][sheet][str(number)]
    keys = [fault["key"] for fault in before["faults"]] or list(written)
    return {
        "sheet": sheet,
        "row": number,
        "texts": before["texts"] | written,
        "officer": before["officer"] or key.startswith("officer_"),
        "faults": [],
        "fixed": list(dict.fromkeys(keys)),
    }


def _form() -> Form:
    return Form(formdata=None)


def _is_stale(uploaded: UploadedList) -> bool:
    """Tell whether somebody else changed the list since the page was shown."""
    seen = request.form.get("version", str(uploaded.version))
    by_other = uploaded.changed_by_id != current.member().person_id
    return by_other and seen != str(uploaded.version)


def _stale(uploaded: UploadedList) -> ResponseReturnValue:
    form = _form()
    form.form_errors.append(
        _(
            "Đ/c %(name)s vừa sửa danh sách này. Xem lại rồi làm tiếp.",
            name=uploaded.changed_by.name,
        )
    )
    return _page(uploaded, form, status=409)


def _page(uploaded: UploadedList, form: Form, *, status: int = 200) -> Response:
    return show("onboarding/check.html", status=status, form=form, **_context(uploaded))


def _context(uploaded: UploadedList) -> dict[str, Any]:
    summary = uploaded.summary
    return {
        "uploaded": uploaded,
        "counts": summary["counts"],
        "faulty": summary["faulty"],
        "summary": summary,
        "several_sheets": len({sheet["name"] for sheet in summary["sheets"]}) > 1
        or any(row["officer"] for row in summary["faulty"]),
        "columns": COLUMNS,
        "sectors": offered_sectors(current.session()),
        "meant": meant_in(request.form),
        "fix_name": fix_name,
        "row_id": row_id,
        "typed": fixes_in(request.form),
    }

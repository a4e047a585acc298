"""Reminding by the office: the text is seen first, and nobody hears twice within a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint, current_app, request, url_for
from flask.typing import ResponseReturnValue

from jobs.channels.ways import ways_of
from tenants.roles import Permission, Role
from tenants.text.phones import show_phone
from web import current
from web.access import requires
from web.asked import rows_named
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.words import role_word
from web.workbooks import handed_out, workbook_of
from workflows.messages.tables import Channel
from workflows.messages.wording import short_of
from workflows.reminders.by_hand import Outcome, Owing, owing, people_to_call, remind_by_hand
from workflows.reminders.telling import Teller, due_on

bp = Blueprint("reminding", __name__, url_prefix="/phuong/nhac")

LATE = "qua-han"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit that owes an act: the text it would get, and when it was last reminded."""

    task_id: UUID
    unit: str
    of_committee: bool
    committee: str
    code: str
    due: date
    words: str
    reminded_at: datetime | None


@bp.get("")
@requires(Permission.REMINDER_SEND)
def page() -> ResponseReturnValue:
    """Show who has not done what they owe, with the very text they would be sent."""
    everyone, late = _lines(late_only=False), _lines(late_only=True)
    chosen = late if late and request.args.get("loc") != "tat-ca" else everyone
    return _page(chosen, everyone, late)


@bp.post("")
@requires(Permission.REMINDER_SEND)
def send() -> ResponseReturnValue:
    """Remind those who were ticked."""
    named = _named()
    if not named:
        everyone, late = _lines(late_only=False), _lines(late_only=True)
        form = Form()
        form.form_errors.append(_("Đồng chí chưa chọn chi bộ nào để nhắc."))
        return _page(everyone, everyone, late, form=form, status=422)
    outcome = remind_by_hand(_teller(), named, actor=current.member())
    say(_said(outcome))
    return go(url_for("reminding.page", loc=request.args.get("loc")))


@bp.get("/goi")
@requires(Permission.REMINDER_SEND)
def calls() -> ResponseReturnValue:
    """Show whom to call, on a sheet to be printed and ticked off."""
    found = _owing(late_only=request.args.get("loc") == LATE)
    people = _people(found)
    return show(
        "reminding/calls.html",
        lines=[(_line(each), people.get(each.unit.id, [])) for each in found],
        loc=request.args.get("loc"),
        today=current.today(),
    )


@bp.get("/goi/danh-sach.xlsx")
@requires(Permission.REMINDER_SEND)
def workbook() -> ResponseReturnValue:
    """Hand out the call list as XLSX."""
    found = _owing(late_only=request.args.get("loc") == LATE)
    people = _people(found)
    headings = (
        (_("Đơn vị"), 34), (_("Trực thuộc"), 28), (_("Việc cần nhắc"), 60), (_("Hạn"), 12),
        (_("Họ và tên"), 28), (_("Chức vụ"), 22), (_("Số điện thoại"), 16), (_("Kết quả gọi"), 24),
    )  # fmt: skip
    rows = [
        (line.unit, line.committee, line.words, line.due, name, role, phone, "")
        for each in found
        for line in [_line(each)]
        for name, role, phone in people.get(each.unit.id, [("", "", "")])
    ]
    return handed_out(workbook_of(_("Danh sách gọi"), headings, rows), "danh-sach-goi")


def _page(
    lines: list[Line],
    everyone: list[Line],
    late: list[Line],
    *,
    form: Form | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    free = [line for line in lines if line.reminded_at is None]
    example = free[0].words if free else ""
    return show(
        "reminding/page.html",
        status=status,
        lines=lines,
        free=free,
        counts={"tat-ca": len(everyone), LATE: len(late)},
        loc=LATE if late and lines == late else "tat-ca",
        example=example,
        short=short_of(example) if example else "",
        ways=sorted(_ways()),
        form=form or Form(formdata=None),
    )


def _lines(*, late_only: bool) -> list[Line]:
    return [_line(each) for each in _owing(late_only=late_only)]


def _owing(*, late_only: bool) -> list[Owing]:
    return owing(current.session(), current.member(), late_only=late_only)


def _line(each: Owing) -> Line:
    return Line(
        task_id=each.task.id,
        unit=each.unit.name,
        of_committee=each.dossier.of_committee,
        committee=each.committee.name,
        code=each.dossier.code,
        due=due_on(each.task),
        words=_teller().due(each.task, each.dossier),
        reminded_at=each.reminded_at,
    )


def _people(found: list[Owing]) -> dict[UUID, list[tuple[str, str, str]]]:
    called = people_to_call(current.session(), [each.dossier for each in found])
    return {
        unit_id: [
            (name, role_word(Role(role)), show_phone(phone) if phone else "")
            for name, role, phone in people
        ]
        for unit_id, people in called.items()
    }


def _said(outcome: Outcome) -> str:
    if not outcome.units:
        return _("Không nhắc ai: các chi bộ đã chọn vừa được nhắc trong 24 giờ qua hoặc đã nộp.")
    told = _("Đã nhắc %(n)s chi bộ, %(m)s đồng chí.", n=outcome.units, m=outcome.people)
    if not outcome.left_out:
        return told
    return f"{told} " + _(
        "Không nhắc lại %(list)s vì đã nhắc trong 24 giờ qua.", list=", ".join(outcome.left_out)
    )


def _named() -> list[UUID]:
    return rows_named("viec")


def _teller() -> Teller:
    return Teller(current.session(), current.tenant(), _ways())


def _ways() -> frozenset[Channel]:
    return ways_of(current_app.extensions["settings"], current.tenant())

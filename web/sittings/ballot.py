"""The ballot on a member's own device: cast once, final, and of how there is no trace.

What is chosen stands in no address and no log; the form carries no key, so that no digest of
it is kept either. That a person votes once is the database's to see to.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.forms import Form
from web.htmx import go, say, show
from web.sittings.ballot_view import ballot_view
from web.sittings.loading import address_of, the_sitting
from workflows.engine.refusals import Refusal
from workflows.sittings.ballot_tables import Choice, Question
from workflows.sittings.balloting import cast, items_for, open_one, questions_for, seat_of
from workflows.sittings.tables import Sitting, SittingItem

bp = Blueprint("sitting_ballot", __name__, url_prefix="/phien-hop/<code:code>/phieu")

BOXES = {Question.TITLE: "chon", Question.MERIT: "khen"}
ALL, CAST = "tat-ca", "bo"
INCOMPLETE = 422


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier on the ballot, its questions with the names of their boxes, what is marked."""

    item: SittingItem
    boxes: list[tuple[Question, str, str]]


@bp.get("")
@requires(Permission.SITTING_READ)
def paper(code: str) -> ResponseReturnValue:
    """Show the ballot: nothing on it is marked."""
    return _show(the_sitting(code), Form(formdata=None))


@bp.post("")
@requires(Permission.SITTING_READ)
def put_in(code: str) -> ResponseReturnValue:
    """Cast the ballot, or mark every question alike and show it again, uncast."""
    sitting, form = the_sitting(code), Form()
    if request.form.get("viec") != CAST:
        alike = Choice.IN_FAVOUR if request.form.get("viec") == ALL else None
        return _show(sitting, form, marks_all=alike)
    try:
        with current.session().begin_nested():
            cast(current.session(), sitting, _marks(sitting), actor=current.member())
    except Refusal as refusal:
        status = form.explain(refusal)
        if refusal.code == "not_in_the_room":
            status = 403
        return _show(sitting, form, status=409 if refusal.code == "already_voted" else status)
    say(_("Đồng chí đã bỏ phiếu xong. Lá phiếu không ghi tên và không sửa được."))
    return go(address_of(sitting))


@bp.get("/tien-do")
@requires(Permission.SITTING_READ)
def turnout(code: str) -> ResponseReturnValue:
    """Show how many have voted, and the code to scan; never how they voted."""
    sitting = the_sitting(code)
    return show("sittings/turnout.html", sitting=sitting, ballot=_seen(sitting))


def _seen(sitting: Sitting) -> object:
    return ballot_view(current.session(), sitting, current.member())


def _lines(sitting: Sitting, marks_all: Choice | None = None) -> list[Line]:
    session = current.session()
    balloting, seat = open_one(session, sitting.id), seat_of(session, sitting, current.member())
    if balloting is None or seat is None:
        return []
    asked = set(questions_for(session, sitting, balloting, seat))
    return [
        Line(
            item,
            [
                (question, f"{box}-{item.dossier.code}",
                 str(marks_all or request.form.get(f"{box}-{item.dossier.code}", "")))
                for question, box in BOXES.items()
                if (item.id, question) in asked
            ],
        )
        for item in items_for(session, sitting, balloting, seat)
    ]  # fmt: skip


def _marks(sitting: Sitting) -> dict[tuple[UUID, Question], Choice]:
    known = set(Choice)
    return {
        (line.item.id, question): Choice(mark)
        for line in _lines(sitting)
        for question, _name, mark in line.boxes
        if mark in known
    }


def _show(
    sitting: Sitting, form: Form, *, status: int = 200, marks_all: Choice | None = None
) -> ResponseReturnValue:
    return show(
        "sittings/ballot.html",
        status=status,
        sitting=sitting,
        form=form,
        lines=_lines(sitting, marks_all),
        incomplete=status == INCOMPLETE,
        ballot=_seen(sitting),
        choices=[
            (Choice.IN_FAVOUR, _("Tán thành")),
            (Choice.AGAINST, _("Không tán thành")),
            (Choice.ABSTAINED, _("Không có ý kiến")),
        ],
    )

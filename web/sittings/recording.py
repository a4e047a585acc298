"""Attendance, votes and marks of an opened sitting: one form, whatever button is pressed.

Every button first keeps what was typed, so that nothing on the page is lost.
"""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, wants_part
from web.sittings.acts import ACTS
from web.sittings.keeping import NotKeptError, Typed, keep_attendance, keep_rows, read
from web.sittings.loading import address_of, the_sitting
from web.sittings.row import show_row
from web.sittings.showing import show_sitting
from web.sittings.typed import Attendance
from web.sittings.words import changed_words
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.reading import may_record, seats_of
from workflows.sittings.tables import SittingState

bp = Blueprint("sitting_record", __name__, url_prefix="/phien-hop/<code:code>")

# Acts that count on who is there: not together with a change of that.
ON_ATTENDANCE = frozenset({"con-lai"})
ENDED = frozenset({SittingState.CLOSED, SittingState.CANCELLED, SittingState.BROKEN_OFF})


@bp.post("/bieu-quyet")
@bp.post("/diem-danh")
@requires(Permission.SITTING_READ)
def record(code: str) -> ResponseReturnValue:
    """Keep what was typed, do what the button says, and show the sitting again."""
    sitting = the_sitting(code)
    if sitting.state in ENDED:  # no row of it takes anything any more: nothing would be kept
        raise Refusal("sitting_not_open", sitting=sitting.code)
    typed = read(sitting)
    try:
        with current.session().begin_nested():
            leads_to = _keep_and_act(typed)
    except NotKeptError:
        return _not_kept(typed)
    except StaleError as error:
        return _not_kept(typed, changed=error)
    except Refusal as refusal:
        typed.status = typed.form.explain(refusal)
        return _not_kept(typed)
    if wants_part():
        say(" ".join(typed.said) or _("Đã lưu."))
        return show_row(sitting, request.form.get("hang", ""))
    if typed.said or leads_to == address_of(sitting):
        say(" ".join(typed.said) or _("Đã lưu."))
    return go(leads_to)


def _keep_and_act(typed: Typed) -> str:
    """Keep what was typed, then do what the button says; return where that leads."""
    if not may_record(current.member(), typed.sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    word, _colon, code = request.form.get("viec", "luu").partition(":")
    act = ACTS.get(word)
    if word == "co-mat-du":
        everybody = seats_of(current.session(), typed.sitting.id)
        typed.attendance = Attendance(frozenset(seat.id for seat in everybody), {})
    turnout_changed = keep_attendance(typed)
    keep_rows(typed)
    if act is None:
        return address_of(typed.sitting)
    if turnout_changed and word in ON_ATTENDANCE:
        typed.said.append(_("Điểm danh vừa đổi. Đồng chí xem lại số có mặt rồi bấm ghi phiếu."))
        return address_of(typed.sitting)
    return act(typed, code)


def _not_kept(typed: Typed, *, changed: StaleError | None = None) -> ResponseReturnValue:
    """Show the boxes as they were typed, and what is wrong with them."""
    status = 409 if changed else typed.status
    if wants_part():
        say(changed_words(changed) if changed else " ".join(s for _e, s in typed.form.faults()))
        return show_row(
            typed.sitting,
            request.form.get("hang", ""),
            entries=typed.entries,
            faults=typed.faults,
            status=status,
        )
    return show_sitting(
        typed.sitting,
        status=status,
        form=typed.form,
        entries=typed.entries,
        attendance=typed.attendance,
        faults=typed.faults,
        changed=changed,
    )

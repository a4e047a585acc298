"""Attendance, votes and marks of an opened sitting: one form, whatever button is pressed.

Every button first keeps what was typed, so that nothing on the page is lost; what is
wrong in one row keeps all of it from being written, and stays in its box.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, wants_part
from web.refusals import words_of
from web.sittings.forms import RecordForm
from web.sittings.loading import address_of, the_sitting
from web.sittings.row import show_row
from web.sittings.showing import show_sitting
from web.sittings.typed import Attendance, BadEntryError, Entry, sends_attendance
from web.sittings.words import changed_words
from workflows.dossiers.rating import ratings_of, record_ratings
from workflows.dossiers.tables import Rating
from workflows.engine.refusals import Refusal, StaleError
from workflows.sittings.closing import suspend_sitting
from workflows.sittings.gates import GATES
from workflows.sittings.opening import lock_sitting
from workflows.sittings.reading import count_present, items_of, may_record, seats_of
from workflows.sittings.tables import Sitting, SittingItem
from workflows.sittings.voting import (
    defer,
    leave_unmarked_out,
    mark_pilot,
    record_attendance,
    record_rest,
    record_vote,
    undo_rest,
)

bp = Blueprint("sitting_record", __name__, url_prefix="/phien-hop/<code:code>")


class NotKeptError(Exception):
    """Something typed is wrong; takes back what was kept of the rest."""


@dataclass
class Typed:
    """What was sent from the page of an opened sitting."""

    sitting: Sitting
    form: RecordForm
    attendance: Attendance | None
    entries: dict[str, Entry]
    faults: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    status: int = 422

    def refuse(self, code: str, sentence: str) -> None:
        """Say what is wrong in a row."""
        self.faults[code] = sentence
        self.form.row_faults.append((f"hang-{code}", f"{code}: {sentence}"))


@bp.post("/bieu-quyet")
@bp.post("/diem-danh")
@requires(Permission.SITTING_READ)
def record(code: str) -> ResponseReturnValue:
    """Keep what was typed, do what the button says, and show the sitting again."""
    sitting = the_sitting(code)
    typed = _read(sitting)
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
    say(" ".join(typed.said) or _("Đã lưu."))
    return go(leads_to)


def _read(sitting: Sitting) -> Typed:
    sent, session = request.form, current.session()
    form = RecordForm()
    form.read_ratings(sent)
    seats = seats_of(session, sitting.id)
    codes = [item.dossier.code for item in items_of(session, sitting.id) if item.active]
    return Typed(
        sitting=sitting,
        form=form,
        attendance=Attendance.typed(sent, seats) if sends_attendance(sent) else None,
        entries={code: Entry.typed(sent, code) for code in codes if f"ban-{code}" in sent},
    )


def _keep_and_act(typed: Typed) -> str:
    """Keep what was typed, then do what the button says; return where that leads."""
    if not may_record(current.member(), typed.sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    word, _colon, code = request.form.get("viec", "luu").partition(":")
    act = ACTS.get(word)
    if word == "co-mat-du":
        everybody = seats_of(current.session(), typed.sitting.id)
        typed.attendance = Attendance(frozenset(seat.id for seat in everybody), {})
    turnout_changed = _keep_attendance(typed)
    _keep_rows(typed)
    if typed.faults:
        raise NotKeptError
    if act is None:
        return address_of(typed.sitting)
    if turnout_changed and act is _record_rest:
        typed.said.append(_("Điểm danh vừa đổi. Đồng chí xem lại số có mặt rồi bấm ghi phiếu."))
        return address_of(typed.sitting)
    return act(typed, code)


def _keep_attendance(typed: Typed) -> bool:
    """Record the attendance if it is another than the one recorded."""
    session, sitting, attendance = current.session(), typed.sitting, typed.attendance
    seats = seats_of(session, sitting.id)
    if attendance is None or attendance == Attendance.saved(seats):
        return False
    record_attendance(
        session,
        sitting,
        present=list(attendance.ticked),
        reasons=attendance.reasons,
        actor=current.member(),
        seen_version=typed.form.seen_version.data or 0,
    )
    typed.said.append(
        _("Đã ghi %(n)s/%(m)s ủy viên có mặt.", n=len(attendance.ticked), m=len(seats))
    )  # fmt: skip
    return True


def _keep_rows(typed: Typed) -> None:
    kept = 0
    for item in items_of(current.session(), typed.sitting.id):
        entry = typed.entries.get(item.dossier.code)
        if entry is None or not item.active:
            continue
        try:
            kept += _keep_row(typed.sitting, item, entry)
        except BadEntryError as error:
            typed.refuse(item.dossier.code, str(error))
        except Refusal as refusal:
            if refusal.code in {"role", "sitting_not_open"}:
                raise
            if refusal.code == "vote_changed":
                typed.status = 409
            typed.refuse(item.dossier.code, words_of(refusal))
    if kept:
        typed.said.append(_("Đã lưu phiếu của %(n)s hồ sơ.", n=kept))


def _keep_row(sitting: Sitting, item: SittingItem, entry: Entry) -> bool:
    """Record a row's mark and votes where they are others than those recorded."""
    session, member = current.session(), current.member()
    marked = entry.marks_otherwise(item)
    voted = entry.differs(item)
    votes = entry.votes
    if voted and votes is None:
        raise BadEntryError(_("Ghi số phiếu tán thành"))
    if voted and votes is not None:
        title, merit = votes
        record_vote(
            session, sitting, item.id, title=title,
            merit=merit if GATES[sitting.gate].merit else None,
            actor=member, seen_version=entry.seen_version,
        )  # fmt: skip
    if marked:
        mark_pilot(
            session, sitting, item.id, pilot=entry.pilot == "1", reason=entry.reason,
            supervisor_id=entry.supervisor_id, actor=member,
        )  # fmt: skip
    return voted or marked


def _record_rest(typed: Typed, code: str) -> str:
    """Record everybody in favour for the dossiers without a vote."""
    session = current.session()
    sitting = lock_sitting(session, typed.sitting, seen_version=typed.form.seen_version.data)
    recorded = record_rest(
        session, sitting, merit=code != "chi-danh-hieu", actor=current.member()
    )  # fmt: skip
    present = count_present(session, sitting.id)
    typed.said.append(
        _("Đã ghi %(a)s/%(a)s tán thành cho %(n)s hồ sơ.", a=present, n=recorded)
    )  # fmt: skip
    return f"{address_of(sitting)}#bieu-quyet"


def _undo_rest(typed: Typed, _code: str) -> str:
    undone = undo_rest(current.session(), typed.sitting, actor=current.member())
    typed.said.append(_("Đã hoàn tác phiếu của %(n)s hồ sơ.", n=undone))
    return f"{address_of(typed.sitting)}#bieu-quyet"


def _defer(typed: Typed, code: str) -> str:
    """Leave a dossier for another sitting, or take it back."""
    session, sitting = current.session(), typed.sitting
    found = [item for item in items_of(session, sitting.id) if item.dossier.code == code]
    if not found:
        raise Refusal("off_the_agenda", sitting=sitting.code)
    item = defer(session, sitting, found[0].id, actor=current.member())
    name = item.dossier.unit.name
    if item.result is None:
        typed.said.append(_("Đã đưa %(cell)s trở lại phiên họp này.", cell=name))
    else:
        typed.said.append(_("Đã để %(cell)s sang phiên sau.", cell=name))
    return f"{address_of(sitting)}#hang-{code}"


def _leave_unmarked_out(typed: Typed, _code: str) -> str:
    leave_unmarked_out(current.session(), typed.sitting, actor=current.member())
    typed.said.append(_("Đã ghi không làm điểm cho các chi bộ còn lại."))
    return f"{address_of(typed.sitting)}#bieu-quyet"


def _record_ratings(typed: Typed, _code: str) -> str:
    """Record the decided ratings that are new or others than those recorded."""
    session, sitting, form = current.session(), typed.sitting, typed.form
    if not form.validate() or form.decided_on.data is None:
        raise NotKeptError
    items = items_of(session, sitting.id)
    standing = ratings_of(session, [item.dossier_id for item in items])
    chosen = {
        item.dossier_id: Rating(form.ratings[item.dossier.code])
        for item in items
        if form.ratings.get(item.dossier.code) in set(Rating)
    }
    new = {
        dossier_id: rating
        for dossier_id, rating in chosen.items()
        if dossier_id not in standing or standing[dossier_id].rating is not rating
    }
    record_ratings(
        session,
        new,
        number=form.number.data or "",
        decided_on=form.decided_on.data,
        actor=current.member(),
    )
    typed.said.append(_("Đã ghi xếp loại đã quyết định của %(n)s chi bộ.", n=len(new)))
    return address_of(sitting)


def _suspend(typed: Typed, _code: str) -> str:
    sitting = typed.sitting
    suspend_sitting(
        current.session(), sitting, actor=current.member(), seen_version=sitting.version
    )  # fmt: skip
    typed.said.append(_("Phiên họp tạm nghỉ. Khi họp lại, bấm «Họp tiếp»."))
    return address_of(sitting)


def _check(typed: Typed, _code: str) -> str:
    return url_for("sitting_closing.check", code=typed.sitting.code)


ACTS: dict[str, Callable[[Typed, str], str]] = {
    "con-lai": _record_rest,
    "hoan-tac": _undo_rest,
    "hoan": _defer,
    "khong-diem": _leave_unmarked_out,
    "xep-loai": _record_ratings,
    "tam-nghi": _suspend,
    "chot": _check,
}


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

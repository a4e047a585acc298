"""Keeping what was typed on the page of an opened sitting: all of it, or nothing.

What is wrong in one row keeps everything from being written, and stays in its box.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request

from web import current
from web.catalogue import _
from web.refusals import words_of
from web.sittings.forms import RecordForm
from web.sittings.typed import Attendance, BadEntryError, Entry, sends_attendance
from workflows.engine.refusals import Refusal
from workflows.sittings.attending import record_attendance
from workflows.sittings.marking import mark_pilot
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Sitting, SittingItem
from workflows.sittings.voting import record_vote


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

    def refuse(self, item: SittingItem, sentence: str) -> None:
        """Say what is wrong in a row."""
        code, name = item.dossier.code, item.dossier.unit.name
        self.faults[code] = sentence
        self.form.row_faults.append((f"hang-{code}", f"{name}: {sentence}"))


def read(sitting: Sitting) -> Typed:
    """Read the page that was sent."""
    sent, session = request.form, current.session()
    form = RecordForm()
    form.read_ratings(sent)
    seats = seats_of(session, sitting.id)
    items = [item for item in items_of(session, sitting.id) if item.active]
    return Typed(
        sitting=sitting,
        form=form,
        attendance=Attendance.typed(sent, seats) if sends_attendance(sent) else None,
        entries={
            item.dossier.code: Entry.typed(sent, item)
            for item in items
            if f"ban-{item.dossier.code}" in sent
        },
    )


def keep_attendance(typed: Typed) -> bool:
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


def keep_rows(typed: Typed) -> None:
    """Record the votes and marks that are others than those recorded.

    Raises:
        NotKeptError: something is wrong in a row; ``typed.faults`` says what.

    """
    kept = 0
    for item in items_of(current.session(), typed.sitting.id):
        entry = typed.entries.get(item.dossier.code)
        if entry is None or not item.active:
            continue
        try:
            kept += _keep_row(typed.sitting, item, entry)
        except BadEntryError as error:
            typed.refuse(item, str(error))
        except Refusal as refusal:
            if refusal.code in {"role", "sitting_not_open"}:
                raise
            if refusal.code == "vote_changed":
                typed.status = 409
            typed.refuse(item, words_of(refusal))
    if kept:
        typed.said.append(_("Đã lưu phiếu của %(n)s hồ sơ.", n=kept))
    if typed.faults:
        raise NotKeptError


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
            merit=merit,
            actor=member, seen_version=entry.seen_version,
        )  # fmt: skip
    if marked:
        mark_pilot(
            session, sitting, item.id, pilot=entry.pilot == "1", reason=entry.reason,
            supervisor_id=entry.supervisor_id, replaces_id=entry.replaces_id, actor=member,
        )  # fmt: skip
    return voted or marked

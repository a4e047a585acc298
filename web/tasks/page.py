"""What the page of a member's work shows: boxes, hats, kinds of work, and the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from tenants.clock import local
from tenants.members import Member
from web import current
from web.catalogue import _
from web.tasks.words import BOXES, kind_word
from web.words import desk_word, move_word, role_word
from workflows.tasks.boxes import Box, Line, Wanted, count_of, counts_of
from workflows.tasks.claiming import colleagues
from workflows.tasks.kinds import kind_named, kind_of
from workflows.tasks.tables import Task
from workflows.tasks.trays import Tray, trays_of


@dataclass(frozen=True, slots=True)
class Tab:
    """A box with its words; an archive is not counted."""

    box: Box
    words: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A kind of work in the box, and how many tasks of it there are."""

    word: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Hat:
    """One of the member's roles, by its key in addresses."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """A task as it is drawn; ``shared`` tells that several may do it."""

    id: UUID
    what: str
    cell: str
    of_committee: bool
    ward: str
    code: str
    state: str
    address: str
    due_on: date
    in_place_of: str
    holder: str
    is_mine: bool
    shared: bool
    done_at: datetime | None
    done: str


def tabs_of(wanted: Wanted) -> list[Tab]:
    """List the boxes of the visitor; what is open is counted, under the same filters."""
    session, member = current.session(), current.member()
    return [
        Tab(
            box,
            str(BOXES[box]),
            None
            if box.is_archive
            else count_of(session, member, Wanted(box, tray_key=wanted.tray_key)),
        )
        for box in Box
    ]


def chips_of(wanted: Wanted) -> list[Chip]:
    """List the kinds of work in a box, with the number of tasks behind each."""
    asked = Wanted(wanted.box, tray_key=wanted.tray_key)
    found = counts_of(current.session(), current.member(), asked)
    kinds = [(word, kind_named(word), number) for word, number in found.items()]
    return [Chip(word, kind_word(kind), number) for word, kind, number in kinds if kind]


def hats_of(member: Member) -> list[Hat]:
    """List the member's roles that bring work, each once."""
    hats = {tray.key: Hat(tray.key, _hat(tray)) for tray in trays_of(member)}
    return list(hats.values())


def rows_of(lines: Sequence[Line], member: Member, *, queue: str = "") -> list[Row]:
    """Put tasks into words.

    Args:
        queue: the list as it goes on to the appraisal sheet (``web.appraisal.queue``).

    """
    trays = {(tray.unit_id, tray.party, tray.desk): tray for tray in trays_of(member)}
    shared = {key: _is_shared(lines, key) for key in {_place(line.task) for line in lines}}
    return [_row(line, member, trays.get(_place(line.task)), shared, queue) for line in lines]


def _row(
    line: Line,
    member: Member,
    tray: Tray | None,
    shared: dict[tuple[UUID, str, str], bool],
    queue: str,
) -> Row:
    task = line.task
    kind = kind_of(task.state, task.party)
    sheet = task.done_at is None and kind.word == "tham-dinh"
    return Row(
        id=task.id,
        what=kind_word(kind),
        cell=line.unit.name,
        of_committee=line.dossier.of_committee,
        ward=line.committee.name,
        code=line.dossier.code,
        state=line.dossier.state,
        address=url_for("appraisal.sheet", code=line.dossier.code, hang=queue or None)
        if sheet
        else url_for("dossiers.overview", code=line.dossier.code),
        due_on=local(task.due_at).date(),
        in_place_of=tray.in_place_of if tray else "",
        holder=line.claimed_by if task.claimed_by_id != member.person_id else "",
        is_mine=task.claimed_by_id == member.person_id,
        shared=shared[_place(task)],
        done_at=task.done_at,
        done=_done(task),
    )


def _done(task: Task) -> str:
    if task.done_at is None:
        return ""
    move = move_word(task.done_with) if task.done_with else ""
    return _("%(move)s, đ/c %(name)s", move=move, name=task.done_by or "") if move else ""


def _place(task: Task) -> tuple[UUID, str, str]:
    return (task.unit_id, task.party, task.desk)


def _is_shared(lines: Sequence[Line], place: tuple[UUID, str, str]) -> bool:
    """Tell whether several may do the tasks of a place; its first open one stands for all."""
    first = next(line.task for line in lines if _place(line.task) == place)
    return first.done_at is None and len(colleagues(current.session(), first)) > 1


def _hat(tray: Tray) -> str:
    desk = f" ({desk_word(tray.desk)})" if tray.desk else ""
    words = f"{role_word(tray.role)}{desk}, {tray.unit_name}"
    if tray.in_place_of:
        return _("%(role)s, thay đ/c %(name)s", role=words, name=tray.in_place_of)
    return words

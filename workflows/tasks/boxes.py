"""Inbox, queue and archive: the tasks in a member's trays, page by page.

What a chip counts and what its list shows come from the same conditions; a page is a range of
an index for each tray, read from where the last page ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.members import Member
from tenants.people import Person
from tenants.search import matches
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.tasks.claims import free_for, with_others
from workflows.tasks.kinds import KINDS, Kind, kind_of
from workflows.tasks.tables import Task
from workflows.tasks.trays import Tray, trays_of

PAGE = 50


class Box(StrEnum):
    """Where a task lies for a member, by its word in addresses."""

    TO_DO = "can-lam"
    MINE = "toi-nhan"
    OTHERS = "nguoi-khac"
    DONE = "toi-xong"
    DONE_HERE = "da-xong"

    @property
    def is_archive(self) -> bool:
        """Whether its tasks are over."""
        return self in {Box.DONE, Box.DONE_HERE}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ends: the moment it is sorted by, and the last task."""

    at: datetime
    task_id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a box is asked for; everything, unless something is named."""

    box: Box = Box.TO_DO
    kind: Kind | None = None
    tray_key: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A task with the dossier it waits on; ``claimed_by`` is the name of who has taken it."""

    task: Task
    dossier: Dossier
    unit: OrgUnit
    committee: OrgUnit
    claimed_by: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list, and where the next page begins, if there is one."""

    lines: list[Line]
    next: Mark | None = None


def page_of(
    session: TenantSession,
    member: Member,
    wanted: Wanted,
    *,
    after: Mark | None = None,
    size: int = PAGE,
) -> Page:
    """List a page of a box: what is due first, and in the archive what was done last."""
    parts = [
        _asked(session, member, wanted, [tray], Task.id, after=after)
        .order_by(*_order(wanted.box))
        .limit(size + 1)
        for tray in _trays(member, wanted)
    ]
    if not parts:
        return Page([])
    chosen = union_all(*(part.subquery().select() for part in parts)).subquery()
    committee, claimer = aliased(OrgUnit), aliased(Person)
    rows = session.execute(
        select(Task, Dossier, OrgUnit, committee, claimer.name)
        .join(Dossier, Dossier.id == Task.dossier_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .outerjoin(claimer, claimer.id == Task.claimed_by_id)
        .where(Task.id.in_(select(chosen.c.id)))
        .order_by(*_order(wanted.box))
        .limit(size + 1)
    ).all()
    lines = [Line(*row[:4], claimed_by=row[4] or "") for row in rows]
    if len(lines) <= size:
        return Page(lines)
    last = lines[size - 1].task
    return Page(lines[:size], Mark(_moment(wanted.box, last), last.id))


def counts_of(session: TenantSession, member: Member, wanted: Wanted) -> dict[str, int]:
    """Count the kinds of work in a box, by their words, with the conditions of its list."""
    asked = replace(wanted, kind=None)
    trays = _trays(member, asked)
    rows = session.execute(
        _asked(session, member, asked, trays, Task.state, Task.party, func.count())
        .group_by(Task.state, Task.party)
        .order_by(Task.state, Task.party)
    )
    found: dict[str, int] = {kind.word: 0 for kind in KINDS}
    for state, party, number in rows:
        word = kind_of(state, party).word
        found[word] = found.get(word, 0) + number
    return {word: number for word, number in found.items() if number}


def count_of(session: TenantSession, member: Member, wanted: Wanted) -> int:
    """Count the tasks of a box, with the conditions of its list."""
    trays = _trays(member, wanted)
    return session.scalar(_asked(session, member, wanted, trays, func.count())) or 0


def to_do(session: TenantSession, member: Member) -> ColumnElement[bool]:
    """Say in SQL which tasks wait for a member: those of the box that opens first."""
    return _in_box(session, member, Box.TO_DO, trays_of(member))


def _asked(
    session: TenantSession,
    member: Member,
    wanted: Wanted,
    trays: Sequence[Tray],
    *columns: Any,
    after: Mark | None = None,
) -> Select[Any]:
    """Select from the tasks in these trays that are wanted and that the member may see."""
    query = (
        select(*columns)
        .join_from(Task, Dossier, Dossier.id == Task.dossier_id)
        .where(_in_box(session, member, wanted.box, trays), sees(member))
    )
    if wanted.kind is not None:
        query = query.where(wanted.kind.includes())
    if after is not None:
        query = query.where(_beyond(wanted.box, after))
    if not wanted.search:
        return query
    committee = aliased(OrgUnit)
    named = matches(wanted.search, OrgUnit.search_key, committee.search_key)
    return (
        query.join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .where(or_(named, Dossier.code == wanted.search))
    )


def _trays(member: Member, wanted: Wanted) -> list[Tray]:
    return [tray for tray in trays_of(member) if wanted.tray_key in {"", tray.key}]


def _in_box(
    session: TenantSession, member: Member, box: Box, trays: Sequence[Tray]
) -> ColumnElement[bool]:
    places = [and_(tray.holds(), _lies(session, member, box, tray)) for tray in trays]
    return or_(*places) if places else false()


def _lies(session: TenantSession, member: Member, box: Box, tray: Tray) -> ColumnElement[bool]:
    today = clock.today(session)
    match box:
        case Box.TO_DO:
            return and_(Task.done_at.is_(None), free_for(tray.party, tray.people, on=today))
        case Box.MINE:
            return and_(Task.done_at.is_(None), Task.claimed_by_id == member.person_id)
        case Box.OTHERS:
            return and_(Task.done_at.is_(None), with_others(tray.party, tray.people, on=today))
        case Box.DONE:
            return and_(Task.done_at.is_not(None), Task.done_by_id == member.person_id)
        case Box.DONE_HERE:
            return Task.done_at.is_not(None)


def _order(box: Box) -> tuple[ColumnElement[Any], ...]:
    if box.is_archive:
        return (Task.done_at.desc(), Task.id.desc())
    return (Task.due_at.asc(), Task.id.asc())


def _beyond(box: Box, after: Mark) -> ColumnElement[bool]:
    mark = tuple_(after.at, after.task_id)
    if box.is_archive:
        return tuple_(Task.done_at, Task.id) < mark
    return tuple_(Task.due_at, Task.id) > mark


def _moment(box: Box, task: Task) -> datetime:
    return task.done_at if box.is_archive and task.done_at is not None else task.due_at

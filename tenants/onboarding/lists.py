"""An uploaded list on its way: checked, put right, confirmed, taken over.

Nothing of it becomes a unit or a person before somebody has seen the check page and
confirmed; until then the list is a row of its own behind the tenant's wall.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json
from tenants.members import SYSTEM, Member, find_member
from tenants.onboarding.bulk import take_time
from tenants.onboarding.headings import Column
from tenants.onboarding.looking import Limits
from tenants.onboarding.officer_headings import OfficerColumn
from tenants.onboarding.reading import Choices, read_list
from tenants.onboarding.storing import compare, onboard
from tenants.onboarding.summaries import result_of, summary_of
from tenants.onboarding.tables import ListState, UploadedList
from tenants.outbox import leave
from tenants.text.folding import normalise
from tenants.unit_classes.keeping import teach_spelling
from tenants.unit_classes.known import offered_sectors
from tenants.unit_classes.recognising import recognition_of
from tenants.wall import TenantSession

KEPT_UNCONFIRMED = timedelta(days=30)
LONGEST_NAME = 120
LONGEST_FIX = 300
_KEYS = frozenset({*Column, *OfficerColumn})


class ListRefusedError(Exception):
    """Something cannot be done with a list; ``code`` says why, ``info`` with which particulars.

    ``settled`` (it was confirmed or dropped before), ``faulty`` (rows still to be put right),
    ``nothing`` (no sound row), ``too_late``, ``depends`` and ``changed`` (of undoing).
    """

    def __init__(self, code: str, **info: Any) -> None:
        super().__init__(code)
        self.code = code
        self.info = info


def find_list(
    session: TenantSession, list_id: UUID, *, to_change: bool = False
) -> UploadedList | None:
    """Return an uploaded list; ``to_change`` locks it until the transaction ends."""
    query = select(UploadedList).where(UploadedList.id == list_id)
    if to_change:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(query)


def recent_lists(session: TenantSession, *, limit: int = 20) -> list[UploadedList]:
    """List what was uploaded and not dropped, the latest first."""
    return list(
        session.scalars(
            select(UploadedList)
            .where(UploadedList.state != ListState.DROPPED)
            .order_by(UploadedList.uploaded_at.desc(), UploadedList.id.desc())
            .limit(limit)
        )
    )


def upload(
    session: TenantSession, file_name: str, content: bytes, *, actor: Member, limits: Limits
) -> UploadedList:
    """Keep a list and check it; what this person left unconfirmed before is dropped.

    Raises:
        UnreadableListError: the file as a whole cannot be read; nothing is kept.

    """
    take_time(session)
    reading = read_list(content, limits=limits, meaning=recognition_of(session))
    now = clock.now(session)
    _drop_unconfirmed(session, actor)
    uploaded = UploadedList(
        file_name=normalise(file_name)[-LONGEST_NAME:] or "danh-sach.xlsx",
        content=content,
        uploaded_by_id=_person(actor),
        uploaded_at=now,
        changed_by_id=_person(actor),
        changed_at=now,
        summary=summary_of(reading, compare(session, reading)),
        choices={},
        outcome={},
    )
    session.add(uploaded)
    session.flush()
    return uploaded


def put_right(
    session: TenantSession,
    uploaded: UploadedList,
    fixes: Mapping[tuple[str, int, str], str],
    *,
    actor: Member,
    limits: Limits,
) -> None:
    """Write something else into cells of the list: by sheet, row and column."""
    _refuse_settled(uploaded)
    kept: Json = {sheet: dict(rows) for sheet, rows in uploaded.choices.get("fixes", {}).items()}
    for (sheet, row, key), text in fixes.items():
        if key in _KEYS:
            of_row = kept.setdefault(sheet, {}).setdefault(str(row), {})
            of_row[key] = normalise(text)[:LONGEST_FIX]
    _choose(session, uploaded, {**uploaded.choices, "fixes": kept}, actor=actor, limits=limits)


def understand(
    session: TenantSession,
    uploaded: UploadedList,
    *,
    sheets: Collection[str],
    columns: Mapping[str, Mapping[Column, int]],
    actor: Member,
    limits: Limits,
) -> None:
    """Say which sheets are read and what their columns hold.

    Raises:
        UnreadableListError: so the list cannot be read; it stays as it was.

    """
    _refuse_settled(uploaded)
    said = {
        sheet: {column.value: place for column, place in held.items()}
        for sheet, held in columns.items()
    }
    choices = {**uploaded.choices, "sheets": sorted(sheets), "columns": said}
    _choose(session, uploaded, choices, actor=actor, limits=limits)


def learn(
    session: TenantSession,
    uploaded: UploadedList,
    meant: Mapping[str, str],
    *,
    actor: Member,
    limits: Limits,
) -> int:
    """Take what the list calls sectors for sectors of the tenant, now and in later lists.

    Return how many of its words were learnt; ``meant`` leads from these to codes.

    Raises:
        UnitClassRefusedError: a word stands for another sector already.

    """
    _refuse_settled(uploaded)
    asked = {said["written"] for said in uploaded.summary.get("unknown_sectors", [])}
    known = {row.code: row for row in offered_sectors(session)}
    taught = [
        (known[code], written)
        for written, code in meant.items()
        if written in asked and code in known
    ]
    for row, written in taught:
        teach_spelling(session, row, written, actor=actor)
    _choose(session, uploaded, uploaded.choices, actor=actor, limits=limits)
    return len(taught)


def confirm(
    session: TenantSession, uploaded: UploadedList, *, only_sound: bool, actor: Member
) -> None:
    """Let the list be taken over, in a job; faulty rows have to be left out knowingly."""
    _refuse_settled(uploaded)
    counts = uploaded.summary["counts"]
    if counts["faulty"] and not only_sound:
        raise ListRefusedError("faulty", rows=counts["faulty"])
    if not counts["rows"] - counts["faulty"]:
        raise ListRefusedError("nothing")
    uploaded.state = ListState.WAITING
    _changed(session, uploaded, actor)
    record_event(
        session,
        "list_confirmed",
        actor=actor,
        facts={"list_id": uploaded.id, "file": uploaded.file_name, **counts},
    )
    leave(session, "take_list", {"list": str(uploaded.id)})


def take_over(session: TenantSession, uploaded: UploadedList, *, limits: Limits) -> None:
    """Make what a confirmed list says, in the session's one transaction, and let its file go."""
    if uploaded.state is not ListState.WAITING or uploaded.content is None:
        return
    take_time(session)
    reading = read_list(uploaded.content, choices_of(uploaded), limits, recognition_of(session))
    actor = find_member(session, uploaded.changed_by_id, on=clock.today(session)) or SYSTEM
    outcome = onboard(session, reading, actor=actor, list_id=uploaded.id)
    uploaded.state = ListState.DONE
    uploaded.taken_at = clock.now(session)
    uploaded.outcome = result_of(outcome)
    uploaded.content = None
    uploaded.summary = {"counts": uploaded.summary["counts"]}


def choices_of(uploaded: UploadedList) -> Choices:
    """Return what was said otherwise than the list was understood."""
    said = uploaded.choices
    return Choices(
        sheets=frozenset(said["sheets"]) if said.get("sheets") else None,
        columns={
            sheet: {Column(key): place for key, place in held.items()}
            for sheet, held in said.get("columns", {}).items()
        },
        fixes={
            sheet: {int(row): texts for row, texts in rows.items()}
            for sheet, rows in said.get("fixes", {}).items()
        },
    )


def _choose(
    session: TenantSession,
    uploaded: UploadedList,
    choices: Json,
    *,
    actor: Member,
    limits: Limits,
) -> None:
    take_time(session)
    before, uploaded.choices = uploaded.choices, choices
    try:
        reading = read_list(
            uploaded.content or b"", choices_of(uploaded), limits, recognition_of(session)
        )
    except Exception:
        uploaded.choices = before
        raise
    uploaded.summary = summary_of(reading, compare(session, reading))
    _changed(session, uploaded, actor)


def _changed(session: TenantSession, uploaded: UploadedList, actor: Member) -> None:
    uploaded.version += 1
    uploaded.changed_by_id = _person(actor)
    uploaded.changed_at = clock.now(session)
    session.flush()


def _refuse_settled(uploaded: UploadedList) -> None:
    if uploaded.state is not ListState.CHECKING:
        raise ListRefusedError("settled")


def _drop_unconfirmed(session: TenantSession, actor: Member) -> None:
    """Let go of what this person left lying, and of what anybody left lying for a month."""
    session.execute(
        update(UploadedList)
        .where(
            UploadedList.state == ListState.CHECKING,
            (UploadedList.uploaded_by_id == actor.person_id)
            | (UploadedList.changed_at < clock.now(session) - KEPT_UNCONFIRMED),
        )
        .values(state=ListState.DROPPED, content=None, summary={}, choices={})
    )


def _person(actor: Member) -> UUID:
    if actor.person_id is None:
        raise ListRefusedError("nobody")
    return actor.person_id

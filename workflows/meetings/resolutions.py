"""What meetings resolve, and what a later one finds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from tenants.wall import TenantSession
from workflows.engine.refusals import GoneError, Refusal
from workflows.meetings.tables import MonthlyMeeting, Outcome, ResolutionItem

LOOKED_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Resolved:
    """One thing as it is typed; ``item_id`` of one that is there already."""

    what: str
    who: str = ""
    due_on: date | None = None
    item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was found of one thing."""

    outcome: Outcome
    words: str = ""


def items_of(session: TenantSession, meeting_ids: Sequence[UUID]) -> list[ResolutionItem]:
    """List what these meetings resolved, in their order."""
    return list(
        session.scalars(
            select(ResolutionItem)
            .where(ResolutionItem.meeting_id.in_(meeting_ids))
            .order_by(ResolutionItem.meeting_id, ResolutionItem.position, ResolutionItem.id)
        )
    )


def followed_in(session: TenantSession, meeting_id: UUID) -> list[ResolutionItem]:
    """List the earlier things that a meeting looked into."""
    return list(
        session.scalars(
            select(ResolutionItem)
            .where(ResolutionItem.followed_in_id == meeting_id)
            .order_by(ResolutionItem.meeting_id, ResolutionItem.position)
            .options(joinedload(ResolutionItem.meeting))
        )
    )


def open_items(session: TenantSession, meeting: MonthlyMeeting) -> list[ResolutionItem]:
    """List what a held meeting has to look into."""
    if meeting.held_on is None:
        return []
    return open_before(session, meeting.unit_id, meeting.held_on, by=meeting.id)


def open_before(
    session: TenantSession, unit_id: UUID, on: date, *, by: UUID | None = None
) -> list[ResolutionItem]:
    """List what a unit's meetings before a day resolved and no meeting found done.

    What the meeting ``by`` itself found is among them: it may be corrected.
    """
    return list(
        session.scalars(
            select(ResolutionItem)
            .join(MonthlyMeeting, MonthlyMeeting.id == ResolutionItem.meeting_id)
            .where(
                MonthlyMeeting.unit_id == unit_id,
                MonthlyMeeting.held_on < on,
                MonthlyMeeting.held_on >= on - LOOKED_BACK,
                or_(
                    ResolutionItem.outcome.is_(None),
                    ResolutionItem.outcome != Outcome.DONE,
                    ResolutionItem.followed_in_id == by,
                ),
            )
            .order_by(MonthlyMeeting.held_on, ResolutionItem.position, ResolutionItem.id)
            .options(joinedload(ResolutionItem.meeting))
        )
    )


def to_review(items: Sequence[ResolutionItem], meeting: MonthlyMeeting) -> list[ResolutionItem]:
    """Leave out what is not due yet, unless the meeting looked into it all the same."""
    held_on = meeting.held_on or date.max
    return [
        item
        for item in items
        if item.followed_in_id == meeting.id or item.due_on is None or item.due_on <= held_on
    ]


def keep_items(session: TenantSession, meeting: MonthlyMeeting, items: Sequence[Resolved]) -> None:
    """Keep what a meeting resolved as it is typed now; what is left out of it goes.

    Raises:
        GoneError: a line names an item of another meeting.

    """
    there = {item.id: item for item in items_of(session, [meeting.id])}
    for position, typed in enumerate((each for each in items if each.what), start=1):
        row = there.pop(typed.item_id, None) if typed.item_id else None
        if typed.item_id and row is None:
            raise GoneError(typed.item_id)
        if row is None:
            row = ResolutionItem(meeting_id=meeting.id)
            session.add(row)
        row.position = position
        row.what, row.who, row.due_on = typed.what, typed.who, typed.due_on
    for left_out in there.values():
        session.delete(left_out)


def follow_up(
    session: TenantSession, meeting: MonthlyMeeting, found: Mapping[UUID, FollowUp]
) -> None:
    """Keep what a meeting found of earlier things.

    Raises:
        GoneError: one of them is not this unit's, or no longer open.
        Refusal: ``resolved_later``, where a meeting after this one resolved it.

    """
    if not found:
        return
    there = {item.id: item for item in open_items(session, meeting)}
    unknown = set(found) - set(there)
    if unknown:
        later = session.scalars(
            select(ResolutionItem.id)
            .join(MonthlyMeeting, MonthlyMeeting.id == ResolutionItem.meeting_id)
            .where(
                ResolutionItem.id.in_(unknown),
                MonthlyMeeting.unit_id == meeting.unit_id,
                MonthlyMeeting.held_on >= meeting.held_on,
            )
        ).all()
        if set(later) == unknown:
            fields = [f"outcome-{item_id}" for item_id in later]
            raise Refusal("resolved_later", fields=fields, on=meeting.held_on)
        raise GoneError(meeting.id)
    for item_id, said in found.items():
        row = there[item_id]
        row.outcome, row.outcome_words = said.outcome, said.words
        row.followed_in_id = meeting.id

"""Writing meetings down: planned, held and scored in one act, remarked on, called off."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from tenants.working_days import calendar_of
from workflows.campaigns.meeting_days import meeting_in
from workflows.dossiers.unit_years import enters_for, may_gather
from workflows.engine.refusals import GoneError, Refusal
from workflows.meetings.attendance import Attendance
from workflows.meetings.quality import Found, judged_items, score_meeting
from workflows.meetings.resolutions import (
    FollowUp,
    Resolved,
    follow_up,
    keep_items,
    open_items,
    to_review,
)
from workflows.meetings.rules import MeetingRules, meeting_rules, year_closed
from workflows.meetings.seeing import find_meeting, supervises
from workflows.meetings.tables import MeetingKind, MonthlyMeeting

NUMBERS = (
    "official", "probationary", "present", "excused", "unexcused", "exempted", "elsewhere",
    "suspended", "on_duty", "away", "away_present",
)  # fmt: skip
WORDS = (
    "subject", "moved_reason", "began", "ended", "place", "chair", "recorder", "guests",
    "absences", "agenda", "discussion", "conclusion",
)  # fmt: skip
LONGEST_REMARK = 2000


@dataclass(frozen=True, slots=True)
class Record:
    """What is typed of a meeting; without ``held_on`` it is only planned.

    ``words`` are the texts by name (``WORDS``). ``lacking`` is nothing where the cell has
    not scored the meeting, and names the judged items that were not met where it has.
    """

    kind: MeetingKind
    planned_on: date
    held_on: date | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    attendance: Attendance | None = None
    away_met_on: date | None = None
    speakers: int | None = None
    lacking: Collection[str] | None = None
    items: Sequence[Resolved] = ()
    followed: Mapping[UUID, FollowUp] = field(default_factory=dict)


def keep_meeting(
    session: TenantSession,
    unit: OrgUnit,
    record: Record,
    *,
    actor: Member,
    meeting_id: UUID | None = None,
    seen_version: int = 0,
) -> MonthlyMeeting:
    """Write a meeting down, a new one or one that is there, and score it if it was held.

    Raises:
        GoneError: no such unit or meeting for this actor to write.
        Refusal: ``changed_meanwhile``, ``meeting_cancelled``, ``meeting_year_closed``,
            ``meeting_twice``, ``future_day``, ``not_in_its_month``, ``roll_does_not_add_up``,
            ``more_spoke_than_came``, ``ended_before_it_began``, ``missing``, ``due_before``.

    """
    if not may_gather(session, actor, unit):
        raise GoneError(unit.id)
    meeting = _meeting(session, unit, record, meeting_id, seen_version, actor)
    _check(session, unit, record, meeting)
    rules, now = meeting_rules(session, record.planned_on.year), clock.now(session)
    is_new = meeting is None
    if meeting is None:
        meeting = MonthlyMeeting(
            id=row_id(), unit_id=unit.id, kind=record.kind,
            year=record.planned_on.year, month=record.planned_on.month,
        )  # fmt: skip
    _write(meeting, record, rules)
    meeting.recorded_by, meeting.recorded_at = actor.name, now
    session.add(meeting)
    session.flush()
    keep_items(session, meeting, record.items)
    follow_up(session, meeting, record.followed)
    session.flush()
    _score(session, meeting, record, rules, unit)
    session.flush()
    kind = "meeting_planned" if is_new and not meeting.held else "meeting_kept"
    _note(session, kind, meeting, unit, actor)
    return meeting


def remark_on(
    session: TenantSession, meeting_id: UUID, remark: str, *, actor: Member
) -> MonthlyMeeting:
    """Keep what the supervisor says of a meeting; an empty remark takes it back.

    Raises:
        GoneError: no such meeting for this actor.
        Refusal: ``role``; ``meeting_not_held``; ``too_long``.

    """
    meeting = find_meeting(session, meeting_id, viewer=actor, lock=True)
    if meeting is None:
        raise GoneError(meeting_id)
    if not supervises(actor, meeting.unit_id):
        raise Refusal("role", parties=["supervisor"])
    if not meeting.held:
        raise Refusal("meeting_not_held")
    meeting.remark = remark.strip()[:LONGEST_REMARK]
    given = bool(meeting.remark)
    meeting.remark_by = actor.name if given else ""
    meeting.remark_by_id = actor.person_id if given else None
    meeting.remark_at = clock.now(session) if given else None
    session.flush()
    _note(session, "meeting_remarked", meeting, meeting.unit, actor)
    return meeting


def cancel_meeting(session: TenantSession, meeting_id: UUID, *, actor: Member) -> MonthlyMeeting:
    """Call off a meeting that was not held.

    Raises:
        GoneError: no such meeting for this actor to write.
        Refusal: ``meeting_held``; ``meeting_cancelled``.

    """
    meeting = find_meeting(session, meeting_id, viewer=actor, lock=True)
    if meeting is None or not may_gather(session, actor, meeting.unit):
        raise GoneError(meeting_id)
    if meeting.held:
        raise Refusal("meeting_held", on=meeting.held_on)
    if meeting.cancelled_at is not None:
        raise Refusal("meeting_cancelled")
    meeting.cancelled_at = clock.now(session)
    session.flush()
    _note(session, "meeting_cancelled", meeting, meeting.unit, actor)
    return meeting


def _meeting(
    session: TenantSession,
    unit: OrgUnit,
    record: Record,
    meeting_id: UUID | None,
    seen_version: int,
    actor: Member,
) -> MonthlyMeeting | None:
    if meeting_id is None:
        return None
    meeting = find_meeting(session, meeting_id, viewer=actor, lock=True)
    if meeting is None or meeting.unit_id != unit.id or meeting.kind != record.kind:
        raise GoneError(meeting_id)
    if meeting.cancelled_at is not None:
        raise Refusal("meeting_cancelled")
    if meeting.version != seen_version:
        raise Refusal("changed_meanwhile", version=meeting.version)
    return meeting


def _check(
    session: TenantSession, unit: OrgUnit, record: Record, meeting: MonthlyMeeting | None
) -> None:
    _check_days(session, unit, record, meeting)
    if record.kind is MeetingKind.THEMATIC and not record.words.get("subject"):
        raise Refusal("missing", fields=["subject"])
    if record.held_on is None:
        return
    _check_numbers(record)
    began, ended = record.words.get("began", ""), record.words.get("ended", "")
    if began and ended and ended <= began:
        raise Refusal("ended_before_it_began", fields=["ended"])
    for place, item in enumerate(record.items):
        if not item.what and (item.who or item.due_on):
            raise Refusal("missing", fields=[f"what-{place}"])
        if item.due_on is not None and item.due_on < record.held_on:
            raise Refusal("due_before", fields=[f"due-{place}"], on=record.held_on)


def _check_days(
    session: TenantSession, unit: OrgUnit, record: Record, meeting: MonthlyMeeting | None
) -> None:
    today, year = clock.today(session), record.planned_on.year
    if record.held_on is not None and record.held_on > today:
        raise Refusal("future_day", fields=["held_on"], today=today)
    if meeting is not None and (year, record.planned_on.month) != (meeting.year, meeting.month):
        raise Refusal("not_in_its_month", fields=["planned_on"], month=meeting.month)
    if year_closed(session, year):
        raise Refusal("meeting_year_closed", year=year)
    if record.kind is MeetingKind.REGULAR and meeting is None:
        there = session.scalars(
            select(MonthlyMeeting.id).where(
                MonthlyMeeting.unit_id == unit.id,
                MonthlyMeeting.year == year,
                MonthlyMeeting.month == record.planned_on.month,
                MonthlyMeeting.kind == MeetingKind.REGULAR,
                MonthlyMeeting.cancelled_at.is_(None),
            )
        ).one_or_none()
        if there is not None:
            raise Refusal("meeting_twice", fields=["planned_on"], month=record.planned_on.month)


def _check_numbers(record: Record) -> None:
    attendance = record.attendance
    if attendance is None:
        raise Refusal("missing", fields=["present"])
    if attendance.away_present > attendance.away:
        raise Refusal("more_came_than_are", fields=["away_present"], most=attendance.away)
    if attendance.summoned < 0 or not attendance.adds_up:
        raise Refusal(
            "roll_does_not_add_up",
            fields=["present"],
            summoned=max(attendance.summoned, 0),
            counted=attendance.present + attendance.excused + attendance.unexcused,
        )
    if record.speakers is not None and record.speakers > attendance.present:
        raise Refusal("more_spoke_than_came", fields=["speakers"], present=attendance.present)


def _write(meeting: MonthlyMeeting, record: Record, rules: MeetingRules) -> None:
    meeting.planned_on, meeting.held_on = record.planned_on, record.held_on
    for name in WORDS:
        setattr(meeting, name, record.words.get(name, ""))
    attendance = record.attendance or Attendance(0, 0, 0)
    for name in NUMBERS:
        setattr(meeting, name, getattr(attendance, name))
    meeting.away_apart = rules.away_apart
    meeting.away_met_on, meeting.speakers = record.away_met_on, record.speakers


def _score(
    session: TenantSession,
    meeting: MonthlyMeeting,
    record: Record,
    rules: MeetingRules,
    unit: OrgUnit,
) -> None:
    """Score a meeting that was held; one that was called in between is not scored."""
    table = rules.table()
    if record.lacking is None or meeting.held_on is None or meeting.kind not in table:
        meeting.lacking, meeting.quality, meeting.total, meeting.level = [], [], None, ""
        return
    known = {item["key"] for item in judged_items(table, meeting.kind)}
    meeting.lacking = sorted(set(record.lacking) & known)
    open_now = open_items(session, meeting)
    items = [item for item in record.items if item.what]
    found = Found(
        attendance=attendance_of(meeting),
        on_day=_on_day(session, meeting, rules),
        speakers=meeting.speakers,
        to_review=len(to_review(open_now, meeting)),
        reviewed=sum(item.followed_in_id == meeting.id for item in open_now),
        resolved=len(items),
        clear=sum(bool(item.who) and item.due_on is not None for item in items),
        minutes=minutes_of(meeting),
        least_minutes=rules.least_minutes(unit.members),
    )
    score = score_meeting(table, meeting.kind, found, meeting.lacking)
    meeting.quality, meeting.total, meeting.level = score.as_data(), score.total, score.level


def _on_day(session: TenantSession, meeting: MonthlyMeeting, rules: MeetingRules) -> bool:
    """Tell whether it was held on its day: the tenant's, or another with a reason."""
    day = meeting_in(calendar_of(session), meeting.year, meeting.month, rules.day)
    return meeting.held_on == day or bool(meeting.moved_reason)


def attendance_of(meeting: MonthlyMeeting) -> Attendance:
    """Return the numbers of a meeting."""
    numbers = {name: getattr(meeting, name) for name in NUMBERS}
    return Attendance(**numbers, away_apart=meeting.away_apart)


def minutes_of(meeting: MonthlyMeeting) -> int | None:
    """Return how long a meeting took, where begin and end were written down."""
    if not meeting.began or not meeting.ended:
        return None
    begin, end = (
        int(hour) * 60 + int(minute)
        for hour, minute in (text.split(":") for text in (meeting.began, meeting.ended))
    )
    return end - begin


def _note(
    session: TenantSession, kind: str, meeting: MonthlyMeeting, unit: OrgUnit, actor: Member
) -> None:
    facts = {
        "meeting": meeting.id, "unit": unit.id, "what": meeting.kind, "month": meeting.month,
        "year": meeting.year, "planned_on": meeting.planned_on, "held_on": meeting.held_on,
        "present": meeting.present, "total": meeting.total, "version": meeting.version,
    }  # fmt: skip
    for_name = unit.name if enters_for(actor, unit) else ""
    record_event(session, kind, actor=actor, for_name=for_name, facts=facts)

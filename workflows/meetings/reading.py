"""A unit's year of meetings on one sheet, and which cells of a ward have met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select

from tenants.members import Member
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from tenants.working_days import WorkingCalendar, calendar_of
from workflows.campaigns.meeting_days import meeting_in
from workflows.meetings.keeping import attendance_of
from workflows.meetings.resolutions import items_of
from workflows.meetings.rules import (
    MeetingRules,
    days_before_service,
    founded_by_an_act,
    meeting_rules,
    planned_days,
)
from workflows.meetings.seeing import visible_meetings
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, Outcome


class Standing(StrEnum):
    """Where a month's regular meeting stands.

    ``UNRECORDED``: a month before the unit came into the service. It met all the same, may
    write it down, and misses nothing here.
    """

    HELD = "held"
    HELD_LATE = "held_late"
    PLANNED = "planned"
    OVERDUE = "overdue"
    MISSED = "missed"
    NOT_DUE = "not_due"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the sheet: its regular meeting, and whatever else was held."""

    month: int
    planned_on: date | None
    standing: Standing
    regular: MonthlyMeeting | None
    others: tuple[MonthlyMeeting, ...]
    resolved: int
    done: int

    @property
    def share(self) -> Decimal | None:
        """The share that came to the regular meeting."""
        if self.regular is None or not self.regular.held:
            return None
        return attendance_of(self.regular).share


@dataclass(frozen=True, slots=True)
class YearSheet:
    """Twelve months, and what they come to; a mean is of the meetings that have the number."""

    year: int
    months: tuple[Month, ...]
    due: int
    held: int
    late: int
    thematic: int
    share: Decimal | None
    total: Decimal | None

    @property
    def missed(self) -> int:
        """How many regular meetings that were due were not held."""
        return sum(month.standing is Standing.MISSED for month in self.months)


@dataclass(frozen=True, slots=True)
class OfCell:
    """A cell with its year's sheet."""

    unit: OrgUnit
    sheet: YearSheet


def meetings_of(
    session: TenantSession, viewer: Member, unit_id: UUID, year: int
) -> list[MonthlyMeeting]:
    """List the meetings of a unit's year that were not called off, as they came."""
    return list(
        session.scalars(
            visible_meetings(viewer)
            .where(
                MonthlyMeeting.unit_id == unit_id,
                MonthlyMeeting.year == year,
                MonthlyMeeting.cancelled_at.is_(None),
            )
            .order_by(MonthlyMeeting.month, MonthlyMeeting.planned_on, MonthlyMeeting.id)
        )
    )


def sheet_of(
    session: TenantSession, viewer: Member, unit: OrgUnit, year: int, *, today: date
) -> YearSheet:
    """Lay a unit's year out."""
    found = meetings_of(session, viewer, unit.id, year)
    return _sheet(
        unit, year, found, _outcomes(session, found), meeting_rules(session, year),
        calendar_of(session), today, founded=bool(founded_by_an_act(session, [unit.id])),
    )  # fmt: skip


def sheets_of_ward(
    session: TenantSession, viewer: Member, committee_id: UUID, year: int, *, today: date
) -> list[OfCell]:
    """Lay the year of each of a ward's cells out, in Vietnamese order."""
    cells = session.scalars(
        select(OrgUnit)
        .where(
            OrgUnit.parent_id == committee_id,
            OrgUnit.kind == UnitKind.PARTY_CELL,
            OrgUnit.valid_from <= date(year, 12, 31),
            or_(OrgUnit.valid_to.is_(None), OrgUnit.valid_to >= date(year, 1, 1)),
        )
        .order_by(OrgUnit.sort_key, OrgUnit.id)
    ).all()
    return _sheets(session, viewer, cells, year, today)


def sheets_of_cells(
    session: TenantSession, viewer: Member, unit_ids: Sequence[UUID], year: int, *, today: date
) -> list[OfCell]:
    """Lay the year of each of these cells out, in Vietnamese order."""
    cells = session.scalars(
        select(OrgUnit).where(OrgUnit.id.in_(unit_ids)).order_by(OrgUnit.sort_key, OrgUnit.id)
    ).all()
    return _sheets(session, viewer, cells, year, today)


def _sheets(
    session: TenantSession, viewer: Member, cells: Sequence[OrgUnit], year: int, today: date
) -> list[OfCell]:
    found = session.scalars(
        visible_meetings(viewer)
        .where(
            MonthlyMeeting.unit_id.in_([cell.id for cell in cells]),
            MonthlyMeeting.year == year,
            MonthlyMeeting.cancelled_at.is_(None),
        )
        .order_by(MonthlyMeeting.month, MonthlyMeeting.planned_on, MonthlyMeeting.id)
    ).all()
    by_cell: dict[UUID, list[MonthlyMeeting]] = {}
    for meeting in found:
        by_cell.setdefault(meeting.unit_id, []).append(meeting)
    rules, calendar = meeting_rules(session, year), calendar_of(session)
    founded = founded_by_an_act(session, [cell.id for cell in cells])
    return [
        OfCell(
            cell,
            _sheet(
                cell, year, by_cell.get(cell.id, []), {}, rules, calendar, today,
                founded=cell.id in founded,
            ),
        )
        for cell in cells
    ]  # fmt: skip


def _outcomes(
    session: TenantSession, meetings: Sequence[MonthlyMeeting]
) -> dict[UUID, tuple[int, int]]:
    """Return for each meeting how many things it resolved, and how many were found done."""
    counts: dict[UUID, tuple[int, int]] = {}
    for item in items_of(session, [meeting.id for meeting in meetings]):
        resolved, done = counts.get(item.meeting_id, (0, 0))
        counts[item.meeting_id] = resolved + 1, done + (item.outcome is Outcome.DONE)
    return counts


def _sheet(
    unit: OrgUnit,
    year: int,
    meetings: Sequence[MonthlyMeeting],
    outcomes: Mapping[UUID, tuple[int, int]],
    rules: MeetingRules,
    calendar: WorkingCalendar,
    today: date,
    *,
    founded: bool,
) -> YearSheet:
    days = planned_days(rules, calendar, unit, year)
    before = {} if founded else days_before_service(rules, calendar, unit, year)
    months = tuple(
        _month(
            number,
            days.get(number),
            [meeting for meeting in meetings if meeting.month == number],
            outcomes,
            meeting_in(calendar, year, number, rules.day),
            today,
            before=number in before,
        )
        for number in range(1, 13)
    )
    regular = [month.regular for month in months if month.regular and month.regular.held]
    shares = [share for month in months if (share := month.share) is not None]
    totals = [meeting.total for meeting in meetings if meeting.total is not None]
    due = [
        month for month in months
        if month.standing not in {Standing.NOT_DUE, Standing.PLANNED, Standing.UNRECORDED}
    ]  # fmt: skip
    return YearSheet(
        year=year,
        months=months,
        due=len(due),
        held=len(regular),
        late=sum(month.standing is Standing.HELD_LATE for month in months),
        thematic=sum(meeting.held and meeting.kind is MeetingKind.THEMATIC for meeting in meetings),
        share=sum(shares, Decimal(0)) / len(shares) if shares else None,
        total=sum(totals, Decimal(0)) / len(totals) if totals else None,
    )


def _month(
    number: int,
    planned_on: date | None,
    meetings: Sequence[MonthlyMeeting],
    outcomes: Mapping[UUID, tuple[int, int]],
    usual_day: date,
    today: date,
    *,
    before: bool,
) -> Month:
    regular = next((each for each in meetings if each.kind is MeetingKind.REGULAR), None)
    day = regular.planned_on if regular is not None else planned_on
    counts = [outcomes.get(meeting.id, (0, 0)) for meeting in meetings]
    return Month(
        month=number,
        planned_on=day,
        standing=_standing(regular, day, usual_day, today, before=before),
        regular=regular,
        others=tuple(each for each in meetings if each is not regular),
        resolved=sum(resolved for resolved, _done in counts),
        done=sum(done for _resolved, done in counts),
    )


def _standing(
    regular: MonthlyMeeting | None,
    day: date | None,
    usual_day: date,
    today: date,
    *,
    before: bool,
) -> Standing:
    if regular is not None and regular.held_on is not None:
        moved = regular.held_on > max(usual_day, regular.planned_on)
        return Standing.HELD_LATE if moved and not regular.moved_reason else Standing.HELD
    if before and regular is None:
        return Standing.UNRECORDED
    if day is None:
        return Standing.NOT_DUE
    if day >= today:
        return Standing.PLANNED
    same_month = (day.year, day.month) == (today.year, today.month)
    return Standing.OVERDUE if same_month else Standing.MISSED

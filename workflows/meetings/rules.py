"""What a tenant rules about its cells' meetings, in the campaign of the year.

``rules["meeting_day"]``: the day of the month. ``rules["meetings"]``: ``small_members`` and
``small_every`` (a cell of at most so many members meets every so many months), ``shortest``
(a regular meeting's least length in minutes, 0 for none; ``small_shortest`` for small
cells) and ``away_apart`` (a group that works away is left out of the attendance).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from tenants.successions import Part, SuccessionPart
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from tenants.working_days import WorkingCalendar
from workflows.campaigns.meeting_days import MEETING_DAY, meeting_in
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.meetings.quality_table import REFERENCE

EVERY_MONTH = 1
# What a regular meeting goes through (Hướng dẫn 12-HD/BTCTW); a new form begins with it.
USUAL_AGENDA = (
    "Thông tin thời sự, chủ trương mới",
    "Kiểm điểm việc thực hiện nghị quyết tháng trước",
    "Nhiệm vụ tháng tới, phân công đảng viên",
)


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """The rules of one year; ``quality`` is the table by which meetings are scored."""

    day: int = MEETING_DAY
    small_members: int = 0
    small_every: int = EVERY_MONTH
    shortest: int = 0
    small_shortest: int = 0
    away_apart: bool = False
    quality: Mapping[str, Any] | None = None

    def is_small(self, members: int) -> bool:
        """Tell whether the rule for small cells is this cell's."""
        return 0 < members <= self.small_members

    def months(self, members: int) -> Sequence[int]:
        """List the months in which a cell of so many members meets."""
        every = self.small_every if self.is_small(members) else EVERY_MONTH
        return range(1, 13, max(every, EVERY_MONTH))

    def least_minutes(self, members: int) -> int:
        """Return how long a regular meeting takes at least."""
        return self.small_shortest if self.is_small(members) else self.shortest

    def table(self) -> Mapping[str, Any]:
        """Return the table by which meetings are scored."""
        return self.quality or REFERENCE


def meeting_rules(session: TenantSession, year: int) -> MeetingRules:
    """Read the rules of a year from its campaign, the newest of several; else the usual ones."""
    campaign = session.scalars(
        select(Campaign).where(Campaign.year == year).order_by(Campaign.id.desc()).limit(1)
    ).one_or_none()
    return rules_from(campaign.rules) if campaign is not None else MeetingRules()


def year_closed(session: TenantSession, year: int) -> bool:
    """Tell whether a year has been closed: its meetings are read, and none is written down."""
    closed = session.scalars(
        select(Campaign.id)
        .where(Campaign.year == year, Campaign.state == CampaignState.CLOSED)
        .limit(1)
    ).one_or_none()
    return closed is not None


def rules_from(rules: Mapping[str, Any]) -> MeetingRules:
    """Read the rules out of a campaign's."""
    own: Mapping[str, Any] = rules.get("meetings") or {}
    return MeetingRules(
        day=int(rules.get("meeting_day", MEETING_DAY)),
        small_members=int(own.get("small_members", 0)),
        small_every=int(own.get("small_every", EVERY_MONTH)),
        shortest=int(own.get("shortest", 0)),
        small_shortest=int(own.get("small_shortest", 0)),
        away_apart=bool(own.get("away_apart", False)),
        quality=rules.get("meeting_quality"),
    )


def planned_days(
    rules: MeetingRules, calendar: WorkingCalendar, unit: OrgUnit, year: int
) -> dict[int, date]:
    """Return the day of each regular meeting of a unit's year, by month.

    A unit that was not there yet, or not any more, owes none.
    """
    return {
        month: day
        for month, day in _usual_days(rules, calendar, unit, year).items()
        if unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
    }


def days_before_service(
    rules: MeetingRules, calendar: WorkingCalendar, unit: OrgUnit, year: int
) -> dict[int, date]:
    """Return the meeting days of a year that lie before the unit came into the service.

    A list says which units there are, not since when: a unit that no act founded was there
    before its list was taken, and met. Ask ``founded_by_an_act`` first.
    """
    return {
        month: day
        for month, day in _usual_days(rules, calendar, unit, year).items()
        if day < unit.valid_from
    }


def founded_by_an_act(session: TenantSession, unit_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of the units an act on units brought about: before it they were not there."""
    before = aliased(SuccessionPart)
    was_there = (
        select(before.id)
        .where(
            before.succession_id == SuccessionPart.succession_id,
            before.unit_id == SuccessionPart.unit_id,
            before.part == Part.BEFORE,
        )
        .exists()
    )
    return set(
        session.scalars(
            select(SuccessionPart.unit_id).where(
                SuccessionPart.unit_id.in_(unit_ids),
                SuccessionPart.part == Part.AFTER,
                ~was_there,
            )
        )
    )


def _usual_days(
    rules: MeetingRules, calendar: WorkingCalendar, unit: OrgUnit, year: int
) -> dict[int, date]:
    return {
        month: meeting_in(calendar, year, month, rules.day) for month in rules.months(unit.members)
    }

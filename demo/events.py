"""What marks the year of the demo's cities: launches that were held, reviews still planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from demo.acts import Acts, WardYear
from demo.committees import Committee
from workflows.campaigns.events import Record, plan_event
from workflows.campaigns.tables import EventKind

DAYS_SINCE_LAUNCH = 2
PLACE = "Hội trường {unit}"
DIRECTIONS = "Chi bộ nào cũng đăng ký; chọn việc cụ thể, có người phụ trách và thời hạn"
PETITIONS = "Hỗ trợ kinh phí sửa nhà văn hóa tổ dân phố"


def mark_year(acts: Acts, city: Committee, years: Sequence[WardYear]) -> None:
    """Write down the launch of the city and of each ward, and plan what is to come."""
    _launched(acts, city, "office", "Đại biểu cấp ủy các phường, xã")
    _planned(acts, city, "office", EventKind.BRIEFING, days=20)
    for year in years:
        _launched(acts, year.committee, "office", "Bí thư các chi bộ; đại diện Mặt trận")
    for year in years[:3]:
        _planned(acts, year.committee, "office", EventKind.INTERIM_REVIEW, days=40)


def _launched(acts: Acts, committee: Committee, desk: str, guests: str) -> None:
    held_on = acts.today - timedelta(days=DAYS_SINCE_LAUNCH)
    record = Record(
        planned_on=held_on + timedelta(days=1),
        held_on=held_on,
        place=PLACE.format(unit=committee.unit.name),
        chair=committee.chair.name,
        guests=guests,
        directions=DIRECTIONS,
        petitions=PETITIONS,
    )
    _keep(acts, committee, desk, EventKind.LAUNCH, record)


def _planned(acts: Acts, committee: Committee, desk: str, kind: EventKind, *, days: int) -> None:
    record = Record(planned_on=acts.today + timedelta(days=days), chair=committee.chair.name)
    _keep(acts, committee, desk, kind, record)


def _keep(acts: Acts, committee: Committee, desk: str, kind: EventKind, record: Record) -> None:
    with acts.clockwork.at_its_time():
        plan_event(
            acts.session, acts.campaign, committee.unit, kind, record,
            actor=acts.member(committee.desks[desk]),
        )  # fmt: skip

"""Sheets of meetings as spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

from web.catalogue import _
from web.meetings.words import meeting_badge, meeting_word, share_word
from web.workbooks import Cell, workbook_of
from workflows.meetings.keeping import attendance_of
from workflows.meetings.reading import Month, OfCell, YearSheet
from workflows.meetings.tables import MonthlyMeeting


def year_workbook(sheet: YearSheet) -> bytes:
    """Write a unit's year as XLSX: a row for each meeting, and for each month without one."""
    headings = (
        (_("Tháng"), 8), (_("Buổi họp"), 24), (_("Tình trạng"), 20), (_("Ngày theo lịch"), 14),
        (_("Ngày đã họp"), 14), (_("Phải dự"), 9), (_("Có mặt"), 9), (_("Vắng có lý do"), 12),
        (_("Vắng không lý do"), 14), (_("Tỷ lệ dự"), 10), (_("Điểm"), 8), (_("Xếp loại"), 12),
        (_("Nội dung"), 50), (_("Nhận xét của đồng chí phụ trách"), 50),
    )  # fmt: skip
    rows = [row for month in sheet.months for row in _rows(month)]
    return workbook_of(_("Sinh hoạt %(year)s", year=sheet.year), headings, rows)


def ward_workbook(cells: Sequence[OfCell], year: int) -> bytes:
    """Write which cells of a ward have met as XLSX."""
    headings = (
        (_("Chi bộ"), 34),
        *((_("Tháng %(month)s", month=month), 16) for month in range(1, 13)),
        (_("Đã họp"), 10), (_("Đến kỳ"), 10), (_("Muộn"), 8), (_("Chuyên đề"), 11),
        (_("Tỷ lệ dự"), 10), (_("Điểm bình quân"), 14),
    )  # fmt: skip
    rows = [
        (
            each.unit.name,
            *(meeting_badge(month.standing).words for month in each.sheet.months),
            each.sheet.held, each.sheet.due, each.sheet.late, each.sheet.thematic,
            share_word(each.sheet.share),
            round(each.sheet.total, 1) if each.sheet.total is not None else None,
        )
        for each in cells
    ]  # fmt: skip
    return workbook_of(_("Sinh hoạt %(year)s", year=year), headings, rows)


def _rows(month: Month) -> list[tuple[Cell, ...]]:
    standing = meeting_badge(month.standing).words
    if month.regular is None:
        first: tuple[Cell, ...] = (month.month, "", standing, month.planned_on)
    else:
        first = _row(month.month, month.regular, standing)
    return [first, *(_row(month.month, each, "") for each in month.others)]


def _row(month: int, meeting: MonthlyMeeting, standing: str) -> tuple[Cell, ...]:
    attendance = attendance_of(meeting)
    return (
        month, meeting_word(meeting.kind), standing, meeting.planned_on, meeting.held_on,
        attendance.base, attendance.came, meeting.excused, meeting.unexcused,
        share_word(attendance.share) if meeting.held else "", meeting.total, meeting.level,
        meeting.subject or meeting.agenda, meeting.remark,
    )  # fmt: skip

"""Kinds and sizes of files, in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask

from tenants.text.dates import show_date
from tenants.text.numbers import show_number
from web.catalogue import _, _l
from web.evidence.places import place_mark, place_words
from web.logbook.words import KINDS as ENTRIES
from web.logbook.words import finding_word, side_word
from web.meetings.words import KINDS as MEETINGS
from workflows.evidence.citing import Cited
from workflows.evidence.kinds import Kind
from workflows.logbook.tables import EntryKind, Finding, Side
from workflows.meetings.keeping import attendance_of
from workflows.meetings.tables import MeetingKind, MonthlyMeeting

KINDS = {
    Kind.JPEG: _l("Ảnh"),
    Kind.PNG: _l("Ảnh"),
    Kind.PDF: "PDF",
    Kind.DOCX: "Word",
    Kind.XLSX: "Excel",
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(file_kind)
    app.add_template_filter(file_size)
    app.add_template_filter(place_words, "place_word")
    app.add_template_filter(place_mark)
    app.add_template_filter(cited_head)
    app.add_template_filter(cited_words)
    app.add_template_filter(meeting_in_short)


def file_kind(kind: str) -> str:
    """Say what a file is."""
    return str(KINDS[Kind(kind)])


def file_size(size: int) -> str:
    """Show a size as ``320 KB`` or ``1,4 MB``."""
    if size < 1024 * 1024:
        return f"{show_number(max(size // 1024, 1))} KB"
    return f"{show_number(round(Decimal(size) / (1024 * 1024), 1))} MB"


def cited_head(cited: Cited) -> str:
    """Say what is cited: «Ưu điểm», «Sinh hoạt thường kỳ tháng 3»."""
    told = cited.told
    if "month" not in told:
        return str(ENTRIES[EntryKind(told["what"])])
    return _(
        "%(kind)s tháng %(month)s", kind=MEETINGS[MeetingKind(told["what"])], month=told["month"]
    )


def cited_words(cited: Cited) -> str:
    """Say what the book says: of an entry its words and what became of it; of a meeting figures."""
    told = cited.told
    if "month" in told:
        parts = [
            told["subject"],
            _attendance(told["came"], told["base"]),
            _quality(told["total"] and Decimal(told["total"])),
            told["conclusion"],
            "; ".join(told["resolved"]),
        ]
        return ". ".join(part.rstrip(" .") for part in parts if part)
    parts = [told["words"], _remedied(told)]
    if Side(told["side"]) is not Side.CELL:
        parts.append(_("%(side)s ghi", side=side_word(told["side"])))
    return ". ".join(part.rstrip(" .") for part in parts if part)


def meeting_in_short(meeting: MonthlyMeeting) -> str:
    """Say what a meeting that may be cited came to."""
    attendance = attendance_of(meeting)
    parts = [
        meeting.subject, _attendance(attendance.came, attendance.base), _quality(meeting.total)
    ]  # fmt: skip
    return ". ".join(part for part in parts if part)


def _attendance(came: int, base: int) -> str:
    return _("dự %(came)s/%(base)s", came=came, base=base) if base else ""


def _quality(total: Decimal | None) -> str:
    return _("%(points)s điểm", points=show_number(total)) if total is not None else ""


def _remedied(told: dict[str, Any]) -> str:
    if told["finding"]:
        day = show_date(date.fromisoformat(told["checked_on"]))
        return _("%(found)s, kiểm tra ngày %(day)s", found=finding_word(Finding(told["finding"])),
                 day=day)  # fmt: skip
    if told["due_on"]:
        return _("hạn khắc phục %(day)s", day=show_date(date.fromisoformat(told["due_on"])))
    return ""

"""What meetings, their scores and outcomes are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from flask import Flask

from tenants.text.numbers import show_number
from web.badges import Badge
from web.catalogue import _, _l
from workflows.meetings.quality import Line
from workflows.meetings.reading import Standing
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, Outcome

Facts: TypeAlias = dict[str, Any]

KINDS = {
    MeetingKind.REGULAR: _l("Sinh hoạt thường kỳ"),
    MeetingKind.THEMATIC: _l("Sinh hoạt chuyên đề"),
    MeetingKind.EXTRAORDINARY: _l("Họp bất thường"),
}
# What stands in addresses for each kind.
KIND_IN_ADDRESS = {
    "thuong-ky": MeetingKind.REGULAR,
    "chuyen-de": MeetingKind.THEMATIC,
    "bat-thuong": MeetingKind.EXTRAORDINARY,
}
OUTCOMES = {
    Outcome.DONE: _l("Đã xong"),
    Outcome.UNDER_WAY: _l("Đang làm"),
    Outcome.NOT_DONE: _l("Chưa làm"),
}
STANDINGS = {
    Standing.HELD: ("ok", "ok", _l("Đã họp")),
    Standing.HELD_LATE: ("warn", "undo", _l("Họp muộn")),
    Standing.PLANNED: ("none", "", _l("Chưa đến ngày")),
    Standing.OVERDUE: ("late", "warn", _l("Quá ngày, chưa ghi")),
    Standing.MISSED: ("late", "warn", _l("Hết tháng, chưa ghi")),
    Standing.NOT_DUE: ("none", "", _l("Không phải họp")),
    Standing.UNRECORDED: ("none", "", _l("Trước khi dùng máy, chưa ghi")),
}
OUTCOME_LOOKS = {Outcome.DONE: "ok", Outcome.UNDER_WAY: "info", Outcome.NOT_DONE: "warn"}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(meeting_word)
    app.add_template_filter(meeting_badge)
    app.add_template_filter(followed_badge)
    app.add_template_filter(score_reason)
    app.add_template_filter(share_word)


def meeting_word(kind: MeetingKind) -> str:
    """Return what a meeting is called."""
    return str(KINDS[MeetingKind(kind)])


def meeting_badge(standing: Standing) -> Badge:
    """Say where a month's meeting stands."""
    look, icon, words = STANDINGS[standing]
    return Badge(look, icon, str(words))


def standing_of(meeting: MonthlyMeeting, today: date) -> Badge:
    """Say where one meeting stands, of whichever kind."""
    if meeting.cancelled_at is not None:
        return Badge("none", "", _("Đã hủy"))
    if meeting.held:
        return meeting_badge(Standing.HELD)
    return meeting_badge(Standing.PLANNED if meeting.planned_on >= today else Standing.OVERDUE)


def followed_badge(outcome: Outcome | None) -> Badge:
    """Say what became of a thing that was resolved."""
    if outcome is None:
        return Badge("none", "", _("Chưa kiểm lại"))
    return Badge(OUTCOME_LOOKS[outcome], "", str(OUTCOMES[outcome]))


def share_word(share: Decimal | None) -> str:
    """Show a share as people write it: ``94,5%``."""
    return "" if share is None else f"{show_number(round(share * 100, 1))}%"


def score_reason(line: Line) -> str:
    """Say why an item has its points."""
    return REASONS[line.why](line.facts)


def _attended(f: Facts) -> str:
    if f["unexcused"]:
        return _(
            "%(n)s/%(of)s dự họp, có %(absent)s vắng không lý do",
            n=f["n"], of=f["of"], absent=f["unexcused"],
        )  # fmt: skip
    return _("%(n)s/%(of)s dự họp", n=f["n"], of=f["of"])


def _reviewed(f: Facts) -> str:
    if not f["of"]:
        return _("Không có việc nào đến hạn")
    return _("Đã kiểm lại %(n)s/%(of)s việc", n=f["n"], of=f["of"])


def _clear(f: Facts) -> str:
    if not f["of"]:
        return _("Chưa ghi việc nào trong nghị quyết")
    return _("%(n)s/%(of)s việc rõ người, rõ hạn", n=f["n"], of=f["of"])


# By the word that ``workflows.meetings.quality`` gives each line.
REASONS: dict[str, Callable[[Facts], str]] = {
    "attendance": _attended,
    "on_day": lambda _f: _("Họp đúng ngày"),
    "other_day": lambda _f: _("Họp khác ngày, không ghi lý do"),
    "short": lambda f: _(
        "Họp %(n)s phút, quy định từ %(least)s phút", n=f["minutes"], least=f["least"]
    ),
    "speakers": lambda f: _("%(n)s/%(of)s phát biểu", n=f["n"], of=f["of"]),
    "speakers_unknown": lambda _f: _("Chưa ghi số người phát biểu"),
    "reviewed": _reviewed,
    "clear": _clear,
    "met": lambda _f: _("Chi bộ tự chấm: đạt"),
    "lacking": lambda _f: _("Chi bộ tự chấm: chưa đạt"),
}

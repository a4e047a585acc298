"""What entries of a logbook, their writers and checks are called."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from web import current
from web.badges import NEAR, Badge, deadline
from web.catalogue import _, _l
from web.logbook.noted import noted_of
from web.words import in_own_words
from workflows.logbook.reading import Which
from workflows.logbook.tables import EntryKind, Finding, LogEntry, Side

KINDS = {EntryKind.STRENGTH: _l("Ưu điểm"), EntryKind.WEAKNESS: _l("Khuyết điểm")}
SIDES = {
    Side.CELL: _l("chi bộ"),
    Side.SUPERVISOR: _l("đồng chí phụ trách"),
    Side.WARD: _l("văn phòng {ward}"),
}
FINDINGS = {
    Finding.REMEDIED: _l("Đã khắc phục"),
    Finding.PARTLY: _l("Khắc phục một phần"),
    Finding.NOT_REMEDIED: _l("Chưa khắc phục"),
}
WHICH = {
    Which.ALL: _l("Tất cả"),
    Which.STRENGTHS: _l("Ưu điểm"),
    Which.WEAKNESSES: _l("Khuyết điểm"),
    Which.OPEN: _l("Chưa khắc phục"),
    Which.OVERDUE: _l("Quá hạn"),
}


def init_app(app: Flask) -> None:
    """Give the words to every template, as filters."""
    app.add_template_filter(entry_word)
    app.add_template_filter(side_word)
    app.add_template_filter(which_word)
    app.add_template_filter(entry_badge)
    app.jinja_env.globals["noted_of"] = noted_of


def entry_word(kind: EntryKind) -> str:
    """Return what an entry is."""
    return str(KINDS[EntryKind(kind)])


def side_word(side: Side) -> str:
    """Return as whom somebody wrote."""
    return in_own_words(str(SIDES[Side(side)]))


def finding_word(finding: Finding | None) -> str:
    """Return what a check found."""
    return str(FINDINGS[finding]) if finding is not None else ""


def which_word(which: Which) -> str:
    """Return what a choice of entries is called."""
    return str(WHICH[which])


def entry_badge(entry: LogEntry) -> Badge:
    """Say where an entry stands: a strength, remedied, due, overdue, or without a plan."""
    if entry.withdrawn_at is not None:
        return Badge("none", "", _("Đã rút"))
    if entry.kind is EntryKind.STRENGTH:
        return Badge("ok", "", _("Ưu điểm"))
    if entry.finding is Finding.REMEDIED:
        return Badge("ok", "ok", _("Đã khắc phục"))
    if entry.due_on is None:
        return Badge("warn", "", _("Chưa có kế hoạch"))
    today = current.today()
    badge = deadline(entry.due_on, today=today)
    if entry.due_on - today <= timedelta(days=NEAR):
        return badge
    return replace(badge, words=_("Hạn %(day)s", day=badge.words))

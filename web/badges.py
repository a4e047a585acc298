"""Tags: one of six looks, an icon where the look needs one, and always a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Flask

from tenants.text.dates import show_date
from web import current
from web.catalogue import _
from web.words import state_word

SOON, NEAR = 2, 7
RETURNED = frozenset({"registration_returned", "returned", "returned_to_ward"})
GOOD = frozenset({"recommended", "recognized"})
ALARMING = frozenset({"on_hold", "revoked"})
QUIET = frozenset(
    {
        "registration_draft",
        "registered",
        "lapsed",
        "superseded",
        "not_recommended",
        "declined",
        "withdrawn",
    }
)


@dataclass(frozen=True, slots=True)
class Badge:
    """A tag: its look is one of ``none do info ok warn late``; the icon may be empty."""

    look: str
    icon: str
    words: str


def init_app(app: Flask) -> None:
    """Give the badges to every template, as filters."""
    app.add_template_filter(deadline)
    app.add_template_filter(state_badge)


def deadline(due: date, *, today: date | None = None) -> Badge:
    """Say how long there is until the end of a day: far away the date alone, then the count."""
    left = (due - (today or current.today())).days
    if left < 0:
        return Badge("late", "warn", _("Quá hạn %(n)s ngày", n=-left))
    if left == 0:
        return Badge("warn", "clock", _("Hôm nay"))
    if left <= SOON:
        return Badge("warn", "clock", _("Còn %(n)s ngày", n=left))
    if left <= NEAR:
        return Badge("none", "", _("Còn %(n)s ngày", n=left))
    return Badge("none", "", show_date(due))


def state_badge(state: str, *, mine: bool = False) -> Badge:
    """Say where a dossier stands; ``mine`` when the visitor owes the next act."""
    look, icon = _look(state, mine=mine)
    return Badge(look, icon, state_word(state))


def _look(state: str, *, mine: bool) -> tuple[str, str]:
    if state in ALARMING:
        return "late", "warn"
    if state in RETURNED:
        return "warn", "undo"
    if mine:
        return "do", ""
    if state in GOOD:
        return "ok", "ok"
    return ("none", "") if state in QUIET else ("info", "")

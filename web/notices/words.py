"""A message in words: who did what, and where that led."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from tenants.clock import local
from web.catalogue import _
from web.dossiers.page import WITH_RESULT
from web.dossiers.telling import actor_words
from web.words import move_word, rating_word, state_word
from workflows.notices.reading import Line

NOT_CARRIED = frozenset({"not_recommend", "decline"})


@dataclass(frozen=True, slots=True)
class Message:
    """One line: what happened, to which dossier, by whom, and the page to read on, if any.

    ``until`` is the last day of what a reminder is of; ``why`` the reason that was given.
    """

    id: UUID
    what: str
    state: str
    who: str
    unit_name: str
    code: str
    address: str
    at: datetime
    unread: bool
    undone: bool
    until: date | None = None
    why: str = ""


def message_of(line: Line) -> Message:
    """Put one message into words."""
    page = "results.result" if line.state in WITH_RESULT else "dossiers.overview"
    return Message(
        id=line.id,
        what=_what(line),
        state=state_word(line.state),
        who=_who(line),
        unit_name=line.unit_name,
        code=line.dossier_code,
        address=url_for(page, code=line.dossier_code) if line.opens else "",
        at=line.at,
        unread=line.unread,
        undone=line.undone,
        until=None if line.due_at is None else local(line.due_at).date(),
        why=_why(line),
    )


def _what(line: Line) -> str:
    if line.undid:
        return _("Hoàn tác «%(move)s»", move=move_word(line.undid))
    return move_word(line.trigger)


def _why(line: Line) -> str:
    """Repeat the reason in its own words, or say what stood in the way of a title."""
    for name in ("reason", "conclusion", "ground"):
        if name in line.given:
            return str(line.given[name])
    votes = line.given.get("votes", {})
    if line.trigger not in NOT_CARRIED:
        return ""
    if votes.get("noted"):
        return _("Hồ sơ chưa đủ điều kiện nên không biểu quyết.")
    if votes.get("rating_too_low"):
        return _(
            "Xếp loại cuối năm là «%(rating)s», chưa đạt mức để công nhận.",
            rating=rating_word(votes["rating_too_low"]),
        )
    if (votes.get("quota") or {}).get("standing") == "below":
        return _("Chi bộ đủ phiếu nhưng ngoài số lượng được công nhận.")
    return _("Biểu quyết chưa quá nửa số người tán thành.")


def _who(line: Line) -> str:
    if line.due_at is not None and not line.name:
        return _("Máy tự nhắc")
    return actor_words(line.name, line.party, line.for_name)

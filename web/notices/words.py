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
from web.words import move_word, state_word
from workflows.notices.reading import Line


@dataclass(frozen=True, slots=True)
class Message:
    """One line: what happened, to which dossier, by whom, and the page to read on, if any.

    ``until`` is the last day of what a reminder is of.
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
    )


def _what(line: Line) -> str:
    if line.undid:
        return _("Hoàn tác «%(move)s»", move=move_word(line.undid))
    return move_word(line.trigger)


def _who(line: Line) -> str:
    if line.due_at is not None and not line.name:
        return _("Máy tự nhắc")
    return actor_words(line.name, line.party, line.for_name)

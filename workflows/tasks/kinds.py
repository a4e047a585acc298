"""Kinds of work: what a task asks for, as a chip above the inbox.

A state that no kind names, such as one that a later flow removed, is a kind of its own, so
that no list fails on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_

from workflows.engine.parties import PARTIES, Desk
from workflows.tasks.tables import Task

# Whoever sits here is asked for an opinion, not for the next move.
ASKED_FOR_OPINION = tuple(name for name, party in PARTIES.items() if party.desk is Desk.ANY)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: its word in addresses, and the states whose tasks are of it."""

    word: str
    states: tuple[str, ...]
    opinions: bool = False

    def includes(self) -> ColumnElement[bool]:
        """Say in SQL which tasks are of this kind."""
        if self.opinions:
            return Task.party.in_(ASKED_FOR_OPINION)
        return and_(Task.state.in_(self.states), Task.party.not_in(ASKED_FOR_OPINION))


OPINIONS = Kind("cho-y-kien", (), opinions=True)
KINDS = (
    Kind("dang-ky", ("registration_draft", "registration_returned")),
    Kind("tiep-nhan", ("registration_submitted",)),
    Kind("chon-diem", ("registered",)),
    Kind("tu-danh-gia", ("self_assessment",)),
    Kind("bo-sung", ("returned",)),
    Kind("tham-dinh", ("under_appraisal",)),
    OPINIONS,
    Kind("dua-ra-hop", ("awaiting_ward_review", "awaiting_own_review")),
    Kind("gui-cap-tren", ("recommended", "proposed")),
    Kind("gui-lai", ("returned_to_ward",)),
    Kind("tham-dinh-cap-tren", ("city_appraisal",)),
    Kind("dua-ra-hop-cap-tren", ("awaiting_city_decision",)),
    Kind("xem-xet-lai", ("ward_reconsideration", "city_reconsideration")),
    Kind("tam-dung", ("on_hold",)),
)
_BY_STATE = {state: kind for kind in KINDS for state in kind.states}


def kind_of(state: str, party: str) -> Kind:
    """Return the kind of a task by its state and party."""
    if party in ASKED_FOR_OPINION:
        return OPINIONS
    return _BY_STATE.get(state) or Kind(state.replace("_", "-"), (state,))


def kind_named(word: str) -> Kind | None:
    """Return the kind with this word in addresses; any word may be that of a former state."""
    if not word:
        return None
    named = {kind.word: kind for kind in KINDS}
    return named.get(word) or Kind(word, (word.replace("-", "_"),))

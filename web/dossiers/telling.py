"""The history of a dossier in words: who, as what, for whom, when, did what, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tenants.clock import local
from web.catalogue import _, _l
from web.dossiers.inputs import inputs_in_words
from web.words import move_word, party_word, state_word
from workflows.dossiers.timeline import Step

# What inspection and the desks say stays with the committees.
FOR_COMMITTEES = {
    "conclude_city_appraisal": frozenset({"words"}),
    "put_on_hold": frozenset({"reason"}),
}
CELL, SERVICE = _l("chi bộ"), _l("Máy tự làm")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history; ``details`` are whole sentences, ``undone`` is struck through."""

    seq: int
    at: datetime
    what: str
    who: str
    state: str
    details: Sequence[str]
    undone: bool


def told(steps: Iterable[Step], *, with_contents: bool, for_committee: bool) -> list[Line]:
    """Put the steps into words, the first event first.

    Args:
        with_contents: whether the reader may know reasons and numbers, or only what happened.
        for_committee: whether the reader hears what the desks of committees say.

    """
    gathered = _gathered(list(steps))
    kinds = {step.seq: step.kind for _count, step in gathered}
    return [
        Line(
            seq=step.seq,
            at=step.at,
            what=_what(step, count, kinds),
            who=actor_words(step.name, step.role, step.for_name),
            state=_state(step, besides=_what(step, count, kinds)),
            details=_details(step, for_committee=for_committee) if with_contents else (),
            undone=step.undone,
        )
        for count, step in gathered
    ]


def actor_words(name: str, party: str, for_name: str = "") -> str:
    """Say who acted, as what, and for whom."""
    if party == "system":
        return str(SERVICE)
    if for_name:
        return _(
            "Đ/c %(name)s, %(role)s, nhập giúp %(cell)s",
            name=name, role=_as(party), cell=for_name,
        )  # fmt: skip
    if party:
        return _("Đ/c %(name)s, %(role)s", name=name, role=_as(party))
    return _("Đ/c %(name)s", name=name)


def _gathered(steps: Sequence[Step]) -> list[tuple[int, Step]]:
    """Count the criteria that one person answered in a row on a day as one step."""
    gathered: list[tuple[set[str], Step]] = []
    for step in steps:
        criteria = {step.facts.get("criterion", ""), *step.facts.get("levels", {})} - {""}
        if gathered and _goes_with(gathered[-1][1], step):
            criteria |= gathered.pop()[0]
        gathered.append((criteria, step))
    return [(len(criteria), step) for criteria, step in gathered]


def _goes_with(earlier: Step, step: Step) -> bool:
    return (
        step.kind in {"answer", "appraised"}
        and (earlier.kind, earlier.name) == (step.kind, step.name)
        and local(earlier.at).date() == local(step.at).date()
    )


def _what(step: Step, count: int, kinds: dict[int, str]) -> str:
    if step.kind == "answer":
        return _("Trả lời %(n)s tiêu chí", n=count)
    if step.kind == "appraised":
        return _("Chấm thẩm định %(n)s tiêu chí", n=count)
    if step.kind == "undo":
        taken_back = kinds.get(step.inputs.get("undoes", 0), "")
        return _("Hoàn tác «%(move)s»", move=move_word(taken_back)) if taken_back else _("Hoàn tác")
    return move_word(step.kind)


def _as(party: str) -> str:
    return str(CELL) if party == "cell" else party_word(party)


def _state(step: Step, *, besides: str) -> str:
    """Name the new state, unless the move's own name says it."""
    if step.target is None or step.target == step.source:
        return ""
    state = state_word(step.target)
    return "" if state == besides else state


def _details(step: Step, *, for_committee: bool) -> list[str]:
    hidden = frozenset() if for_committee else FOR_COMMITTEES.get(step.kind, frozenset())
    return inputs_in_words(
        {name: value for name, value in step.inputs.items() if name not in hidden}
    )

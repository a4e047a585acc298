"""Routes from one flow to another: where a running dossier finds its place.

A new version of a flow keeps the names of its states, so its route is plain. From regime A
to B in mid-year is the route of docs/process.md, section 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflows.engine.act import Back, Move
from workflows.engine.flow import Flow
from workflows.engine.refusals import Refusal
from workflows.engine.registry import FLOWS


@dataclass(frozen=True, slots=True)
class Route:
    """From one flow to another.

    Args:
        source: the flow that dossiers leave.
        target: the flow that they go on in.
        places: states that have another name or place there; all others keep theirs.
        set_aside: moves that may have been made and count for nothing there.

    """

    source: Flow
    target: Flow
    places: Mapping[str, str] = field(default_factory=dict)
    set_aside: frozenset[str] = frozenset()

    def place(self, state: str) -> str | None:
        """Return the state of the target that a state becomes, if it has a place there."""
        name = self.places.get(state, state)
        return name if name in self.target.states else None

    def changed(self, trigger: str, state: str) -> str | None:
        """Say what is another about a move that was made from a state; nothing if it is the same.

        The answer is ``gone``, or the name of the first part of the row that differs.
        """
        if trigger in self.set_aside:
            return None
        old = self.source.move(trigger, state)
        new = self.target.move(trigger, self.place(state) or "")
        if old is None or new is None:
            return "gone"
        if self._end(old, self.places) != self._end(new, {}):
            return "target"
        return next((part for part in _PARTS if _said(old, part) != _said(new, part)), None)

    @staticmethod
    def _end(move: Move, places: Mapping[str, str]) -> str | None:
        if isinstance(move.target, Back):
            return f"<{move.target.of}"
        return None if move.target is None else places.get(move.target, move.target)


# What makes a step that was passed the same step: who, what was asked of whom, what it made.
_PARTS = ("by", "asks", "needs", "checks", "papers", "at_sitting", "afterlife")


def _said(move: Move, part: str) -> object:
    value = getattr(move, part)
    if not isinstance(value, Iterable) or isinstance(value, str):
        return value
    return sorted(getattr(item, "__name__", getattr(item, "name", str(item))) for item in value)


# From regime A to B: what waited above waits for the ward's body again, which votes anew; a
# result that is reopened is one of the ward's own.
TO_REGIME_B = {
    "recommended": "awaiting_ward_review",
    "city_appraisal": "awaiting_ward_review",
    "returned_to_ward": "awaiting_ward_review",
    "awaiting_city_decision": "awaiting_ward_review",
    "city_reconsideration": "ward_reconsideration",
    "not_recommended": "declined",
}
ABOVE = frozenset(
    {
        "recommend", "not_recommend", "send_to_city", "return_to_ward", "resend",
        "conclude_city_appraisal", "reopen_city_appraisal", "give_opinion", "recognize",
        "decline", "revoke", "restore", "request_reconsideration",
        "grant_reconsideration", "uphold",
    }
)  # fmt: skip
BETWEEN = {("cell_title", "cell_title_ward"): (TO_REGIME_B, ABOVE)}


def route(source: tuple[str, int], target: tuple[str, int]) -> Route:
    """Return the route between two versions, or from one flow to another.

    Raises:
        Refusal: ``no_route``, when a flow is unknown or nothing leads from one to the other.

    """
    for end in (source, target):
        if end not in FLOWS:
            raise Refusal("unknown_flow", flow=end[0], number=end[1])
    if source == target:
        raise Refusal("no_route", source=list(source), target=list(target))
    if source[0] == target[0]:
        return Route(FLOWS[source], FLOWS[target])
    if (source[0], target[0]) not in BETWEEN:
        raise Refusal("no_route", source=list(source), target=list(target))
    places, set_aside = BETWEEN[source[0], target[0]]
    return Route(FLOWS[source], FLOWS[target], places, set_aside)


def routes_to(target: tuple[str, int]) -> list[Route]:
    """List the routes from every other flow from which one leads there."""
    found = []
    for source in FLOWS:
        try:
            found.append(route(source, target))
        except Refusal:
            continue
    return found

"""What each kind of sitting decides: from which states, and which moves its results fire.

The rows restate, for a whole sitting, what the flow tables say of one dossier; a test holds
them against each other. One agenda may mix dossiers of several flows: a ward's body sits
over its cells and over the title of its own committee.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Gate, SittingItem

CELL, CELL_WARD, COMMITTEE = "cell_title", "cell_title_ward", "committee_title"

# Nothing waits for these by itself: somebody asks that a dossier be put on an agenda.
ON_REQUEST = frozenset({Gate.PILOT_CHANGE, Gate.REVOCATION, Gate.RESTORATION})
# A title is revoked or restored on a ground, in any year, the closed ones too.
NEEDS_GROUND = frozenset({Gate.REVOCATION, Gate.RESTORATION})
CHOOSING_PILOTS = frozenset({Gate.PILOT_SELECTION, Gate.PILOT_CHANGE})


@dataclass(frozen=True, slots=True)
class GateRule:
    """From which states dossiers of a flow come, and what passing and failing fires.

    ``upper`` says that the body is that of the committee above. ``merit`` says that each
    dossier has a second vote, on the Giấy khen. ``judged`` says that a dossier which is not
    eligible is noted and not voted on, unless the chair made an exception.
    """

    gate: Gate
    flow: str
    states: tuple[str, ...]
    passed: str
    not_passed: str | None
    upper: bool
    merit: bool = False
    judged: bool = False


RULES = (
    *(
        rule
        for flow in (CELL, CELL_WARD)
        for rule in (
            GateRule(
                Gate.PILOT_SELECTION, flow, ("registered",), "conclude_pilot_selection", None,
                upper=False,
            ),
            GateRule(
                Gate.PILOT_CHANGE, flow, ("in_progress", "on_hold"), "name_pilot", None,
                upper=False,
            ),
        )
    ),
    GateRule(
        Gate.RECOMMENDATION, CELL, ("awaiting_ward_review",), "recommend", "not_recommend",
        upper=False, merit=True, judged=True,
    ),
    GateRule(
        Gate.RECOMMENDATION, COMMITTEE, ("awaiting_own_review",), "propose", "not_propose",
        upper=False,
    ),
    GateRule(
        Gate.RECOGNITION, CELL, ("awaiting_city_decision",), "recognize", "decline",
        upper=True, merit=True,
    ),
    GateRule(
        Gate.RECOGNITION, COMMITTEE, ("awaiting_city_decision",), "recognize", "decline",
        upper=True, merit=True, judged=True,
    ),
    GateRule(
        Gate.RECOGNITION, CELL_WARD, ("awaiting_ward_review",), "recognize", "decline",
        upper=False, merit=True, judged=True,
    ),
    *(
        rule
        for flow, upper in ((CELL, True), (COMMITTEE, True), (CELL_WARD, False))
        for rule in (
            GateRule(Gate.REVOCATION, flow, ("recognized",), "revoke", None, upper=upper),
            GateRule(Gate.RESTORATION, flow, ("revoked",), "restore", None, upper=upper),
        )
    ),
)  # fmt: skip
_RULES = {(rule.gate, rule.flow): rule for rule in RULES}


def rule_of(gate: Gate, dossier: Dossier) -> GateRule | None:
    """Return what a kind of sitting does with a dossier of this flow, if anything."""
    return _RULES.get((gate, dossier.flow))


def rules_at(*, upper: bool) -> Iterator[GateRule]:
    """List the rows of the bodies at one level."""
    return (rule for rule in RULES if rule.upper is upper)


def has_merit(gate: Gate, item: SittingItem) -> bool:
    """Tell whether an item has a vote of its own on the Giấy khen."""
    rule = rule_of(gate, item.dossier)
    return rule is not None and rule.merit


def trigger_of(gate: Gate, item: SittingItem, *, passed: bool) -> str | None:
    """Return the move that a counted item fires; nothing where the dossier stays as it is.

    A sitting over pilots ends the mark of one that is not to be a pilot any longer.
    """
    rule = rule_of(gate, item.dossier)
    if rule is None or not passed:
        return rule.not_passed if rule else None
    return "drop_pilot" if gate is Gate.PILOT_CHANGE and not item.pilot else rule.passed

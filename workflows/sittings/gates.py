"""What each kind of sitting decides: from which state, and which moves its results fire."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.sittings.tables import Gate


@dataclass(frozen=True, slots=True)
class GateRule:
    """From which state dossiers come, what passing and failing fires, and what is voted.

    ``upper`` says that the body is that of the committee above.
    """

    state: str
    passed: str
    not_passed: str | None
    upper: bool
    merit: bool


GATES: dict[Gate, GateRule] = {
    Gate.PILOT_SELECTION: GateRule(
        "registered", "conclude_pilot_selection", None, upper=False, merit=False
    ),
    Gate.RECOMMENDATION: GateRule(
        "awaiting_ward_review", "recommend", "not_recommend", upper=False, merit=True
    ),
    Gate.RECOGNITION: GateRule(
        "awaiting_city_decision", "recognize", "decline", upper=True, merit=True
    ),
}

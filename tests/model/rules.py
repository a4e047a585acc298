"""What the published table allows: read off tests' own copy of it, never off the product.

``expected`` says what must become of a form that is filled in well. The guards of the product
are not asked; what is known here about time and four eyes is written down once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.workflows.flows.specification import PARTIES, REGIME_A, WITH_CITY, Row

OWN = {"submit_registration", "submit_self_assessment"}
OTHER_HANDS = {
    "accept_registration", "give_opinion", "return_for_supplement", "conclude_appraisal",
    "conclude_city_appraisal",
}  # fmt: skip
OF_THE_LEVEL = {"give_opinion", "put_on_hold", "resume"}
IN_REVIEW = {
    "self_assessment", "under_appraisal", "returned", "awaiting_ward_review", "recommended",
    "not_recommended", "city_appraisal", "returned_to_ward", "awaiting_city_decision",
    "recognized", "declined", "ward_reconsideration", "city_reconsideration",
}  # fmt: skip
# Where everything that the move asks is known here: the product must make it.
CERTAIN = {
    "submit_registration", "accept_registration", "return_registration", "admit", "open_review",
    "return_for_supplement", "call_back", "withdraw", "reopen_appraisal", "return_to_ward",
    "put_on_hold", "resume",
}  # fmt: skip


@dataclass
class Days:
    """The campaign's days that a move may wait for."""

    opens_on: date
    pilot_selection_until: date
    review_may_open_from: date
    review_opens_on: date


@dataclass
class Modelled:
    """A dossier as the model follows it."""

    state: str = "registration_draft"
    held: str | None = None
    hands: set[str] = field(default_factory=set)
    passed: list[tuple[str, str, str]] = field(default_factory=list)

    def row(self, trigger: str) -> Row | None:
        """Return the published row that leaves the present state."""
        return next(
            (row for row in REGIME_A.rows if row.trigger == trigger and self.state in row.sources),
            None,
        )

    def target(self, row: Row) -> str:
        """Return where a row leads from here."""
        if row.target is None:
            return self.state
        return str(self.held) if row.target.startswith("<") else row.target

    def went(self, trigger: str, name: str, target: str) -> None:
        """Follow a move that was made."""
        self.passed.append((trigger, self.state, target))
        if trigger == "put_on_hold":
            self.held = self.state
        if trigger in OWN:
            self.hands.add(name)
        self.state = target


def allowed(
    dossier: Modelled, others: list[Modelled], trigger: str, name: str, today: date, days: Days
) -> bool:
    """Say whether the published rules let somebody make a move."""
    row = dossier.row(trigger)
    if row is None or "†" in row.marks:
        return False
    people = set().union(*(PARTIES[party] for party in row.by))
    if trigger in OF_THE_LEVEL:
        above = (dossier.held if dossier.state == "on_hold" else dossier.state) in WITH_CITY
        people = {each for each in people if each.startswith("city_") is above}
    if name not in people or (trigger in OTHER_HANDS and name in dossier.hands):
        return False
    match trigger:
        case "submit_registration":
            opened = today >= days.review_opens_on or any(
                each.state in IN_REVIEW for each in [dossier, *others]
            )
            return today >= days.opens_on and not opened
        case "admit":
            return today >= days.pilot_selection_until
        case "open_review":
            return today >= days.review_may_open_from
    return True

"""What a form must hold, beyond being filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from workflows.dossiers.contents import criteria_of, tally_of
from workflows.dossiers.deadlines import last_day_to_assess, last_day_to_register
from workflows.dossiers.eligibility import returnable
from workflows.dossiers.tables import AIMS, Purpose
from workflows.dossiers.voting_base import expected_base
from workflows.engine.act import Act
from workflows.engine.refusals import Refusal
from workflows.papers.number_books import number_taken, submitted_with
from workflows.sittings.majority import BadTallyError, cell_adopts


def adopted_by_cell(act: Act) -> None:
    """More than half of the cell's base voted in favour (docs/process.md, section 4).

    A vote on the self-assessment that was entered before stands while no answer has
    changed since.
    """
    if "in_favour" not in act.inputs and _purpose(act) is Purpose.SELF_ASSESSMENT:
        standing = tally_of(act.session, act.dossier.id, _purpose(act))
        if standing is not None and standing.content_version == act.dossier.content_version:
            return
    base, in_favour = act.inputs.get("base"), act.inputs.get("in_favour")
    met_on = act.inputs.get("met_on")
    if not isinstance(base, int) or not isinstance(in_favour, int) or met_on is None:
        raise Refusal("missing", fields=["met_on", "in_favour", "base"])
    if met_on > act.today:
        raise Refusal("future_day", fields=["met_on"], today=act.today)
    try:
        adopted = cell_adopts(in_favour, base)
    except BadTallyError as error:
        raise Refusal("bad_tally", fields=["in_favour"], base=base) from error
    expected = expected_base(act.session, act.dossier)
    if expected and base != expected and not act.inputs.get("base_reason"):
        raise Refusal("base_needs_reason", fields=["base_reason"], expected=expected)
    if not adopted:
        raise Refusal("not_adopted", fields=["in_favour"], base=base, needed=base // 2 + 1)


def commitments_for_every_group(act: Act) -> None:
    """Each group of criteria has a commitment in words."""
    given = act.inputs.get("commitments", {})
    missing = [
        f"commitment-{group.key}"
        for group in criteria_of(act.dossier).groups
        if not str(given.get(group.key, "")).strip()
    ]
    if missing:
        raise Refusal("missing", fields=missing)


def aim_is_known(act: Act) -> None:
    """What the cell registers for is one of the aims, where it is said."""
    aim = act.inputs.get("aim")
    if aim is not None and aim not in AIMS:
        raise Refusal("missing", fields=["aim"])


def late_registration_has_reason(act: Act) -> None:
    """After the last day a registration gives its reason, where the campaign allows it."""
    until = last_day_to_register(act.dossier)
    if act.today <= until:
        return
    if not act.dossier.campaign.rules.get("late_registration", True):
        raise Refusal("too_late", until=until)
    if not act.inputs.get("late_reason"):
        raise Refusal("late_needs_reason", fields=["late_reason"])


def late_assessment_has_reason(act: Act) -> None:
    """After its last day a self-assessment gives its reason, where the campaign allows it."""
    until = last_day_to_assess(act.dossier)
    if act.today <= until:
        return
    if not act.dossier.campaign.rules.get("late_self_assessment", True):
        raise Refusal("too_late", until=until)
    if not act.inputs.get("late_reason"):
        raise Refusal("late_needs_reason", fields=["late_reason"])


def on_behalf_names_its_paper(act: Act) -> None:
    """Who enters for a cell says from which signed copy."""
    if act.on_behalf and not act.inputs.get("signed_copy"):
        raise Refusal("missing", fields=["signed_copy"])


def late_has_consent(act: Act) -> None:
    """A late registration is accepted with the standing committee's consent."""
    if not act.dossier.registered_late:
        return
    missing = [name for name in ("consent_number", "consent_on") if not act.inputs.get(name)]
    if missing:
        raise Refusal("late_needs_consent", fields=missing)


def new_day_is_ahead(act: Act) -> None:
    """A new last day is not in the past."""
    due_on = act.inputs.get("due_on")
    if isinstance(due_on, date) and due_on < act.today:
        raise Refusal("past_day", fields=["due_on"], today=act.today)


def marked_are_criteria(act: Act) -> None:
    """What a return opens are criteria of this dossier, or bonuses and penalties it may claim."""
    known = {one.key for one in returnable(criteria_of(act.dossier))}
    unknown = [key for key in act.inputs.get("marked", []) if key not in known]
    if unknown:
        raise Refusal("missing", fields=["marked"])


def not_in_future(*names: str) -> Callable[[Act], None]:
    """Make a check that these days are today or earlier."""

    def days_have_come(act: Act) -> None:
        """The days entered are today or earlier."""
        ahead = [
            name
            for name in names
            if isinstance(act.inputs.get(name), date) and act.inputs[name] > act.today
        ]
        if ahead:
            raise Refusal("future_day", fields=ahead, today=act.today)

    return days_have_come


def submission_number_is_free(act: Act) -> None:
    """No other paper of the committee in this term has the number from the clerk's book."""
    number, day = act.inputs.get("number"), act.inputs.get("signed_on")
    if not isinstance(number, str) or not isinstance(day, date):
        return
    taken = act.ask(submitted_with, act.dossier.committee_id, number, day)
    if taken is not None:
        raise number_taken(number, taken)


def rating_is_known(act: Act) -> None:
    """The proposed rating is one of the four."""
    if act.inputs.get("proposed_rating") not in {
        "excellent", "good", "completed", "not_completed",
    }:  # fmt: skip
        raise Refusal("missing", fields=["proposed_rating"])


def _purpose(act: Act) -> Purpose:
    return {
        "submit_registration": Purpose.REGISTRATION,
        "withdraw": Purpose.WITHDRAWAL,
    }.get(act.move.trigger, Purpose.SELF_ASSESSMENT)


def reason_of_an_office(act: Act) -> None:
    """An office that lets a dossier lapse gives a reason."""
    if act.actor.person_id is not None and not act.inputs.get("reason"):
        raise Refusal("missing", fields=["reason"])

"""A ward's year-end: cells assess themselves, desks appraise, the body votes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from demo import texts
from demo.acts import Acts, WardYear, cell_vote
from demo.gathering import gather, number_of, report
from demo.sittings import open_with_some_votes, recommend
from workflows.criteria.framework import Criterion
from workflows.dossiers.answering import answer
from workflows.dossiers.appraising import Appraised, record_appraisal
from workflows.dossiers.claiming import Claim, claim
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.eligibility import counted_adjustments
from workflows.dossiers.tables import Dossier

SENT_UP = frozenset(
    {
        "city_appraisal", "returned_to_ward", "awaiting_city_decision", "recognized", "declined",
        "city_reconsideration",
    }
)  # fmt: skip
VOTED = frozenset({"recommended", "not_recommended", "ward_reconsideration"}) | SENT_UP
CONCLUDED = frozenset({"awaiting_ward_review"}) | VOTED
SUBMITTED = frozenset({"under_appraisal", "returned", "on_hold"}) | CONCLUDED
# Those that people who try the demo work on, and so want to see the papers of.
LOOKED_AT = frozenset(
    {"self_assessment", "under_appraisal", "returned", "on_hold", "awaiting_ward_review"}
)
OPENED = frozenset({"self_assessment"}) | SUBMITTED


def review(acts: Acts, ward: WardYear) -> None:
    """Open the review of a ward and bring each dossier as far as it goes there."""
    office = acts.member(ward.committee.desks["office"])
    for dossier in ward.bound_for(OPENED):
        acts.move(dossier, "open_review", office)
    for dossier in ward.bound_for(frozenset({"self_assessment"})):
        _answer(acts, ward, dossier, list(criteria_of(dossier).criteria)[:9])
    for dossier in ward.bound_for(SUBMITTED):
        _answer(acts, ward, dossier, list(criteria_of(dossier).criteria))
        _claim(acts, dossier)
        acts.move(
            dossier, "submit_self_assessment", acts.secretary(dossier),
            **cell_vote(dossier, acts.today),
        )  # fmt: skip
    _appraise(acts, ward)
    _vote(acts, ward)


def _answer(acts: Acts, ward: WardYear, dossier: Dossier, criteria: Sequence[Criterion]) -> None:
    """Answer criteria as the secretary: mostly good, where it was not with an honest note."""
    secretary = acts.secretary(dossier)
    number = number_of(dossier)
    report(acts, dossier, number)
    if ward.ends[dossier.id] in LOOKED_AT:
        gather(acts, dossier, criteria)
    for criterion in criteria:
        partly = criterion.key in texts.PARTLY_MET and number % 3 == 0
        not_applicable = criterion.may_be_not_applicable and number % 2 == 1
        note = texts.PARTLY_MET[criterion.key] if partly else texts.NOTES[criterion.key]
        if criterion.key not in texts.COPIED or number not in texts.COPIERS:
            note = f"{note} {texts.MINUTES.format(number=number)}"
        with acts.clockwork.at_its_time():
            answer(
                acts.session, dossier.id, criterion.key,
                level=None if not_applicable else ("met" if partly else "good"),
                not_applicable=not_applicable,
                note=texts.NO_ADMISSIONS if not_applicable else note,
                actor=secretary,
            )  # fmt: skip


def _claim(acts: Acts, dossier: Dossier) -> None:
    """Claim bonuses and name penalties as the secretary, where the criteria have some."""
    claims = {key: Claim(*texts.CLAIMS[key]) for key in _claimable(dossier)}
    with acts.clockwork.at_its_time():
        claim(acts.session, dossier.id, claims, actor=acts.secretary(dossier))


def _claimable(dossier: Dossier) -> list[str]:
    return [one.key for one in counted_adjustments(criteria_of(dossier))]


def _counted(dossier: Dossier, number: int) -> dict[str, Any]:
    """Count bonuses and penalties as the lead desk: as claimed, once otherwise with a reason."""
    alone = texts.COUNTED_ALONE if number == 0 else {}
    claimable = _claimable(dossier)
    if not claimable:
        return {}
    return {
        "counts": {key: alone.get(key, texts.CLAIMS[key])[0] for key in claimable},
        "count_reasons": {key: alone[key][1] for key in claimable if key in alone},
    }


def _appraise(acts: Acts, ward: WardYear) -> None:
    lead = acts.member(ward.committee.desks["lead"])
    inspection = acts.member(ward.committee.desks["inspection"])
    for dossier in ward.bound_for(frozenset({"returned"})):
        asked = texts.ASKED | {
            key: words for key, words in texts.ASKED_OF_CLAIMS.items() if key in _claimable(dossier)
        }
        acts.move(
            dossier, "return_for_supplement", lead, marked=list(asked),
            reason=texts.SUPPLEMENT, comments=asked, due_on=acts.today + timedelta(days=5),
        )  # fmt: skip
    for dossier in ward.bound_for(frozenset({"on_hold"})):
        acts.move(
            dossier, "put_on_hold", inspection, reason=texts.ON_HOLD,
            look_again_on=acts.today + timedelta(days=7),
        )  # fmt: skip
    for dossier in ward.bound_for(frozenset({"under_appraisal"}))[:2]:
        _score(acts, ward, dossier, only=6)
    for number, dossier in enumerate(ward.bound_for(CONCLUDED)):
        _score(acts, ward, dossier)
        acts.move(
            dossier, "give_opinion", inspection, words=texts.INSPECTION_FLAGS
            if _is_doubtful(ward, dossier) else texts.INSPECTION_FINDS,
            flagged=_is_doubtful(ward, dossier),
        )  # fmt: skip
        acts.move(
            dossier,
            "conclude_appraisal",
            lead,
            proposed_rating="excellent" if number % 4 == 0 else "good",
            **_counted(dossier, number),
        )


def _score(acts: Acts, ward: WardYear, dossier: Dossier, *, only: int | None = None) -> None:
    """Give appraised levels as the lead desk; a lower one has its reason."""
    lowered = {"1.2"} if number_of(dossier) % 4 == 1 else set()
    if _is_doubtful(ward, dossier):
        lowered = {"3.3"}
    appraised = {}
    for key, row in list(answers_of(acts.session, dossier.id).items())[:only]:
        if row.not_applicable or row.self_level is None:
            continue
        if key in lowered and row.self_level == "good":
            appraised[key] = Appraised("met", texts.LOWERED[key])
        else:
            appraised[key] = Appraised(row.self_level)
    with acts.clockwork.at_its_time():
        record_appraisal(
            acts.session, dossier.id, appraised,
            actor=acts.member(ward.committee.desks["lead"]), seen_version=dossier.version,
        )  # fmt: skip


def _vote(acts: Acts, ward: WardYear) -> None:
    if ward.plan.opened:
        open_with_some_votes(acts, ward, ward.bound_for(frozenset({"awaiting_ward_review"})))
    on_agenda = ward.bound_for(VOTED)
    if on_agenda:
        recommend(acts, ward, on_agenda)
    for dossier in ward.bound_for(frozenset({"ward_reconsideration"})):
        acts.move(
            dossier, "request_reconsideration", acts.secretary(dossier),
            reason=texts.RECONSIDER_WARD,
        )  # fmt: skip


def _is_doubtful(ward: WardYear, dossier: Dossier) -> bool:
    """Tell whether this is the one dossier of its ward that appraisers find not eligible."""
    waiting = ward.bound_for(frozenset({"awaiting_ward_review"}))
    return not ward.plan.opened and bool(waiting) and waiting[-1] is dossier

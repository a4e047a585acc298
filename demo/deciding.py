"""The city's part: what wards sent up is appraised, voted on and decided."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from demo import texts
from demo.acts import Acts, WardYear
from demo.committees import Committee
from demo.reviewing import SENT_UP
from demo.sittings import recognise
from workflows.certificates.deciding import draft_merit_decision
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.sittings.tables import Sitting

VOTED = frozenset({"recognized", "declined", "city_reconsideration"})
APPRAISED = frozenset({"awaiting_city_decision"}) | VOTED
NUMBER_OF_RATINGS = "99-QĐ/Th.U"
NUMBER_OF_DECISION = "125-QĐ/Th.U"
NUMBER_OF_MERIT = "126-QĐ/Th.U"


def send_up(acts: Acts, ward: WardYear, *, number: str) -> None:
    """Send a ward's recommendations to the city with one submission; one comes back."""
    office = acts.member(ward.committee.desks["office"])
    for dossier in ward.bound_for(SENT_UP):
        acts.move(dossier, "send_to_city", office, number=number, signed_on=acts.today)


def decide(acts: Acts, city: Committee, wards: Sequence[WardYear]) -> None:
    """Appraise in the city, hold its sitting, and number the decision that comes of it."""
    org_dept = acts.member(city.desks["org_dept"])
    inspection = acts.member(city.desks["inspection"])
    for dossier in _bound_for(wards, frozenset({"returned_to_ward"})):
        acts.move(dossier, "return_to_ward", org_dept, reason=texts.RETURNED_TO_WARD)
    for dossier in _bound_for(wards, APPRAISED):
        acts.move(dossier, "give_opinion", inspection, words=texts.INSPECTION_FINDS)
        acts.move(dossier, "conclude_city_appraisal", org_dept, words=texts.CITY_FINDS)
    on_agenda = _bound_for(wards, VOTED)
    if not on_agenda:
        return
    ends = {key: end for ward in wards for key, end in ward.ends.items()}
    today = acts.today
    with acts.clockwork.at_its_time():
        record_ratings(
            acts.session,
            {each.id: _rating(ends[each.id], place) for place, each in enumerate(on_agenda)},
            number=NUMBER_OF_RATINGS, decided_on=today, actor=org_dept,
        )  # fmt: skip
    sitting = recognise(acts, city, on_agenda)
    _number(acts, city, sitting)
    _grant(acts, city, sitting)
    for dossier in _bound_for(wards, frozenset({"city_reconsideration"})):
        acts.move(
            dossier, "request_reconsideration", acts.secretary(dossier),
            reason=texts.RECONSIDER_CITY,
        )  # fmt: skip


def _number(acts: Acts, city: Committee, sitting: Sitting) -> None:
    decision = acts.session.scalars(select(Decision).where(Decision.sitting_id == sitting.id)).one()
    today = acts.today
    with acts.clockwork.at_its_time():
        number_decision(
            acts.session, decision, number=NUMBER_OF_DECISION, signed_on=today,
            signer_id=city.chair.id, actor=acts.member(city.desks["office"]),
            seen_version=decision.version,
        )  # fmt: skip


def _grant(acts: Acts, city: Committee, sitting: Sitting) -> None:
    """Draft and number the decision on the Giấy khen; their sheets are printed by the worker."""
    office = acts.member(city.desks["office"])
    first = acts.session.scalars(select(Decision).where(Decision.sitting_id == sitting.id)).one()
    today = acts.today
    with acts.clockwork.at_its_time():
        merit = draft_merit_decision(acts.session, first, actor=office)
        number_decision(
            acts.session, merit, number=NUMBER_OF_MERIT, signed_on=today,
            signer_id=city.chair.id, actor=office, seen_version=merit.version,
        )  # fmt: skip


def _rating(end: str, place: int) -> Rating:
    """Say how the year-end rating was decided; one that is not good enough bars the title."""
    if end != "recognized":
        return Rating.COMPLETED
    return Rating.EXCELLENT if place == 0 else Rating.GOOD


def _bound_for(wards: Sequence[WardYear], states: frozenset[str]) -> list[Dossier]:
    return [dossier for ward in wards for dossier in ward.bound_for(states)]

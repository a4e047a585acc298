"""What became of a dossier, as each viewer may know it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.people import Person
from tests import make, settled
from tests.make import Town
from workflows.decisions.results import (
    Title,
    reconsideration_until,
    settled_at,
    title_of,
    votes_on,
)  # fmt: skip
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import Dossier, Rating
from workflows.engine.offers import offers
from workflows.engine.refusals import Refusal
from workflows.papers.tables import Edition
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes


def of_cell(town: Town) -> Person:
    return town.ward.secretaries[0]


def title(town: Town, person: Person | None = None) -> Title | None:
    dossier = town.dossier(town.ward.cells[0])
    return title_of(town.session, dossier, viewer=town.member(person or of_cell(town)))


def test_title_waits_for_its_number_and_then_for_its_papers(town: Town) -> None:
    settled.recognized(town, town.ward.cells[0])
    decision = town.session.scalars(select(Decision)).one()
    settled.printed(town, decision, Edition.DRAFT)
    unnumbered = title(town)
    settled.numbered(town, decision)
    numbered = title(town)
    settled.printed(town, decision)
    printed = title(town)

    assert unnumbered is not None
    assert numbered is not None
    assert printed is not None
    assert (unnumbered.number, unnumbered.signed_on, unnumbered.forms) == (None, None, [])
    assert (numbered.number, numbered.signed_on, numbered.forms) == (
        "125-QĐ/Th.U", clock.today(town.session), [],
    )  # fmt: skip
    assert printed.forms == ["pdf", "docx"]
    assert (printed.decision_code, printed.body) == (decision.code, town.body.name)


@pytest.mark.parametrize(("votes", "merit"), [(settled.ALL, True), (settled.NOBODY, False)])
def test_title_comes_with_the_giay_khen_as_voted(town: Town, votes: Votes, *, merit: bool) -> None:
    settled.recognized(town, town.ward.cells[0], merit=votes)

    found = title(town)

    assert found is not None
    assert (found.merit, found.revoked_at) == (merit, None)


def test_dossier_without_a_title_has_none(town: Town) -> None:
    settled.recommended(town, town.ward.cells[0])

    assert title(town) is None


def test_whoever_may_not_see_the_dossier_learns_nothing(town: Town) -> None:
    dossier = settled.recognized(town, town.ward.cells[0])[0]
    stranger = town.member(town.other_ward.office)

    assert title(town, town.other_ward.office) is None
    assert settled_at(town.session, dossier, viewer=stranger) is None
    assert votes_on(town.session, dossier, viewer=stranger) == []


def test_vote_that_was_lost_is_neither_noted_nor_stopped_by_the_rating(town: Town) -> None:
    dossier = settled.recommended(town, town.ward.cells[0], title=Votes(1, against=2))[0]

    found = settled_at(town.session, dossier, viewer=town.member(of_cell(town)))

    assert found is not None
    assert (found.gate, found.on, found.noted, found.rating_too_low) == (
        Gate.RECOMMENDATION, clock.today(town.session), False, None,
    )  # fmt: skip


def test_dossier_that_is_not_eligible_was_noted_and_not_voted_on(town: Town) -> None:
    cell = town.ward.cells[0]
    make.registered(town, town.ward.cells[1])
    dossier = make.appraised(town, cell)
    dossier.eligible = False
    town.session.commit()
    settled.closed(town, Gate.RECOMMENDATION, [cell])
    dossier = town.dossier(cell)

    found = settled_at(town.session, dossier, viewer=town.member(of_cell(town)))

    assert found is not None
    assert (dossier.state, found.noted) == ("not_recommended", True)
    assert votes_on(town.session, dossier, viewer=town.member(town.ward.office)) == []


def test_carried_vote_stopped_by_the_rating_says_which(town: Town) -> None:
    cell = town.ward.cells[0]
    settled.before_city(town, cell, rating=Rating.COMPLETED)
    settled.closed(town, Gate.RECOGNITION, [cell])
    dossier = town.dossier(cell)

    found = settled_at(town.session, dossier, viewer=town.member(of_cell(town)))

    assert found is not None
    assert (dossier.state, found.gate, found.rating_too_low) == (
        "declined", Gate.RECOGNITION, "completed",
    )  # fmt: skip


def test_votes_are_for_committees_and_never_for_the_cell(town: Town) -> None:
    dossier = settled.recognized(town, town.ward.cells[0], merit=Votes(2, against=1))[0]

    told = {
        person.name: [
            (votes.gate, votes.explained["numerator"], votes.explained["merit"]["numerator"])
            for votes in votes_on(town.session, dossier, viewer=town.member(person))
        ]
        for person in (of_cell(town), town.ward.office, town.org_dept)
    }

    both = [(Gate.RECOMMENDATION, 3, 3), (Gate.RECOGNITION, 3, 2)]
    assert list(told.values()) == [[], both, both]


def test_sitting_opens_for_its_own_bodys_office(town: Town) -> None:
    dossier = settled.recognized(town, town.ward.cells[0])[0]

    opens = {
        person.name: [
            votes.opens for votes in votes_on(town.session, dossier, viewer=town.member(person))
        ]
        for person in (town.ward.office, town.org_dept)
    }

    assert list(opens.values()) == [[True, False], [False, True]]


def test_second_vote_of_a_gate_takes_the_place_of_the_first(town: Town) -> None:
    cell = town.ward.cells[0]
    settled.recommended(town, cell, title=Votes(2, against=1))
    make.move(town, cell, "reopen_appraisal", town.ward.office, reason="Chấm sót tiêu chí 1.2")
    make.move(town, cell, "conclude_appraisal", town.ward.appraiser, proposed_rating="good")
    settled.closed(town, Gate.RECOMMENDATION, [cell])

    standing = votes_on(town.session, town.dossier(cell), viewer=town.member(town.ward.office))

    assert [votes.explained["numerator"] for votes in standing] == [3]


def test_last_day_to_ask_is_the_one_that_the_move_keeps(town: Town) -> None:
    dossier = settled.recommended(town, town.ward.cells[0], title=settled.NOBODY)[0]
    town.campaign.reconsideration_days = -1
    town.session.commit()

    last = reconsideration_until(town.session, dossier)

    assert last == clock.today(town.session) - timedelta(days=1)
    assert refusals(town, dossier) == [("too_late", last)]


def test_result_that_is_not_negative_has_no_last_day(town: Town) -> None:
    dossier = settled.recommended(town, town.ward.cells[0])[0]

    assert reconsideration_until(town.session, dossier) is None


def test_result_is_asked_about_once(town: Town) -> None:
    ward = town.ward
    cell = ward.cells[0]
    settled.recommended(town, cell, title=settled.NOBODY)
    make.move(town, cell, "request_reconsideration", of_cell(town), reason="Chấm sót")
    make.move(town, cell, "give_opinion", ward.inspector, words="Đã xem lại")
    make.move(town, cell, "uphold", ward.office, conclusion="Giữ kết quả")
    dossier = town.dossier(cell)

    assert (dossier.state, reconsideration_until(town.session, dossier)) == (
        "not_recommended", None,
    )  # fmt: skip
    assert refusals(town, dossier) == [("already_reconsidered", None)]


def refusals(town: Town, dossier: Dossier) -> list[tuple[str, object]]:
    found: list[Refusal | None] = [
        offer.refusal for offer in offers(town.session, dossier, town.member(of_cell(town)))
    ]
    return [(refusal.code, refusal.info.get("until")) for refusal in found if refusal is not None]

"""Four eyes, by person: across steps, roles and bodies, on real walks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tenants import clock
from tenants.appointments import appoint, seat
from tenants.people import Membership, Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.campaigns.planning import keep_criteria
from workflows.criteria.reading import from_document
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import close_sitting
from workflows.sittings.opening import grant_exception, open_sitting
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes


def also(town: Town, person: Person, role: Role, desk: str = "") -> None:
    """Give somebody one more role, in the ward."""
    appoint(town.session, person, role, unit=town.ward.unit, desk=desk)
    town.session.commit()


def also_in_city(town: Town, person: Person, role: Role) -> None:
    """Give somebody one more role, in the city."""
    appoint(town.session, person, role, unit=town.root)
    town.session.commit()


def submitted(town: Town) -> Person:
    """Register the first cell by its secretary."""
    secretary, today = town.ward.secretaries[0], clock.today(town.session)
    make.move(
        town, town.ward.cells[0], "submit_registration", secretary, met_on=today,
        **make.REGISTRATION,
    )  # fmt: skip
    return secretary


def refused(town: Town, trigger: str, person: Person, **inputs: object) -> Refusal:
    cell = town.ward.cells[0]
    before = town.dossier(cell).state, town.dossier(cell).version
    with pytest.raises(Refusal) as refusal:
        make.move(town, cell, trigger, person, **inputs)
    town.session.rollback()
    assert (town.dossier(cell).state, town.dossier(cell).version) == before
    return refusal.value


def test_who_submitted_does_not_accept(town: Town) -> None:
    secretary = submitted(town)
    also(town, secretary, Role.WARD_OFFICE)
    refusal = refused(town, "accept_registration", secretary)
    assert (refusal.code, refusal.info["trigger"]) == ("four_eyes", "submit_registration")
    make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)


def test_deputy_of_who_submitted_is_somebody_else(town: Town) -> None:
    """By person: another person of the same cell has not made the move."""
    submitted(town)
    also(town, town.ward.deputy, Role.WARD_OFFICE)
    make.move(town, town.ward.cells[0], "accept_registration", town.ward.deputy)


def test_who_entered_for_the_cell_does_not_conclude(town: Town) -> None:
    cell, office, today = town.ward.cells[0], town.ward.office, clock.today(town.session)
    make.in_review(town, cell)
    make.answered(town, cell)
    make.move(town, cell, "submit_self_assessment", office, met_on=today,
              signed_copy="Bản ký", **make.ADOPTION)  # fmt: skip
    also(town, office, Role.APPRAISER, "organisation")
    for trigger, inputs in (
        ("return_for_supplement", {"reason": "Thiếu", "marked": ["1.1"], "due_on": today}),
        ("conclude_appraisal", {"proposed_rating": "good"}),
        ("give_opinion", {"words": "Được"}),
    ):
        assert refused(town, trigger, office, **inputs).code == "four_eyes"


def test_change_of_role_changes_nothing(town: Town) -> None:
    """What counts is who acted, not as what."""
    make.under_appraisal(town, town.ward.cells[0])
    secretary = town.ward.secretaries[0]
    former = town.session.scalars(
        select(Membership).where(Membership.person_id == secretary.id)
    ).one()
    former.valid_to = clock.today(town.session)
    also(town, secretary, Role.APPRAISER, "organisation")
    with clock.moved(timedelta(days=1)):
        assert not town.member(secretary).holds(Role.CELL_SECRETARY)
        refusal = refused(town, "conclude_appraisal", secretary, proposed_rating="good")
    assert refusal.code == "four_eyes"


def test_who_submitted_does_not_conclude_in_the_city(town: Town) -> None:
    cell = town.ward.cells[0]
    meeting.recommended(town, make.appraised(town, cell))
    today = clock.today(town.session)
    make.move(town, cell, "send_to_city", town.ward.office, number="1-TTr", signed_on=today)
    secretary = town.ward.secretaries[0]
    also_in_city(town, secretary, Role.CITY_ORG_DEPT)
    assert refused(
        town, "conclude_city_appraisal", secretary, words="Đủ"
    ).code == "four_eyes"  # fmt: skip


@pytest.mark.parametrize("in_favour", [3, 0])
def test_who_sat_over_it_in_the_ward_does_not_conclude_in_the_city(
    town: Town, in_favour: int
) -> None:
    """Whichever way they voted: nobody knows, and it does not matter."""
    cell, member = town.ward.cells[0], town.ward.members[0]
    dossier = make.appraised(town, cell)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward)
    meeting.vote(town, sitting, dossier, town.ward, Votes(2, against=1), Votes(in_favour))
    meeting.close(town, sitting, town.ward)
    today = clock.today(town.session)
    make.move(town, cell, "send_to_city", town.ward.office, number="1-TTr", signed_on=today)
    also_in_city(town, member, Role.CITY_ORG_DEPT)

    refusal = refused(town, "conclude_city_appraisal", member, words="Đủ")

    assert (refusal.code, refusal.info["trigger"]) == ("four_eyes", "recommend")
    make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ")


def test_who_was_away_from_the_ward_s_sitting_may_conclude_in_the_city(town: Town) -> None:
    cell, absent = town.ward.cells[0], town.ward.members[1]
    dossier = make.appraised(town, cell)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], town.ward, present=2)
    meeting.vote(town, sitting, dossier, town.ward, Votes(2), Votes(2))
    meeting.close(town, sitting, town.ward)
    today = clock.today(town.session)
    make.move(town, cell, "send_to_city", town.ward.office, number="1-TTr", signed_on=today)
    also_in_city(town, absent, Role.CITY_ORG_DEPT)
    make.move(town, cell, "conclude_city_appraisal", absent, words="Đủ")


def before_city(town: Town) -> None:
    """Take the first cell's dossier before the city's body."""
    dossier = make.appraised(town, town.ward.cells[0])
    meeting.recommended(town, dossier)
    meeting.awaiting_city(town, town.dossier(town.ward.cells[0]))


def test_who_sat_in_the_ward_leaves_the_city_s_item_and_the_base_shrinks(town: Town) -> None:
    before_city(town)
    for number, person in enumerate(town.ward.members[:1], start=4):
        seat(town.session, person, body=town.body, position=number)
    dossier = town.dossier(town.ward.cells[0])
    meeting.rated(town, dossier)

    sitting = meeting.opened(town, Gate.RECOGNITION, [dossier], None)

    item = meeting.item_of(town, sitting, dossier)
    assert sitting.roll == 4
    assert item.leaving == [
        {
            "person": str(town.ward.members[0].id), "name": town.ward.members[0].name,
            "why": "sat_in_ward",
        }
    ]  # fmt: skip
    with pytest.raises(Refusal, match="bad_tally"):
        meeting.vote(town, sitting, dossier, None, Votes(4))
    meeting.vote(town, sitting, dossier, None, Votes(2), Votes(2))
    meeting.close(town, sitting, None)
    item = meeting.item_of(town, sitting, dossier)
    assert (item.explained["roll"], item.explained["leaving"], item.explained["base"]) == (4, 1, 3)
    assert town.dossier(town.ward.cells[0]).state == "recognized"


def test_item_goes_to_the_body_above_when_half_must_leave(town: Town) -> None:
    before_city(town)
    for number, person in enumerate(town.ward.members, start=4):
        seat(town.session, person, body=town.body, position=number)
    town.session.flush()
    extra = town.ward.chair
    seat(town.session, extra, body=town.body, position=6)
    dossier = town.dossier(town.ward.cells[0])
    sitting = meeting.opened(town, Gate.RECOGNITION, [dossier], None)
    meeting.vote(town, sitting, dossier, None, Votes(3), Votes(3))
    with pytest.raises(Refusal, match="items_unsettled"):
        meeting.close(town, sitting, None)


def test_secretary_on_the_body_leaves_the_item_of_the_own_cell(town: Town) -> None:
    ward = town.ward
    seat(town.session, ward.secretaries[0], body=ward.body, position=4)
    dossiers = [make.registered(town, cell) for cell in ward.cells]
    dossiers = [make.appraised(town, cell) for cell in ward.cells]
    sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, ward)
    assert [
        [leaver["why"] for leaver in meeting.item_of(town, sitting, dossier).leaving]
        for dossier in dossiers
    ] == [["submitted"], []]


def test_chair_of_the_city_who_sat_in_the_ward_does_not_open_it(town: Town) -> None:
    before_city(town)
    ward_chair = town.ward.chair
    seat(town.session, ward_chair, body=town.body, position=4)
    sitting = prepare_sitting(
        town.session, town.body, town.campaign, Gate.RECOGNITION,
        planned_on=clock.today(town.session), dossier_ids=[town.dossier(town.ward.cells[0]).id],
        actor=town.member(town.org_dept), chair_id=ward_chair.id,
    )  # fmt: skip
    with pytest.raises(Refusal, match="four_eyes"):
        open_sitting(
            town.session, sitting, actor=town.member(town.org_dept), seen_version=sitting.version
        )


def test_who_concluded_the_appraisal_does_not_chair_its_sitting(town: Town) -> None:
    cell, ward = town.ward.cells[0], town.ward
    also(town, ward.chair, Role.APPRAISER, "organisation")
    dossier = make.under_appraisal(town, cell)
    town.session.execute(update(Answer).values(appraised_level=Answer.self_level))
    make.move(town, cell, "conclude_appraisal", ward.chair, proposed_rating="good")
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, [town.dossier(cell)], ward)
    with pytest.raises(Refusal, match="chair_concluded") as refusal:
        open_sitting(
            town.session, sitting, actor=town.member(ward.office), seen_version=sitting.version
        )
    assert refusal.value.info["dossiers"] == [dossier.code]
    with pytest.raises(Refusal, match="chair_concluded"):
        grant_exception(
            town.session, sitting, meeting.item_of(town, sitting, dossier),
            reason="Thiên tai", actor=town.member(ward.chair),
        )  # fmt: skip


def not_eligible(town: Town) -> None:
    """Bring the first cell's dossier to the ward's body, not eligible."""
    make.under_appraisal(town, town.ward.cells[0])
    town.session.execute(
        update(Answer).values(appraised_level="not_met", appraised_reason="Không đạt")
    )
    make.move(
        town, town.ward.cells[0], "conclude_appraisal", town.ward.appraiser,
        proposed_rating="good",
    )  # fmt: skip
    assert town.dossier(town.ward.cells[0]).eligible is False


def test_exception_is_granted_by_the_chair_alone(town: Town) -> None:
    not_eligible(town)
    dossier, ward = town.dossier(town.ward.cells[0]), town.ward
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, [dossier], ward)
    item = meeting.item_of(town, sitting, dossier)
    for person in (ward.office, ward.members[0], ward.appraiser, town.chair, town.admin):
        with pytest.raises(Refusal, match="chair_grants_exceptions"):
            grant_exception(
                town.session, sitting, item, reason="Thiên tai", actor=town.member(person)
            )
    with pytest.raises(Refusal, match="missing"):
        grant_exception(town.session, sitting, item, reason="", actor=town.member(ward.chair))
    grant_exception(town.session, sitting, item, reason="Thiên tai", actor=town.member(ward.chair))
    assert (item.exception_reason, item.exception_by) == ("Thiên tai", ward.chair.name)


def test_disqualifier_that_takes_no_exception_gets_none(town: Town) -> None:
    document = dict(town.campaign.criteria_set.document)
    document["disqualifiers"] = [
        {"key": "false_report", "label": "Báo cáo sai sự thật"},
        {"key": "fire", "label": "Để xảy ra cháy", "exception": True},
    ]
    kept = keep_criteria(town.session, from_document(document))
    town.session.execute(update(Dossier).values(criteria_set_id=kept.id))
    make.under_appraisal(town, town.ward.cells[0])
    town.session.execute(update(Answer).values(appraised_level=Answer.self_level))
    conclude = {"proposed_rating": "good", "conditions": {"false_report": False, "fire": True}}
    make.move(town, town.ward.cells[0], "conclude_appraisal", town.ward.appraiser, **conclude)
    dossier, ward = town.dossier(town.ward.cells[0]), town.ward
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, [dossier], ward)
    item, chair = meeting.item_of(town, sitting, dossier), town.member(ward.chair)
    grant_exception(town.session, sitting, item, reason="Sét đánh", actor=chair)
    assert item.exception_by == ward.chair.name

    lines = [dict(line) for line in dossier.eligibility]
    for line in lines:
        if line["key"] == "false_report":
            line["verdict"] = "failed"
    dossier.eligibility = lines
    town.session.flush()
    with pytest.raises(Refusal, match="takes_no_exception") as refusal:
        grant_exception(town.session, sitting, item, reason="Nhầm", actor=chair)
    assert refusal.value.info["labels"] == "Báo cáo sai sự thật"


def test_exception_comes_before_the_opening(town: Town) -> None:
    not_eligible(town)
    dossier, ward = town.dossier(town.ward.cells[0]), town.ward
    sitting = meeting.opened(town, Gate.RECOMMENDATION, [dossier], ward)
    with pytest.raises(Refusal, match="sitting_not_prepared"):
        grant_exception(
            town.session, sitting, meeting.item_of(town, sitting, dossier),
            reason="Thiên tai", actor=town.member(ward.chair),
        )  # fmt: skip


def test_dossier_with_an_exception_is_voted_on(town: Town) -> None:
    not_eligible(town)
    dossier, ward = town.dossier(town.ward.cells[0]), town.ward
    sitting = meeting.prepared(town, Gate.RECOMMENDATION, [dossier], ward)
    grant_exception(
        town.session, sitting, meeting.item_of(town, sitting, dossier),
        reason="Thiên tai", actor=town.member(ward.chair),
    )  # fmt: skip
    meeting.start(town, sitting, ward)
    meeting.vote(town, sitting, dossier, ward, Votes(3), Votes(0, against=3))
    close_sitting(
        town.session, sitting, actor=town.member(ward.chair), seen_version=sitting.version
    )
    assert town.dossier(town.ward.cells[0]).state == "recommended"

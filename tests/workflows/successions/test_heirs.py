"""What a body leaves when its unit ends: who keeps it, who decides on it, what holds it up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.bodies import Body
from tenants.delegations import Delegation, delegate, standing_delegations
from tenants.successions import SuccessionKind
from tenants.units import OrgUnit
from tests import committees, make, settled
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.campaigns.authority import hand_authority_over, ways_from
from workflows.decisions.asking import Ground, TitleRequest, ask
from workflows.decisions.facts import facts_of
from workflows.decisions.reading import find_decision, keeps
from workflows.decisions.tables import Decision
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.dossiers.visible import find_dossier, reads_contents
from workflows.engine.refusals import Refusal
from workflows.flows.migration import try_route
from workflows.sittings.agendas import take_off
from workflows.sittings.attending import record_attendance
from workflows.sittings.balloting import end_balloting, open_balloting
from workflows.sittings.closing import close_sitting, suspend_sitting
from workflows.sittings.opening import open_sitting
from workflows.sittings.reading import find_sitting, seats_of
from workflows.sittings.requested import put_to_sitting
from workflows.sittings.tables import Gate, Mode, Sitting, SittingState
from workflows.sittings.voting import Votes, change_mode, record_vote
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.doing import succeed
from workflows.successions.planning import plan_succession

BASIS = "Nghị quyết số 05-NQ/TU ngày 01/7/2025"


@pytest.fixture
def old_town(town: Town) -> Town:
    make.founded_last_year(town)
    return town


def merged(town: Town, **how: Any) -> OrgUnit:
    """Merge both wards into a new one; the first one's people lead it."""
    one, other = town.ward, town.other_ward
    asked = Asked(
        SuccessionKind.MERGE, effective_on=clock.today(town.session), legal_basis=BASIS,
        units=(one.unit.id, other.unit.id), new=(NewUnit("Phường Thành Sen"),),
        people_of=frozenset({one.unit.id, other.unit.id}), lead=one.unit.id, **how,
    )  # fmt: skip
    plan = plan_succession(town.session, asked)
    succeed(town.session, asked, actor=town.member(town.admin), seen=plan.digest)
    town.session.commit()
    town.session.expire_all()
    return town.session.scalars(select(OrgUnit).where(OrgUnit.name == "Phường Thành Sen")).one()


def recognised_by_ward(town: Town) -> tuple[Dossier, Decision]:
    """Let the ward's own body recognise one of its cells; the decision has no number yet."""
    dossier, _other = meeting.both(town)
    way = ways_from(town.campaign)[0]
    admin = town.member(town.admin)
    hand_authority_over(
        town.session, town.campaign, way, actor=admin, reason="Quy định số 294-QĐ/TW",
        digest=try_route(town.session, way, viewer=admin, campaign_id=town.campaign.id).digest,
    )  # fmt: skip
    dossier = town.dossier(dossier.unit)
    record_ratings(
        town.session, {dossier.id: Rating.GOOD}, number="21-QĐ/ĐU",
        decided_on=clock.today(town.session), actor=town.member(town.ward.office),
    )  # fmt: skip
    sitting = meeting.opened(town, Gate.RECOGNITION, [dossier], town.ward)
    meeting.vote(town, sitting, dossier, town.ward, Votes(3))
    meeting.close(town, sitting, town.ward)
    return dossier, town.session.scalars(select(Decision)).one()


def test_what_the_old_wards_body_decided_is_kept_and_revoked_by_the_new_ones(
    old_town: Town,
) -> None:
    town, session = old_town, old_town.session
    dossier, decision = recognised_by_ward(town)
    asked = ask(
        session, dossier, ground=Ground.DISCIPLINE, words="Kỷ luật vì việc năm ấy",
        paper="31-QĐ/UBKTĐU", paper_on=clock.today(session), actor=town.member(town.ward.office),
    )  # fmt: skip
    prepared = put_to_sitting(
        session, asked, planned_on=clock.today(session), actor=town.member(town.ward.office)
    )
    session.commit()

    ward = merged(town)

    # The prepared sitting is off; what was asked waits for the body after.
    assert prepared.state is SittingState.CANCELLED
    body = session.scalars(select(Body).where(Body.unit_id == ward.id)).one()
    assert session.scalars(select(TitleRequest.body_id)).one() == body.id
    # The office of the new ward reads the dossier and keeps the decision.
    office = town.member(town.other_ward.office)
    dossier = session.get_one(Dossier, (dossier.tenant_id, dossier.id))
    assert (town.ward.unit.keeper_id, dossier.committee_id) == (ward.id, town.ward.unit.id)
    assert find_dossier(session, dossier.code, viewer=office) is dossier
    assert reads_contents(office, dossier)
    decision = session.get_one(Decision, (decision.tenant_id, decision.id))
    assert find_decision(session, decision.code, viewer=office) is decision
    assert keeps(office, decision)
    held = session.get_one(Sitting, (decision.tenant_id, decision.sitting_id))
    assert find_sitting(session, held.code, viewer=office) is held
    assert find_sitting(session, held.code, viewer=town.member(town.auditor)) is held
    # Its body revokes the title by the vote, and restores it: the decisions are its own.
    assert decided_by_heirs(town, dossier, body) == "revoked"
    ask(
        session, session.get_one(Dossier, (dossier.tenant_id, dossier.id)),
        ground=Ground.QUASHED, words="Quyết định kỷ luật đã hủy", paper="40-QĐ/UBKTĐU",
        paper_on=clock.today(session), actor=office,
    )  # fmt: skip
    assert decided_by_heirs(town, dossier, body) == "recognized"
    heads = session.scalars(
        select(Decision.facts["letterhead"]["issuing_body"].astext).order_by(Decision.id)
    ).all()
    assert heads == ["ĐẢNG ỦY PHƯỜNG HOA MAI", *["ĐẢNG ỦY PHƯỜNG THÀNH SEN"] * 2]


def test_decision_is_addressed_to_what_the_old_ward_is_by_its_day(
    old_town: Town,
) -> None:
    town, session = old_town, old_town.session
    settled.recognized(town, town.ward.cells[0])
    merged(town)
    decision = session.scalars(select(Decision)).one()

    sent_to = {}
    for days_ago in (0, 1):
        with clock.moved(-timedelta(days=days_ago)):
            sent_to[days_ago] = facts_of(session, decision)["recipients"][0]

    assert sent_to == {0: "Đảng ủy phường Thành Sen", 1: "Đảng ủy phường Hoa Mai"}


def decided_by_heirs(town: Town, dossier: Dossier, body: Body) -> str:
    """Put what was asked to the new ward's body, which agrees; return where the title stands."""
    session, office = town.session, town.member(town.other_ward.office)
    waiting = session.scalars(select(TitleRequest).where(TitleRequest.settled_at.is_(None))).one()
    sitting = put_to_sitting(session, waiting, planned_on=clock.today(session), actor=office)
    assert sitting.body_id == body.id
    open_sitting(session, sitting, actor=office, seen_version=sitting.version)
    seats = seats_of(session, sitting.id)
    record_attendance(
        session, sitting, present=[each.id for each in seats], reasons={}, actor=office,
        seen_version=sitting.version,
    )  # fmt: skip
    item = meeting.item_of(town, sitting, dossier)
    record_vote(session, sitting, item.id, title=Votes(len(seats)), merit=None, actor=office)
    close_sitting(
        session, sitting, actor=town.member(town.ward.chair), seen_version=sitting.version
    )  # fmt: skip
    session.commit()
    session.expire_all()
    return session.get_one(Dossier, (dossier.tenant_id, dossier.id)).state


def test_committees_own_dossier_is_received_by_the_committee_it_goes_on_as(old_town: Town) -> None:
    town = old_town
    committees.opened_for_committees(town)
    renamed = Asked(
        SuccessionKind.RENAME, effective_on=clock.today(town.session), legal_basis=BASIS,
        units=(town.ward.unit.id,), name="Phường Hoa Mai Mới",
    )  # fmt: skip
    plan = plan_succession(town.session, renamed)
    assert [(fate.unit_id, fate.committee_id) for fate in plan.dossiers] == [
        (town.ward.unit.id, town.ward.unit.id)
    ]

    ward = merged(town, dossier_of=town.ward.unit.id)

    rows = town.session.execute(
        select(Dossier.state, Dossier.unit_id, Dossier.committee_id)
        .where(Dossier.flow == "committee_title")
        .order_by(Dossier.state)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("registration_draft", ward.id, ward.id),
        ("superseded", town.other_ward.unit.id, town.other_ward.unit.id),
    ]


def hindered(town: Town) -> str:
    """Try the merger, and return the sitting that holds it up."""
    with pytest.raises(Refusal, match="dossiers_on_sitting") as refused:
        merged(town)
    town.session.rollback()
    return str(refused.value.info["sitting"])


def test_opened_sitting_of_a_closing_body_holds_the_act_up_however_far_it_is(
    old_town: Town,
) -> None:
    town = old_town
    dossiers = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward)
    recorder = town.member(town.ward.office)
    change_mode(town.session, sitting, Mode.SECRET_BALLOT, counting_team="", actor=recorder)
    open_balloting(town.session, sitting, actor=recorder)
    town.session.commit()
    assert hindered(town) == sitting.code

    end_balloting(town.session, sitting, actor=recorder, short=True)
    suspend_sitting(town.session, sitting, actor=recorder, seen_version=sitting.version)
    town.session.commit()
    assert hindered(town) == sitting.code

    # With every item off it, nothing is decided there any more, but the body still sits.
    for dossier in dossiers:
        take_off(town.session, dossier.id)
    town.session.commit()
    assert hindered(town) == sitting.code


def test_what_was_delegated_ends_with_the_last_role_of_the_giver(old_town: Town) -> None:
    town, session, today = old_town, old_town.session, clock.today(old_town.session)
    admin = town.member(town.admin)
    for giver in (town.ward.appraiser, town.ward.chair):
        delegate(
            session, from_person_id=giver.id, to_person_id=town.ward.inspector.id,
            steps=["conclude_appraisal"], valid_from=today, valid_to=today + timedelta(days=9),
            actor=admin,
        )  # fmt: skip
    session.commit()
    asked = Asked(
        SuccessionKind.MERGE, effective_on=today, legal_basis=BASIS,
        units=(town.ward.unit.id, town.other_ward.unit.id), new=(NewUnit("Phường Thành Sen"),),
        people_of=frozenset({town.other_ward.unit.id}), lead=town.other_ward.unit.id,
    )  # fmt: skip
    plan = plan_succession(session, asked)
    succeed(session, asked, actor=admin, seen=plan.digest)
    session.commit()

    rows = session.execute(select(Delegation.from_person_id, Delegation.ended_by)).all()
    assert dict(rows) == {
        town.ward.appraiser.id: town.admin.name, town.ward.chair.id: town.admin.name,
    }  # fmt: skip
    assert standing_delegations(session, town.ward.inspector.id, on=today) == []

"""Two at once, each in a session of their own: one acts, the other is told or waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, record_event, verify
from tenants.wall import TenantSession
from tests import make
from tests.make import Town
from tests.workflows.sittings import meeting
from tests.workflows.sittings.racing import at_once, in_turn, somebody_waits
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import Dossier
from workflows.engine.fire import fire
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import close_sitting
from workflows.sittings.opening import lock_campaign
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.reading import items_of
from workflows.sittings.tables import Gate, Result, Sitting
from workflows.sittings.voting import Votes, record_rest, record_vote


def voted(town: Town, *, present: int = 99) -> Sitting:
    """Hold the ward's sitting up to its closing, everybody present in favour."""
    sitting = meeting.opened(
        town, Gate.RECOMMENDATION, meeting.both(town), town.ward, present=present
    )  # fmt: skip
    record_rest(town.session, sitting, merit=True, actor=town.member(town.ward.office))
    return sitting


def states(town: Town) -> list[str]:
    return [town.dossier(cell).state for cell in town.ward.cells]


def test_two_who_prepare_at_once_do_not_share_a_dossier(town: Town) -> None:
    dossiers, office = meeting.both(town), town.member(town.ward.office)
    today = clock.today(town.session)
    town.session.commit()

    def act(session: TenantSession) -> None:
        prepare_sitting(
            session, town.ward.body, town.campaign, Gate.RECOMMENDATION, planned_on=today,
            dossier_ids=[each.id for each in dossiers], actor=office,
        )  # fmt: skip

    assert at_once(town, act, act) == ["done", "not_a_candidate"]


def test_two_sittings_prepared_at_once_have_codes_of_their_own(town: Town) -> None:
    dossiers, office = meeting.both(town), town.member(town.ward.office)
    today = clock.today(town.session)
    town.session.commit()

    def plan(dossier: Dossier) -> Callable[[TenantSession], object]:
        return lambda session: prepare_sitting(
            session, town.ward.body, town.campaign, Gate.RECOMMENDATION, planned_on=today,
            dossier_ids=[dossier.id], actor=office,
        )  # fmt: skip

    assert in_turn(town, *(plan(dossier) for dossier in dossiers)) == ["done"]
    codes = town.session.scalars(select(Sitting.code).order_by(Sitting.code)).all()
    year = f"{town.campaign.year % 100:02}"
    assert list(codes) == [f"{year}-H1", f"{year}-H2"]


def test_dossier_that_is_leaving_comes_on_no_agenda(town: Town) -> None:
    dossiers, office = meeting.both(town), town.member(town.ward.office)
    secretary, today = town.member(town.ward.secretaries[0]), clock.today(town.session)
    seen = town.dossier(town.ward.cells[0]).version
    town.session.commit()

    def leave(session: TenantSession) -> None:
        fire(
            session, dossiers[0].id, "withdraw", actor=secretary, seen_version=seen,
            inputs={"reason": "Giải thể", "met_on": today, **make.ADOPTION},
        )  # fmt: skip

    def plan(session: TenantSession) -> None:
        prepare_sitting(
            session, town.ward.body, town.campaign, Gate.RECOMMENDATION, planned_on=today,
            dossier_ids=[each.id for each in dossiers], actor=office,
        )  # fmt: skip

    assert in_turn(town, leave, plan) == ["not_a_candidate"]
    assert town.session.scalars(select(Sitting)).all() == []


def test_two_closers_at_once_one_closes_the_other_is_told(town: Town) -> None:
    sitting = voted(town)
    chair, shown = town.member(town.ward.chair), sitting.version
    town.session.commit()

    def close(session: TenantSession) -> None:
        close_sitting(session, sitting, actor=chair, seen_version=shown)

    assert at_once(town, close, close) == sorted(["done", f"{chair.name}: sitting_closed"])
    assert states(town) == ["recommended"] * 2
    moves = town.session.scalars(
        select(AuditEvent.kind).where(AuditEvent.kind.in_(["recommend", "sitting_closed"]))
    ).all()
    assert sorted(moves) == ["recommend", "recommend", "sitting_closed"]
    assert list(verify(town.session)) == []


@pytest.mark.parametrize("first", ["hold", "closing"])
def test_hold_and_closing_at_once_leave_one_sound_result(town: Town, first: str) -> None:
    """Whoever comes second waits: the dossier is struck and held, or decided and the hold told."""
    sitting = voted(town)
    dossiers = [town.dossier(cell) for cell in town.ward.cells]
    chair, inspector = town.member(town.ward.chair), town.member(town.ward.inspector)
    shown, seen = sitting.version, dossiers[0].version
    town.session.commit()

    def close(session: TenantSession) -> None:
        agenda = items_of(session, sitting.id)  # as the page had read it
        close_sitting(session, sitting, actor=chair, seen_version=shown)
        assert len(agenda) == 2

    def hold(session: TenantSession) -> None:
        fire(
            session, dossiers[0].id, "put_on_hold", actor=inspector, seen_version=seen,
            inputs={"reason": "Khiếu nại", "look_again_on": clock.today(session)},
        )  # fmt: skip

    results = in_turn(town, *((hold, close) if first == "hold" else (close, hold)))

    if first == "hold":
        assert (results, states(town)) == (["done"], ["on_hold", "recommended"])
        assert meeting.item_of(town, sitting, dossiers[0]).result is Result.STRUCK
    else:
        assert results == [f"{chair.name}: recommend"]
        assert states(town) == ["recommended", "recommended"]
    assert list(verify(town.session)) == []


@pytest.mark.parametrize("first", ["hold", "vote"])
def test_hold_and_vote_at_once_leave_one_sound_result(town: Town, first: str) -> None:
    dossiers = meeting.both(town)
    sitting = meeting.opened(town, Gate.RECOMMENDATION, dossiers, town.ward)
    item = meeting.item_of(town, sitting, dossiers[0])
    office, inspector = town.member(town.ward.office), town.member(town.ward.inspector)
    seen = town.dossier(town.ward.cells[0]).version
    town.session.commit()

    def vote(session: TenantSession) -> None:
        record_vote(session, sitting, item.id, title=Votes(3), merit=Votes(3), actor=office)

    def hold(session: TenantSession) -> None:
        fire(
            session, dossiers[0].id, "put_on_hold", actor=inspector, seen_version=seen,
            inputs={"reason": "Khiếu nại", "look_again_on": clock.today(session)},
        )  # fmt: skip

    results = in_turn(town, *((hold, vote) if first == "hold" else (vote, hold)))

    item = meeting.item_of(town, sitting, dossiers[0])
    assert (results, item.in_favour) == (
        (["off_the_agenda"], None) if first == "hold" else (["done"], 3)
    )
    assert (item.active, item.result, states(town)[0]) == (False, Result.STRUCK, "on_hold")


def held_for_closing(town: Town) -> list[Sitting]:
    """Hold a sitting of the city's body over each cell, up to its closing."""
    sittings = []
    for dossier in meeting.before_city(town):
        sitting = meeting.opened(town, Gate.RECOGNITION, [dossier], None)
        record_rest(town.session, sitting, merit=True, actor=town.member(town.org_dept))
        sittings.append(sitting)
    return sittings


def test_two_sittings_closed_at_once_make_two_decisions(town: Town) -> None:
    sittings, chair = held_for_closing(town), town.member(town.chair)
    shown = {sitting.id: sitting.version for sitting in sittings}
    town.session.commit()

    def close(sitting: Sitting) -> Callable[[TenantSession], object]:
        return lambda session: close_sitting(
            session, sitting, actor=chair, seen_version=shown[sitting.id]
        )

    assert at_once(town, *(close(sitting) for sitting in sittings)) == ["done", "done"]
    codes = town.session.scalars(select(Decision.code).order_by(Decision.code)).all()
    year = f"{town.campaign.year % 100:02}"
    assert list(codes) == [f"{year}-Q1", f"{year}-Q2"]


def test_numbering_and_closing_do_not_wait_for_each_other_for_ever(town: Town) -> None:
    """Locks come in one order: dossiers, the campaign, and the trail last."""
    sitting, chair = held_for_closing(town)[0], town.member(town.chair)
    shown = sitting.version
    town.session.commit()
    results: list[str] = []

    def close(session: TenantSession) -> None:
        close_sitting(session, sitting, actor=chair, seen_version=shown)

    with town.elsewhere() as session:
        lock_campaign(session, town.campaign.id)
        other = threading.Thread(target=lambda: results.extend(at_once(town, close)))
        other.start()
        assert somebody_waits(town)
        record_event(session, "noted", actor=chair)
        session.commit()
        other.join()

    assert results == ["done"]
    assert list(verify(town.session)) == []


def decided(town: Town, count: int = 1) -> list[Decision]:
    """Let the city's body recognise the cells, in so many sittings."""
    dossiers = meeting.before_city(town)
    parts = [dossiers] if count == 1 else [[dossier] for dossier in dossiers]
    for part in parts:
        sitting = meeting.opened(town, Gate.RECOGNITION, part, None)
        record_rest(town.session, sitting, merit=True, actor=town.member(town.org_dept))
        meeting.close(town, sitting, None)
    return list(town.session.scalars(select(Decision).order_by(Decision.code)))


@pytest.mark.parametrize("_again", range(3))
def test_two_clerks_with_one_number_at_once(town: Town, _again: int) -> None:
    """One is stored, the other is told who took it."""
    first, second = decided(town, 2)
    org_dept, office = town.member(town.org_dept), town.member(town.city_office)
    town.session.commit()
    told: list[str] = []

    def clerk(decision: Decision, member: object) -> Callable[[TenantSession], None]:
        def enter(session: TenantSession) -> None:
            try:
                number_decision(
                    session, decision, number="125-QĐ/Th.U", signed_on=clock.today(session),
                    signer_id=town.chair.id, actor=member, seen_version=decision.version,
                )  # fmt: skip
            except Refusal as refusal:
                told.append(refusal.info["name"])
                raise

        return enter

    results = at_once(town, clerk(first, org_dept), clerk(second, office))

    assert results == ["done", "number_taken"]
    town.session.expire_all()
    stored = town.session.scalars(select(Decision).where(Decision.number.is_not(None))).one()
    assert told == [stored.frozen_by]
    assert list(verify(town.session)) == []

"""What the service does by itself on the campaign's days, and what it leaves alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from jobs import sweep
from jobs.stopping import Stopping
from jobs.sweep import first_day, moves_due, sweep_once
from tenants import clock
from tenants.audit import AuditEvent
from tests import make
from tests.make import Town
from workflows.campaigns.planning import reference_calendar
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Dossier
from workflows.flows.cell_title import CELL_TITLE
from workflows.sittings.tables import Gate, Sitting, SittingItem, SittingState

PILOTS, REVIEW, ASSESSED = timedelta(days=14), timedelta(days=30), timedelta(days=60)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def days(town: Town, other_town: Town) -> None:
    """The days of both campaigns, counted from today."""
    for place in (town, other_town):
        today = clock.today(place.session)
        place.campaign.registration_until = today + timedelta(days=7)
        place.campaign.pilot_selection_until = today + PILOTS
        place.campaign.review_opens_on = today + REVIEW
        place.campaign.self_assessment_until = today + ASSESSED
        place.session.commit()


def states(town: Town) -> list[str]:
    """List where the dossiers stand, ward by ward."""
    return [
        town.dossier(cell).state for ward in (town.ward, town.other_ward) for cell in ward.cells
    ]


def swept(town: Town, after: timedelta) -> int:
    with clock.moved(after):
        moved = sweep_once(town.engine)
    town.session.rollback()
    return moved


def test_registered_cell_is_admitted_on_the_last_day_of_pilot_selection(town: Town) -> None:
    make.registered(town, town.ward.cells[0])

    early, in_time = swept(town, PILOTS - A_DAY), swept(town, PILOTS)

    assert (early, in_time) == (0, 1)
    assert states(town) == ["in_progress", *["registration_draft"] * 3]


def test_service_acts_in_its_own_name(town: Town) -> None:
    dossier = make.registered(town, town.ward.cells[0])

    swept(town, PILOTS)

    event = town.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.dossier_id == dossier.id)
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).one()
    assert (event.kind, event.name, event.person_id, event.role) == (
        "admit", "Hệ thống", None, "system",
    )  # fmt: skip


def test_review_opens_on_its_day_for_whoever_registered_and_the_others_lapse(town: Town) -> None:
    make.registered(town, town.ward.cells[0])

    swept(town, REVIEW)

    assert states(town) == ["self_assessment", "lapsed", "lapsed", "lapsed"]


def test_assessment_that_is_not_sent_lapses_after_its_last_day(town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    swept(town, REVIEW)

    on_the_day, after_it = swept(town, ASSESSED), swept(town, ASSESSED + A_DAY)

    assert (on_the_day, after_it, states(town)[0]) == (0, 1, "lapsed")


def test_missed_days_are_made_up_in_one_sweep(town: Town) -> None:
    make.registered(town, town.ward.cells[0])

    swept(town, REVIEW + timedelta(days=10))

    assert states(town)[0] == "self_assessment"


def test_second_sweep_finds_nothing(town: Town) -> None:
    make.registered(town, town.ward.cells[0])
    swept(town, REVIEW)

    assert swept(town, REVIEW) == 0


def test_returned_registration_keeps_its_own_later_day(town: Town) -> None:
    cell, ward = town.ward.cells[0], town.ward
    today = clock.today(town.session)
    make.move(
        town, cell, "submit_registration", ward.secretaries[0], met_on=today, **make.REGISTRATION
    )
    make.move(
        town, cell, "return_registration", ward.office,
        reason="Thiếu chữ ký", marked=["met_on"], due_on=today + REVIEW + A_DAY,
    )  # fmt: skip

    swept(town, REVIEW + A_DAY)
    on_its_day = states(town)[0]
    swept(town, REVIEW + A_DAY + A_DAY)

    assert (on_its_day, states(town)[0]) == ("registration_returned", "lapsed")


def test_refused_dossier_does_not_keep_back_those_behind_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "BATCH", 1)
    dossiers = sorted(
        (make.registered(town, cell) for cell in town.ward.cells), key=lambda row: row.id
    )
    put_on_opened_sitting(town, dossiers[0])

    swept(town, PILOTS)

    assert [town.dossier(row.unit).state for row in dossiers] == ["registered", "in_progress"]


def test_campaign_that_is_not_open_is_left_alone(town: Town, other_town: Town) -> None:
    town.campaign.state = CampaignState.CLOSED
    town.session.commit()

    swept(town, REVIEW)

    assert states(town) == ["registration_draft"] * 4
    assert states(other_town) == ["lapsed"] * 4


def test_each_tenant_is_swept(town: Town, other_town: Town) -> None:
    for place in (town, other_town):
        make.registered(place, place.ward.cells[0])

    assert swept(town, PILOTS) == 2
    assert [states(place)[0] for place in (town, other_town)] == ["in_progress"] * 2


def test_sweep_stops_after_the_batch_in_hand(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 1)
    for cell in town.ward.cells:
        make.registered(town, cell)
    stopping = Stopping()
    stopping.ask()

    with clock.moved(PILOTS):
        assert sweep_once(town.engine, stopping) == 1


@pytest.mark.parametrize(
    ("trigger", "state", "rules", "day"),
    [
        ("admit", "registered", {}, date(2026, 3, 31)),
        ("open_review", "in_progress", {}, date(2026, 10, 15)),
        ("lapse", "self_assessment", {}, date(2026, 12, 4)),
        ("lapse", "self_assessment", {"grace_days": 5}, date(2026, 12, 9)),
        ("lapse", "registration_draft", {}, date(2026, 10, 15)),
        ("lapse", "registration_draft", {"late_registration": False}, date(2026, 3, 10)),
        ("lapse", "registration_returned", {"late_registration": False}, date(2026, 3, 10)),
    ],
)
def test_first_day_of_each_move(
    trigger: str, state: str, rules: dict[str, object], day: date
) -> None:
    campaign = reference_campaign(rules)

    assert first_day(campaign, trigger, state) == day
    assert (trigger, state) not in due(campaign, day - A_DAY)
    assert (trigger, state) in due(campaign, day)


def due(campaign: Campaign, today: date) -> list[tuple[str, str]]:
    return [(move.trigger, move.state) for move in moves_due(campaign, [CELL_TITLE], today)]


def reference_campaign(rules: dict[str, object]) -> Campaign:
    days = reference_calendar(2026)
    return Campaign(
        flow="cell_title", flow_version=1, rules=rules,
        registration_until=days.registration_until,
        pilot_selection_until=days.pilot_selection_until,
        review_opens_on=days.review_opens_on,
        self_assessment_until=days.self_assessment_until,
    )  # fmt: skip


def put_on_opened_sitting(town: Town, dossier: Dossier) -> None:
    sitting = Sitting(
        code="26-P1", body_id=town.ward.body.id, campaign_id=town.campaign.id,
        gate=Gate.PILOT_SELECTION, state=SittingState.OPENED, roll=3,
        chair_id=town.ward.chair.id, planned_on=clock.today(town.session),
    )  # fmt: skip
    town.session.add(sitting)
    town.session.flush()
    town.session.add(SittingItem(sitting_id=sitting.id, dossier_id=dossier.id, position=1))
    town.session.commit()

"""A cell's whole year, by its moves: registration to recognition, with everybody's votes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tenants.outbox import OutboxItem
from tests import make
from tests.make import Town, Ward
from workflows.decisions.making import number_decision
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Dossier, Rating
from workflows.sittings.attending import record_attendance
from workflows.sittings.closing import close_sitting
from workflows.sittings.opening import open_sitting
from workflows.sittings.outcomes import check_closing
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, Sitting
from workflows.sittings.voting import Votes, record_rest, record_vote


def sat(town: Town, gate: Gate, dossiers: list[Dossier], ward: Ward | None) -> Sitting:
    """Open a sitting of the ward's body, or the city's, with everybody present."""
    body = ward.body if ward else town.body
    recorder = town.member(ward.office if ward else town.org_dept)
    session = town.session
    sitting = prepare_sitting(
        session, body, town.campaign, gate, planned_on=clock.today(session),
        dossier_ids=[dossier.id for dossier in dossiers], actor=recorder,
    )  # fmt: skip
    open_sitting(session, sitting, actor=recorder, seen_version=sitting.version)
    record_attendance(
        session, sitting, present=[seat.id for seat in seats_of(session, sitting.id)], reasons={},
        actor=recorder, seen_version=sitting.version,
    )  # fmt: skip
    return sitting


@pytest.mark.usefixtures("nothing_untold")
def test_cell_goes_from_registration_to_recognition(town: Town) -> None:
    session, ward = town.session, town.ward
    first, second = ward.cells
    for cell in ward.cells:
        make.registered(town, cell, ward)
    for cell in ward.cells:
        make.appraised(town, cell, ward)
    sitting = sat(town, Gate.RECOMMENDATION, [town.dossier(first), town.dossier(second)], ward)
    recorder = town.member(ward.office)
    record_vote(
        session, sitting, items_of(session, sitting.id)[1].id,
        title=Votes(1, against=2), merit=Votes(0, against=3), actor=recorder,
    )  # fmt: skip
    assert record_rest(session, sitting, merit=True, actor=recorder) == 1
    assert check_closing(session, sitting).ready
    close_sitting(
        session, sitting, actor=town.member(ward.chair), seen_version=sitting.version, key="close"
    )
    session.commit()
    assert [town.dossier(cell).state for cell in ward.cells] == ["recommended", "not_recommended"]

    today = clock.today(session)
    make.move(town, first, "send_to_city", ward.office, number="12-TTr/ĐU", signed_on=today)
    make.move(town, first, "conclude_city_appraisal", town.org_dept, words="Đủ điều kiện")
    city = sat(town, Gate.RECOGNITION, [town.dossier(first)], None)
    org_dept = town.member(town.org_dept)
    record_rest(session, city, merit=True, actor=org_dept)
    assert [o.problem for o in check_closing(session, city).outcomes] == ["rating_undecided"]
    record_ratings(
        session, {town.dossier(first).id: Rating.GOOD}, number="99-QĐ/Th.U", decided_on=today,
        actor=org_dept,
    )  # fmt: skip
    close_sitting(session, city, actor=town.member(town.chair), seen_version=city.version)
    session.commit()

    dossier = town.dossier(first)
    assert dossier.state == "recognized"
    recognition = session.scalars(select(Recognition)).one()
    assert (recognition.dossier_id, recognition.merit, recognition.year) == (
        dossier.id, True, town.campaign.year,
    )  # fmt: skip
    decision = session.scalars(select(Decision)).one()
    number_decision(
        session, decision, number="125-QĐ/Th.U", signed_on=today,
        signer_id=town.chair.id, actor=org_dept, seen_version=decision.version,
    )  # fmt: skip
    session.commit()
    assert decision.facts["number"] == "125-QĐ/Th.U"
    assert [
        (row["cell"], row["secretary"], row["rating"], row["votes"])
        for row in decision.facts["cells"]
    ] == [(first.name, ward.secretaries[0].name, "Hoàn thành tốt nhiệm vụ", "3/3")]
    jobs = session.scalars(
        select(OutboxItem).where(OutboxItem.job == "decision_paper").order_by(OutboxItem.id)
    ).all()
    assert [job.payload["edition"] for job in jobs] == ["draft", "final"]
    moves = session.scalars(
        select(AuditEvent.kind)
        .where(AuditEvent.dossier_id == dossier.id, AuditEvent.target.is_not(None))
        .order_by(AuditEvent.seq)
    ).all()
    assert moves == [
        "submit_registration", "accept_registration", "admit", "open_review",
        "submit_self_assessment", "conclude_appraisal", "recommend", "send_to_city",
        "conclude_city_appraisal", "recognize",
    ]  # fmt: skip
    assert list(verify(session)) == []

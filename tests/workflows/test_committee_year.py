"""A committee's whole year, by its moves: its own body proposes, the one above recognises."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, verify
from tests import make
from tests.committees import attach_what_is_asked, opened_with_shipped
from tests.make import Town
from tests.workflows.test_year import sat
from workflows.decisions.tables import Recognition
from workflows.dossiers.answering import answer
from workflows.dossiers.appraising import Appraised, record_appraisal
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.rating import record_ratings
from workflows.dossiers.tables import Rating
from workflows.engine.refusals import Refusal
from workflows.sittings.closing import close_sitting
from workflows.sittings.tables import Gate
from workflows.sittings.voting import record_rest


def test_committee_goes_from_registration_to_recognition(town: Town) -> None:
    session, ward, unit = town.session, town.ward, town.ward.unit
    own, today = opened_with_shipped(town), clock.today(town.session)
    office, org_dept = town.member(ward.office), town.member(town.org_dept)
    criteria = criteria_of(own)
    words = {group.key: group.commitment for group in criteria.groups}
    with pytest.raises(Refusal, match="base_needs_reason"):
        make.move(
            town, unit, "submit_registration", ward.office,
            met_on=today, base=27, in_favour=26, commitments=words,
        )  # fmt: skip
    session.rollback()
    make.move(
        town, unit, "submit_registration", ward.office,
        met_on=today, base=3, in_favour=3, commitments=words,
    )  # fmt: skip
    for trigger in ("accept_registration", "admit", "open_review"):
        make.move(town, unit, trigger, town.city_office)
    attach_what_is_asked(town, own)
    for criterion in criteria.criteria:
        answer(
            session, own.id, criterion.key, level=criteria.best_of(criterion).key,
            not_applicable=False, note="", actor=office,
        )  # fmt: skip
    make.move(town, unit, "submit_self_assessment", ward.office)
    proposing = sat(town, Gate.RECOMMENDATION, [town.dossier(unit)], ward)
    record_rest(session, proposing, merit=True, actor=office)
    close_sitting(session, proposing, actor=town.member(ward.chair), seen_version=proposing.version)
    session.commit()
    make.move(town, unit, "send_to_city", ward.office, number="31-TTr/ĐU", signed_on=today)
    own = town.dossier(unit)
    agreed = {
        key: Appraised(row.self_level or "") for key, row in answers_of(session, own.id).items()
    }
    counted = record_appraisal(session, own.id, agreed, actor=org_dept, seen_version=own.version)
    assert counted == len(agreed) - 2  # nobody scores what is computed from cells by hand
    session.commit()
    conclusion = {"words": "Đủ điều kiện", "proposed_rating": "good"}
    with pytest.raises(Refusal, match="cells_under_way"):
        make.move(town, unit, "conclude_city_appraisal", town.org_dept, **conclusion)
    session.rollback()
    cells = [town.dossier(cell) for cell in ward.cells]
    for cell in cells:
        cell.state = "recognized"
    record_ratings(
        session, {each.id: Rating.GOOD for each in [*cells, town.dossier(unit)]},
        number="99-QĐ/Th.U", decided_on=today, actor=org_dept,
    )  # fmt: skip
    session.commit()
    make.move(town, unit, "conclude_city_appraisal", town.org_dept, **conclusion)
    assert town.dossier(unit).eligible is True
    city = sat(town, Gate.RECOGNITION, [town.dossier(unit)], None)
    record_rest(session, city, merit=True, actor=org_dept)
    close_sitting(session, city, actor=town.member(town.chair), seen_version=city.version)
    session.commit()

    own = town.dossier(unit)
    assert own.state == "recognized"
    assert session.scalars(select(Recognition.dossier_id)).one() == own.id
    moves = session.scalars(
        select(AuditEvent.kind)
        .where(AuditEvent.dossier_id == own.id, AuditEvent.target.is_not(None))
        .order_by(AuditEvent.seq)
    ).all()
    assert moves == [
        "submit_registration", "accept_registration", "admit", "open_review",
        "submit_self_assessment", "propose", "send_to_city", "conclude_city_appraisal",
        "recognize",
    ]  # fmt: skip
    assert list(verify(session)) == []

"""Whose opinions a conclusion waits for: the desks asked, at this level, on this occasion."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.units import OrgUnit
from tests import make, settled
from tests.make import Town
from tests.workflows.sittings import meeting
from workflows.dossiers.tables import Answer
from workflows.engine.refusals import Refusal
from workflows.sittings.tables import Gate


def concluded(town: Town, cell: OrgUnit) -> None:
    """Agree with the cell in everything, and conclude."""
    for row in town.session.scalars(
        select(Answer).where(Answer.dossier_id == town.dossier(cell).id)
    ):
        row.appraised_level = row.self_level
    town.session.commit()
    make.move(town, cell, "conclude_appraisal", town.ward.appraiser, proposed_rating="good")


def test_desk_above_is_not_the_desk_below_of_the_same_name(town: Town) -> None:
    town.campaign.rules = {**town.campaign.rules, "city_opinion_desks": ["inspection"]}
    town.session.commit()
    cell, today = town.ward.cells[0], clock.today(town.session)
    make.under_appraisal(town, cell)
    make.move(town, cell, "give_opinion", town.ward.inspector, words="Không có vi phạm")
    concluded(town, cell)
    meeting.recommended(town, town.dossier(cell))
    make.move(town, cell, "send_to_city", town.ward.office, number="1-TTr", signed_on=today)

    with pytest.raises(Refusal, match="opinions_missing"):
        make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ")
    town.session.rollback()
    make.move(town, cell, "give_opinion", town.city_inspector, words="Không có vi phạm")
    make.move(town, cell, "conclude_city_appraisal", town.org_dept, words="Đủ")


def test_reconsideration_needs_a_new_opinion_of_the_inspection(town: Town) -> None:
    cell = town.ward.cells[0]
    make.under_appraisal(town, cell)
    make.move(town, cell, "give_opinion", town.ward.inspector, words="Trước khi có kết quả")
    concluded(town, cell)
    settled.closed(town, Gate.RECOMMENDATION, [cell], title=settled.NOBODY)
    make.move(town, cell, "request_reconsideration", town.ward.secretaries[0], reason="Có nhầm")

    with pytest.raises(Refusal, match="opinions_missing"):
        make.move(town, cell, "uphold", town.ward.office, conclusion="Giữ nguyên")
    town.session.rollback()
    make.move(town, cell, "give_opinion", town.ward.inspector, words="Đã xem lại")
    make.move(town, cell, "uphold", town.ward.office, conclusion="Giữ nguyên")
    assert town.dossier(cell).state == "not_recommended"

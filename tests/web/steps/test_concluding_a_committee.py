"""Concluding the appraisal of a committee's own title, which nobody has rated before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import update

from tenants import clock
from tenants.members import SYSTEM
from tests import make
from tests.make import Town
from tests.web.appraisal.test_sheet import form_of
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, text_of
from workflows.campaigns.planning import keep_criteria
from workflows.criteria.framework import Adjustment, Disqualifier
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.tables import Dossier
from workflows.flows import flow_of
from workflows.tasks.opening import close_tasks, open_task

FROM_CELLS = {
    "4.2": {"counts": "recognized", "levels": [["good", 70], ["met", 50], ["not_met", 0]]}
}


def appraised_above(town: Town) -> Dossier:
    """Return a committee's own dossier that the level above is appraising."""
    dossier = make.in_review(town, town.ward.cells[0])
    make.answered(town, town.ward.cells[0])
    session = town.session
    dossier.flow, dossier.state = "committee_title", "city_appraisal"
    dossier.unit_id = dossier.committee_id = town.ward.unit.id
    dossier.assessed_on = clock.today(session)
    dossier.campaign.rules = {**dossier.campaign.rules, "computed_from_cells": FROM_CELLS}
    session.flush()
    close_tasks(session, dossier, by=SYSTEM)
    open_task(session, dossier, flow_of(dossier).states["city_appraisal"])
    session.commit()
    return dossier


def test_conclusion_waits_for_the_cells_and_then_asks_for_the_rating(
    town: Town, sign_in: SignIn
) -> None:
    dossier = appraised_above(town)
    org = sign_in(town, town.org_dept)
    overview = f"/{town.tenant.slug}/ho-so/{dossier.code}"
    sheet, ending = f"{overview}/tham-dinh", f"{overview}/ket-luan-tham-dinh-cap-tren"
    other = town.dossier(town.ward.cells[1])
    assert org.post(sheet, data=form_of(org, sheet) | {"agree": "1"}).status_code == 303
    shown = text_of(org.get(sheet).text)
    assert "Tính từ chi bộ: 0/1 = 0 %, mức Chưa đạt Số đến nay." in shown
    assert f"Chưa kết luận được: còn 1 chi bộ chưa xong. {other.unit.name} (chưa đăng ký)." in shown

    waiting = org.get(ending)

    assert waiting.status_code == 422
    assert (
        f"Chưa kết luận được: kết quả tính từ các chi bộ, mà còn hồ sơ chưa xong ({other.code})."
    ) in text_of(waiting.text)

    other.state = "recognized"
    town.session.commit()
    form = form_at(org, ending) | {"words": "Đủ điều kiện"}
    without = org.post(ending, data=form)
    assert without.status_code == 422
    assert errors_of(without.text) == ["Đồng chí chưa điền: Đề xuất xếp loại chất lượng cuối năm"]
    form = form_at(org, ending) | {"words": "Đủ điều kiện", "proposed_rating": "good"}

    assert org.post(ending, data=form).status_code == 303

    town.session.rollback()
    town.session.expire_all()
    assert (dossier.state, dossier.proposed_rating) == ("awaiting_city_decision", "good")
    concluded = text_of(org.get(sheet).text)
    assert "Tính từ chi bộ: 1/1 = 100 %, mức Tốt Số chi bộ được công nhận" in concluded
    total = dossier.appraised_total

    other.state = "revoked"
    town.session.commit()

    changed = text_of(org.get(overview).text)
    assert "Kết quả của 1 chi bộ đã thay đổi sau khi kết luận." in changed
    assert f"{other.unit.name}: Được công nhận → Đã thu hồi" in changed
    assert "1/1 = 100 %, mức Tốt nay là 0/1 = 0 %" in changed
    town.session.expire_all()
    assert dossier.appraised_total == total


def test_conclusion_above_asks_what_only_appraisers_can_answer(town: Town, sign_in: SignIn) -> None:
    """The set's own conditions and bonuses: on the ward's sheet of a cell, here of a committee."""
    dossier = appraised_above(town)
    town.dossier(town.ward.cells[1]).state = "recognized"
    bonus = Adjustment("model", "Mô hình mới", "bonus", Decimal(2), at_most=Decimal(4))
    barred = Disqualifier("lost_unity", "Mất đoàn kết nội bộ")
    criteria = replace(
        criteria_of(dossier), key="stated", adjustments=(bonus,), disqualifiers=(barred,)
    )
    kept = keep_criteria(town.session, criteria)
    town.session.execute(
        update(Dossier).where(Dossier.id == dossier.id).values(criteria_set_id=kept.id)
    )
    town.session.commit()
    town.session.expire_all()
    org = sign_in(town, town.org_dept)
    overview = f"/{town.tenant.slug}/ho-so/{dossier.code}"
    sheet, ending = f"{overview}/tham-dinh", f"{overview}/ket-luan-tham-dinh-cap-tren"
    assert org.post(sheet, data=form_of(org, sheet) | {"agree": "1"}).status_code == 303
    shown = text_of(org.get(ending).text)
    assert "Mất đoàn kết nội bộ" in shown
    assert "Đảng bộ không khai; để trống nếu không có" in shown
    form = form_at(org, ending) | {
        "words": "Đủ điều kiện", "proposed_rating": "good", "condition-lost_unity": "y",
        "count-model": "2",
    }  # fmt: skip

    unexplained = org.post(ending, data=form)

    assert (unexplained.status_code, len(errors_of(unexplained.text))) == (422, 1)
    form["count-reason-model"] = "Đã kiểm tra tại chỗ"
    assert org.post(ending, data=form).status_code == 303
    town.session.rollback()
    town.session.expire_all()
    standing = {line["key"]: line["verdict"] for line in dossier.eligibility if line["blocks"]}
    assert (dossier.state, dossier.eligible) == ("awaiting_city_decision", False)
    assert "lost_unity" in standing
    row = answers_of(town.session, dossier.id)["model"]
    assert (row.appraised_measured, row.appraised_reason) == (
        {"count": 2}, "Đã kiểm tra tại chỗ",
    )  # fmt: skip

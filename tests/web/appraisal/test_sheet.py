"""Appraising on one screen: agree, differ with a reason, conclude."""

from __future__ import annotations

import re
from collections import Counter
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import select

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from workflows.dossiers.tables import Answer, Dossier


def form_of(browser: FlaskClient, address: str) -> dict[str, str]:
    """Open the sheet and return the hidden fields of its form."""
    page = browser.get(address).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[-1]
    version = re.findall(r'name="seen_version" value="([^"]+)"', page)[0]
    return {"csrf_token": token, "seen_version": version, "_key": str(uuid4())}


def levels(town: Town, dossier: Dossier) -> dict[str, str | None]:
    town.session.expire_all()
    rows = town.session.scalars(select(Answer).where(Answer.dossier_id == dossier.id))
    return {row.criterion: row.appraised_level for row in rows}


def test_agreeing_takes_over_the_cells_levels(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    address = f"/{town.tenant.slug}/ho-so/{dossier.code}/tham-dinh"
    browser = sign_in(town, town.ward.appraiser)
    form = form_of(browser, address) | {
        "agree": "1", "level-1.1": "met", "reason-1.1": "Thiếu nghị quyết quý III",
    }  # fmt: skip

    assert browser.post(address, data=form).status_code == 303

    found = levels(town, dossier)
    assert found.pop("1.1") == "met"
    assert set(found.values()) == {"good"}


def test_sheet_asks_nothing_twice_but_who_had_a_hand_in_what(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    statements.clear()

    assert browser.get(f"/{town.tenant.slug}/ho-so/{dossier.code}/tham-dinh").status_code == 200

    asked = Counter(statements)
    twice = [each for each in asked if asked[each] > 1 and "FROM audit_events" not in each]
    assert twice == []


def test_difference_without_reason_keeps_what_was_typed(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    address = f"/{town.tenant.slug}/ho-so/{dossier.code}/tham-dinh"
    browser = sign_in(town, town.ward.appraiser)
    form = form_of(browser, address) | {"level-2.1": "met", "level-2.2": "good"}

    answer = browser.post(address, data=form)

    assert answer.status_code == 422
    assert "Ghi lý do, vì khác mức chi bộ tự đánh giá" in answer.text
    chosen = re.findall(r'name="level-2\.[12]">.*?value="(\w+)" selected', answer.text, re.DOTALL)
    assert chosen == ["met", "good"]
    assert set(levels(town, dossier).values()) == {None}


def test_conclusion_leads_to_the_next_dossier(town: Town, sign_in: SignIn) -> None:
    first, second = town.ward.cells
    for cell in (first, second):
        make.registered(town, cell)
    dossier = make.under_appraisal(town, first)
    other = make.under_appraisal(town, second)
    sheet = f"/{town.tenant.slug}/ho-so/{dossier.code}"
    browser = sign_in(town, town.ward.appraiser)
    browser.post(f"{sheet}/tham-dinh", data=form_of(browser, f"{sheet}/tham-dinh") | {"agree": "1"})

    answer = browser.post(
        f"{sheet}/ket-luan-tham-dinh",
        data=form_of(browser, f"{sheet}/tham-dinh") | {"proposed_rating": "good", "next": "1"},
    )

    assert town.dossier(first).state == "awaiting_ward_review"
    assert town.dossier(first).eligible is True
    assert answer.location == f"/{town.tenant.slug}/ho-so/{other.code}/tham-dinh"


def test_conclusion_without_rating_says_what_is_missing(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    sheet = f"/{town.tenant.slug}/ho-so/{dossier.code}"
    browser = sign_in(town, town.ward.appraiser)
    browser.post(f"{sheet}/tham-dinh", data=form_of(browser, f"{sheet}/tham-dinh") | {"agree": "1"})

    answer = browser.post(
        f"{sheet}/ket-luan-tham-dinh", data=form_of(browser, f"{sheet}/tham-dinh")
    )

    assert answer.status_code == 422
    assert "Đồng chí chưa điền: Đề xuất xếp loại chất lượng cuối năm" in answer.text
    assert town.dossier(town.ward.cells[0]).state == "under_appraisal"


def test_office_reads_the_sheet_and_may_not_score(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    address = f"/{town.tenant.slug}/ho-so/{dossier.code}/tham-dinh"
    browser = sign_in(town, town.ward.office)
    form = form_of(browser, address) | {"agree": "1"}

    assert browser.post(address, data=form).status_code == 403
    assert set(levels(town, dossier).values()) == {None}


def test_sheet_of_another_ward_or_tenant_does_not_exist(
    town: Town, other_town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    address = f"/{town.tenant.slug}/ho-so/{dossier.code}/tham-dinh"
    unknown = sign_in(town, town.other_ward.appraiser).get(
        f"/{town.tenant.slug}/ho-so/26-9999/tham-dinh"
    )

    foreign = sign_in(town, town.other_ward.appraiser).get(address)

    assert (foreign.status_code, foreign.data) == (404, unknown.data)

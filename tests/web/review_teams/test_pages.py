"""Sending a team, asking of a unit, watching a weak one, and counting signs, on pages."""

from __future__ import annotations

import re
from datetime import timedelta

from tenants import clock
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, main_of, said, text_of


def day(town: Town, days: int = 0) -> str:
    return (clock.today(town.session) + timedelta(days=days)).strftime("%d/%m/%Y")


def test_team_is_sent_asks_and_the_cell_finds_it(town: Town, sign_in: SignIn) -> None:
    office = sign_in(town, town.ward.office)
    where = f"/{town.tenant.slug}/doan-kiem-diem"
    form = form_at(office, f"{where}/them")
    empty = office.post(f"{where}/them", data=form)
    assert empty.status_code == 422
    assert len(errors_of(empty.text)) == 6
    given = {
        "unit": town.ward.cells[0].code, "ground": "shortcomings", "part": "suggests",
        "reason": "Hai kỳ không họp", "leader": "Đ/c Minh", "planned_on": day(town),
    }  # fmt: skip
    page = office.post(f"{where}/them", data=form | given, follow_redirects=True)
    assert said(page.text) == "Đã cử đoàn kiểm điểm."
    found = re.search(r"/doan-kiem-diem/([0-9a-f-]{36})/yeu-cau", main_of(page.text))
    assert found is not None
    here = f"{where}/{found[1]}"

    asking = fields_of(page.text, last=False)
    office.post(f"{here}/yeu-cau", data=asking | {"words": "Lập lịch họp", "due_on": day(town, 5)})
    secretary = sign_in(town, town.ward.secretaries[0])
    assert "Lập lịch họp" in text_of(secretary.get(here).text)
    assert "Lập lịch họp" in text_of(secretary.get(f"/{town.tenant.slug}/so-theo-doi").text)
    assert "Thêm yêu cầu" not in text_of(secretary.get(here).text)
    assert secretary.get(f"{where}/them").status_code == 403
    for person in (town.ward.secretaries[1], town.other_ward.office, town.org_dept):
        assert sign_in(town, person).get(here).status_code == 404


def test_weak_unit_is_watched_and_let_go(town: Town, sign_in: SignIn) -> None:
    office = sign_in(town, town.ward.office)
    where = f"/{town.tenant.slug}/phuong/to-chuc-yeu"
    form = form_at(office, where) | {"unit": town.ward.cells[0].code, "reason": "Yếu hai năm"}
    page = office.post(where, data=form, follow_redirects=True)
    assert said(page.text) == "Đã đưa đơn vị vào diện theo dõi."
    assert "Yếu hai năm" in text_of(sign_in(town, town.ward.appraiser).get(where).text)
    assert "Yếu hai năm" not in text_of(sign_in(town, town.other_ward.office).get(where).text)
    assert sign_in(town, town.ward.secretaries[1]).get(where).status_code == 403

    lifting = re.search(r'action="([^"]*/thoi)"', page.text)
    assert lifting is not None
    token = fields_of(page.text, last=False)
    assert office.post(lifting[1], data=token | {"lifted_reason": ""}).status_code == 422
    done = office.post(
        lifting[1], data=fields_of(office.get(where).text, last=False) | {"lifted_reason": "Tốt"},
        follow_redirects=True,
    )  # fmt: skip
    assert said(done.text) == "Đã thôi theo dõi đơn vị."


def test_cell_counts_its_own_signs(town: Town, sign_in: SignIn) -> None:
    secretary, where = sign_in(town, town.ward.secretaries[0]), f"/{town.tenant.slug}/tu-soi"
    form = form_at(secretary, where)
    wrong = secretary.post(where, data=form | {"reflected": "5", "sign-1.1": "6"})
    assert (wrong.status_code, fields_of(wrong.text)["sign-1.1"]) == (422, "6")
    right = fields_of(wrong.text) | {"reflected": "20"}
    assert said(secretary.post(where, data=right, follow_redirects=True).text) != ""
    assert form_at(secretary, where)["sign-1.1"] == "6"
    for person in (town.ward.office, town.auditor, town.ward.members[0]):
        code = town.ward.cells[0].code
        assert sign_in(town, person).get(f"{where}?ma={code}").status_code == 404

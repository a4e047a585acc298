"""The logbook on pages: written on a phone, put right, checked, listed for the ward."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Person
from tenants.roles import Role
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, main_of, said, text_of


@pytest.fixture
def supervisor(town: Town) -> Person:
    person = town.ward.members[0]
    appoint(town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0])
    town.session.commit()
    return person


def at(town: Town, rest: str = "") -> str:
    return f"/{town.tenant.slug}/so-theo-doi{rest}"


def day(town: Town, days: int = 0) -> str:
    return (clock.today(town.session) + timedelta(days=days)).strftime("%d/%m/%Y")


def note(browser: FlaskClient, town: Town, words: str, **said: str) -> str:
    """Note a weakness, and return where its page is."""
    where = at(town, f"/them?ma={town.ward.cells[0].code}")
    form = form_at(browser, where) | {"kind": "weakness", "words": words, **said}
    answer = browser.post(where, data=form, follow_redirects=True)
    assert answer.status_code == 200, errors_of(answer.text)
    found = re.search(r"/so-theo-doi/([0-9a-f-]{36})", main_of(answer.text))
    assert found is not None
    return at(town, f"/{found[1]}")


def test_weakness_goes_from_note_to_plan_to_check(
    town: Town, sign_in: SignIn, supervisor: Person
) -> None:
    above, secretary = sign_in(town, supervisor), sign_in(town, town.ward.secretaries[0])
    page = note(above, town, "Họp muộn giờ")
    assert "Chưa có kế hoạch" in text_of(secretary.get(page).text)

    plan = fields_of(secretary.get(page).text, last=False)
    wrong = secretary.post(f"{page}/ke-hoach", data=plan | {"plan": "Báo giờ sớm"})
    assert (wrong.status_code, fields_of(wrong.text, last=False)["plan"]) == (422, "Báo giờ sớm")
    whole = {"plan": "Báo giờ sớm", "responsible": "Đ/c Bình", "due_on": day(town, 1)}
    done = secretary.post(f"{page}/ke-hoach", data=plan | whole, follow_redirects=True)
    assert said(done.text) == "Đã lưu kế hoạch khắc phục."
    assert "Ghi kết quả kiểm tra" not in text_of(done.text)
    stale = secretary.post(f"{page}/ke-hoach", data=plan | whole | {"_key": "khac"})
    assert stale.status_code in {409, 422}

    forms = re.findall(r"<form.*?</form>", main_of(above.get(page).text), re.DOTALL)
    check = fields_of(f"<main>{next(each for each in forms if 'kiem-tra' in each)}</main>")
    kept = above.post(
        f"{page}/kiem-tra", data=check | {"finding": "remedied", "check_words": "Đã xong"},
        follow_redirects=True,
    )  # fmt: skip
    assert said(kept.text) == "Đã ghi kết quả kiểm tra."
    assert "Đã khắc phục" in text_of(secretary.get(at(town)).text)


def test_entry_without_kind_or_words_comes_back(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.secretaries[0])
    answer = browser.post(at(town, "/them"), data=form_at(browser, at(town, "/them")))
    assert answer.status_code == 422
    assert len(errors_of(answer.text)) == 2


def test_supervisor_and_office_see_what_is_overdue(
    town: Town, sign_in: SignIn, supervisor: Person
) -> None:
    above, office = sign_in(town, supervisor), sign_in(town, town.ward.office)
    note(above, town, "Thu đảng phí chậm", noted_on=day(town, -9), plan="Thu đủ",
         responsible="Đ/c Bình", due_on=day(town, -3))  # fmt: skip
    note(above, town, "Chưa đến hạn", due_on=day(town, 3))

    home = main_of(above.get(f"/{town.tenant.slug}/phu-trach").text)
    assert "loc=qua-han" in home
    where = f"/{town.tenant.slug}/phuong/so-theo-doi"
    listed = text_of(office.get(f"{where}?loc=qua-han").text)
    assert ("Thu đảng phí chậm" in listed, "Chưa đến hạn" in listed) == (True, False)
    book = openpyxl.load_workbook(BytesIO(office.get(f"{where}/danh-sach.xlsx").data))
    assert book.active.max_row == 3
    other = sign_in(town, town.other_ward.office)
    assert "Thu đảng phí chậm" not in text_of(other.get(f"{where}?loc=tat-ca").text)


def test_others_find_nothing(town: Town, sign_in: SignIn, supervisor: Person) -> None:
    page = note(sign_in(town, supervisor), town, "Họp muộn giờ")
    code = town.ward.cells[0].code
    for person in (town.ward.secretaries[1], town.ward.appraiser, town.other_ward.office,
                   town.org_dept):  # fmt: skip
        browser = sign_in(town, person)
        for where in (page, at(town, f"?ma={code}"), at(town, f"/them?ma={code}"),
                      at(town, f"/danh-sach.xlsx?ma={code}")):  # fmt: skip
            assert browser.get(where).status_code == 404, (person.name, where)

"""Meetings on pages: the year's sheet, the form on a phone, the ward's table, the supervisor."""

from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tenants import clock
from tenants.appointments import appoint
from tenants.people import Person
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, main_of, said, text_of
from tests.workflows.meetings import made
from workflows.campaigns.tables import CampaignState
from workflows.meetings.resolutions import items_of
from workflows.meetings.tables import MonthlyMeeting


@pytest.fixture(autouse=True)
def founded(town: Town) -> None:
    make.founded_last_year(town)


@pytest.fixture
def secretary(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.secretaries[0])


@pytest.fixture
def supervisor(town: Town) -> Person:
    person = town.ward.members[0]
    appoint(town.session, person, Role.SUPERVISOR, unit=town.ward.cells[0])
    town.session.commit()
    return person


def at(town: Town, rest: str = "") -> str:
    return f"/{town.tenant.slug}/sinh-hoat{rest}"


def count(town: Town) -> int:
    town.session.rollback()
    return town.session.scalar(select(func.count()).select_from(MonthlyMeeting)) or 0


def typed(browser: FlaskClient, where: str, **said: str) -> dict[str, str]:
    return form_at(browser, where) | {"present": "22", "excused": "1", "speakers": "6", **said}


def test_secretary_writes_a_month_down_with_three_numbers_and_a_tick(
    secretary: FlaskClient, town: Town
) -> None:
    where = at(town, "/them?thang=1")
    form = typed(secretary, where, scored="y", **{"what-0": "Thu gom rác", "who-0": "Đ/c An"})
    assert (form["official"], form["exempted"], form["chair"]) == (
        "24", "2", town.ward.secretaries[0].name,
    )  # fmt: skip

    answer = secretary.post(where, data=form, follow_redirects=True)

    page = text_of(answer.text)
    assert said(answer.text) == f"Đã ghi buổi họp tháng 1/{made.year_of(town)}."
    assert "95,7% (22/23)" in page
    assert "90 /100 Tốt" in page
    assert "0/1 việc rõ người, rõ hạn" in page
    sheet = text_of(secretary.get(at(town)).text)
    assert "Thường kỳ đã họp 1 /" in sheet


def test_year_offers_the_month_that_is_next_and_only_the_first_line_of_what_is_resolved(
    secretary: FlaskClient, town: Town
) -> None:
    sheet = secretary.get(at(town)).text
    first = re.search(r'<a class="btn full" href="([^"]+)">Ghi sinh hoạt tháng (\d+)', sheet)
    assert first is not None
    asked = secretary.get(html.unescape(first[1])).text

    assert f"tháng {first[2]}/{made.year_of(town)}" in text_of(asked)
    assert re.findall(r"<summary>(Thêm việc thứ \d)", asked) == [
        "Thêm việc thứ 2", "Thêm việc thứ 3",
    ]  # fmt: skip


def test_numbers_that_do_not_add_up_come_back_as_they_were_typed(
    secretary: FlaskClient, town: Town
) -> None:
    where = at(town, "/them?thang=1")
    form = typed(secretary, where, present="30", agenda="Bàn việc làng", began="lúc tối")

    wrong = secretary.post(where, data=form)
    assert wrong.status_code == 422
    assert errors_of(wrong.text) == ["Viết giờ như 19h30"]

    refused = secretary.post(where, data=fields_of(wrong.text) | {"began": "19h30"})
    assert refused.status_code == 422
    assert "Phải dự 23 đảng viên, mà có mặt và vắng cộng lại là 31" in errors_of(refused.text)[0]
    kept = fields_of(refused.text)
    assert (kept["present"], kept["agenda"], kept["began"]) == ("30", "Bàn việc làng", "19h30")
    assert count(town) == 0


def test_next_month_asks_what_became_of_it(secretary: FlaskClient, town: Town) -> None:
    first = made.held(town, 1)
    item = items_of(town.session, [first.id])[0]
    where = at(town, "/them?thang=2")

    answer = secretary.post(
        where, data=typed(secretary, where, **{f"outcome-{item.id}": "done"}),
        follow_redirects=True,
    )  # fmt: skip

    assert "Thu gom rác thải" in text_of(answer.text)
    assert "Đã xong" in text_of(answer.text)
    assert "Thu gom rác thải" not in text_of(secretary.get(at(town, "/them?thang=3")).text)


def test_month_that_is_past_asks_only_what_came_before_it(
    secretary: FlaskClient, town: Town
) -> None:
    made.held(town, 3)
    item = items_of(town.session, [made.held(town, 1).id])[0]
    where = at(town, "/them?thang=2")
    asked = main_of(secretary.get(where).text)
    assert asked.count('class="follow"') == 1
    early = typed(secretary, where, held_on=f"02/01/{made.year_of(town)}")

    answer = secretary.post(where, data=early | {f"outcome-{item.id}": "done"})

    assert answer.status_code == 422
    assert "buổi họp sau ngày 02/01" in errors_of(answer.text)[0]


def test_page_shown_before_another_saved_is_refused_with_what_was_typed(
    secretary: FlaskClient, town: Town
) -> None:
    meeting = made.held(town, 1)
    where = at(town, f"/{meeting.id}/sua")
    form = form_at(secretary, where)
    other = form_at(secretary, where) | {"agenda": "Người khác ghi"}
    assert secretary.post(where, data=other).status_code == 303

    answer = secretary.post(where, data=form | {"agenda": "Của tôi"})

    assert answer.status_code == 409
    assert fields_of(answer.text)["agenda"] == "Của tôi"


def test_planned_meeting_waits_and_is_written_down_later(
    secretary: FlaskClient, town: Town
) -> None:
    where = at(town, "/them?thang=1&loai=chuyen-de")
    form = form_at(secretary, where) | {"held_on": "", "subject": "Học tập Bác"}
    answer = secretary.post(where, data=form, follow_redirects=True)
    assert "Đã đặt lịch họp" in said(answer.text)
    found = re.search(r"/sinh-hoat/([0-9a-f-]{36})", main_of(answer.text))
    assert found is not None

    assert "Hủy buổi họp" in text_of(secretary.get(at(town, f"/{found[1]}")).text)
    later = at(town, f"/{found[1]}/sua")
    today = clock.today(town.session).strftime("%d/%m/%Y")
    done = secretary.post(later, data=typed(secretary, later, held_on=today), follow_redirects=True)
    assert "Học tập Bác" in text_of(done.text)


def test_supervisor_reads_remarks_and_writes_nothing_else(
    town: Town, sign_in: SignIn, supervisor: Person, secretary: FlaskClient
) -> None:
    meeting = made.held(town, 1)
    browser = sign_in(town, supervisor)

    home = browser.get(f"/{town.tenant.slug}/phu-trach")
    assert town.ward.cells[0].name in text_of(home.text)
    assert town.ward.cells[1].name not in text_of(home.text)
    page = at(town, f"/{meeting.id}")
    assert "/sua" not in main_of(browser.get(page).text)
    assert browser.get(at(town, f"/{meeting.id}/sua")).status_code == 404
    form = form_at(browser, page)
    assert (
        browser.post(f"{page}/nhan-xet", data=form | {"remark": "Sát thực tế"}).status_code == 303
    )

    assert "Sát thực tế" in text_of(secretary.get(page).text)
    assert secretary.post(f"{page}/nhan-xet", data=form).status_code in {400, 403}


def test_others_find_nothing(town: Town, sign_in: SignIn) -> None:
    meeting = made.held(town, 1)
    cell = town.ward.cells[0]
    for person in (town.ward.secretaries[1], town.other_ward.office, town.ward.appraiser,
                   town.org_dept, town.admin):  # fmt: skip
        browser = sign_in(town, person)
        for rest in (f"/{meeting.id}", f"/{meeting.id}/sua", f"?ma={cell.code}",
                     f"/danh-sach.xlsx?ma={cell.code}", f"/them?ma={cell.code}"):  # fmt: skip
            assert browser.get(at(town, rest)).status_code == 404, (person.name, rest)


def test_closed_year_is_read_and_offers_nothing_to_write(
    secretary: FlaskClient, town: Town
) -> None:
    meeting = made.held(town, 1)
    assert "/them?" in main_of(secretary.get(at(town)).text)
    town.campaign.state = CampaignState.CLOSED
    town.session.commit()

    for rest in (f"?nam={made.year_of(town)}", f"/{meeting.id}"):
        page = main_of(secretary.get(at(town, rest)).text)
        assert f"Năm {made.year_of(town)} đã đóng" in page
        assert "/them?ma=" not in page.replace("/minh-chung/them", "")
        assert "/sua" not in page
    again = secretary.get(at(town, f"/{meeting.id}/sua"))
    assert (again.status_code, again.location) == (303, at(town, f"/{meeting.id}"))
    new = secretary.get(at(town, f"/them?ma={town.ward.cells[0].code}&nam={made.year_of(town)}"))
    form = main_of(new.text)
    assert f"Năm {made.year_of(town)} đã đóng" in form
    assert '<fieldset class="stack" disabled>' in form
    assert "Lưu buổi họp" not in form


def test_months_before_the_service_are_folded_and_go_once_the_year_is_closed(
    secretary: FlaskClient, town: Town
) -> None:
    made.held(town, 3)
    town.ward.cells[0].valid_from = date(made.year_of(town), 3, 1)
    town.session.commit()
    where = at(town, f"?nam={made.year_of(town)}")

    page = main_of(secretary.get(where).text)
    assert (page.count("<tr><th"), "Ghi thêm tháng khác (2)" in page) == (1 + 10, True)

    town.campaign.state = CampaignState.CLOSED
    town.session.commit()
    closed = main_of(secretary.get(where).text)
    assert (closed.count("<tr><th"), "Ghi thêm tháng khác" in closed) == (1 + 10, False)


def test_office_sees_month_by_month_who_met(town: Town, sign_in: SignIn) -> None:
    made.held(town, 1)
    office = sign_in(town, town.ward.office)
    where = f"/{town.tenant.slug}/phuong/sinh-hoat"

    page = text_of(office.get(where).text)
    assert town.ward.cells[0].name in page
    assert town.other_ward.cells[0].name not in page.replace(town.ward.cells[0].name, "")
    assert "Không thấy «zzz»" in text_of(office.get(f"{where}?tim=zzz").text)
    book = openpyxl.load_workbook(BytesIO(office.get(f"{where}/danh-sach.xlsx").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [cell.name for cell in town.ward.cells]
    assert rows[1][1] == "Đã họp"
    assert sign_in(town, town.ward.secretaries[0]).get(where).status_code == 403


def test_year_is_handed_out_as_xlsx(secretary: FlaskClient, town: Town) -> None:
    made.held(town, 1)
    book = openpyxl.load_workbook(BytesIO(secretary.get(at(town, "/danh-sach.xlsx")).data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 13
    assert rows[1][:3] == (1, "Sinh hoạt thường kỳ", "Đã họp")
    assert rows[1][9:12] == ("95,7%", 100, "Tốt")

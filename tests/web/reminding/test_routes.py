"""The page that reminds: the text first, one press, nobody twice."""

from __future__ import annotations

import re
from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from tenants.members import SYSTEM
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, main_of, said, text_of
from workflows.flows import flow_of
from workflows.notices.tables import Notice
from workflows.reminders.tables import Reminder
from workflows.tasks.opening import close_tasks, open_task


def address(town: Town, path: str = "") -> str:
    return f"/{town.tenant.slug}/phuong/nhac{path}"


def sending(page: str) -> dict[str, str | list[str]]:
    """Return what the button sends: the hidden fields, and each ticked cell."""
    form = main_of(page)
    form = form[form.index("<form") : form.index("</form>")]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    ticked = re.findall(r'<input type="checkbox" name="viec" value="([^"]+)" checked>', form)
    return {**dict(hidden), "viec": ticked}


def headings_of(page: str) -> list[str]:
    return [" ".join(text_of(each).split()) for each in re.findall(r"<th[ >].*?</th>", page)][:5]


def a_committee_of(town: Town) -> None:
    """Let the ward's committee owe the registration of its own title, beside its other cell."""
    dossier = town.dossier(town.ward.cells[0])
    close_tasks(town.session, dossier, by=SYSTEM)
    dossier.flow, dossier.state = "committee_title", "registration_draft"
    dossier.unit_id = dossier.committee_id = town.ward.unit.id
    town.session.flush()
    open_task(town.session, dossier, flow_of(dossier).states["registration_draft"])
    town.session.commit()


def told(town: Town) -> list[object]:
    town.session.rollback()
    return list(town.session.scalars(select(Notice.person_id).where(Notice.seq.is_(None))))


def test_office_sees_the_text_and_reminds_with_one_press(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    page = browser.get(address(town))
    year, until = town.campaign.year, f"{town.campaign.registration_until:%d/%m/%Y}"
    sentence = f"Chi bộ Tổ dân phố 1 cần nộp đăng ký năm {year}. Hạn hôm nay, {until}."
    short = f"Bon Tot: Chi bo To dan pho 1 can nop dang ky nam {year}. Han hom nay, {until}."
    assert f"Câu gửi đi {sentence} Dạng SMS, {len(short)} chữ {short}" in text_of(page.text)

    answer = browser.post(address(town), data=sending(page.text), follow_redirects=True)

    assert said(answer.text) == "Đã nhắc 2 chi bộ, 3 đồng chí."
    assert set(told(town)) == {
        town.ward.deputy.id, *(secretary.id for secretary in town.ward.secretaries),
    }  # fmt: skip
    assert "Các chi bộ này đều đã được nhắc trong 24 giờ qua." in text_of(answer.text)


def test_old_page_sent_again_reminds_nobody_a_second_time(town: Town, sign_in: SignIn) -> None:
    browser, other = sign_in(town, town.ward.office), sign_in(town, town.ward.office)
    first, second = (sending(each.get(address(town)).text) for each in (browser, other))
    browser.post(address(town), data=first)

    answer = other.post(address(town), data=second, follow_redirects=True)

    assert said(answer.text) == (
        "Không nhắc ai: các chi bộ đã chọn vừa được nhắc trong 24 giờ qua hoặc đã nộp."
    )
    assert len(town.session.scalars(select(Reminder)).all()) == 2


def test_nothing_ticked_is_said_so(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    form = sending(browser.get(address(town)).text) | {"viec": []}

    answer = browser.post(address(town), data=form)

    assert answer.status_code == 422
    assert errors_of(answer.text) == ["Đồng chí chưa chọn chi bộ nào để nhắc."]


def test_nobody_late_is_said_so(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)

    page = sign_in(town, town.ward.office).get(address(town)).text

    assert "Không có chi bộ nào chậm." in text_of(page)


def test_call_list_has_names_and_phones(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)

    words = text_of(browser.get(address(town, "/goi")).text)
    answer = browser.get(address(town, "/goi/danh-sach.xlsx"))

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[1:]] == [
        town.ward.secretaries[0].name, town.ward.deputy.name, town.ward.secretaries[1].name,
    ]  # fmt: skip
    assert all(str(row[4]) in words and str(row[6]) in words for row in rows[1:])


def test_committee_among_cells_is_called_by_its_office(town: Town, sign_in: SignIn) -> None:
    a_committee_of(town)
    browser = sign_in(town, town.org_dept)

    listed = headings_of(browser.get(address(town, "?loc=tat-ca")).text)
    calls = browser.get(address(town, "/goi?loc=tat-ca")).text
    answer = browser.get(address(town, "/goi/danh-sach.xlsx?loc=tat-ca"))

    assert listed[1] == headings_of(calls)[0] == "Đơn vị"
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["Đơn vị", "Trực thuộc"]
    called = {row[0]: row[4] for row in rows[1:]}
    assert called[town.ward.unit.name] == town.ward.office.name
    assert called[town.ward.cells[1].name] == town.ward.secretaries[1].name
    assert town.ward.office.name in text_of(calls)


def test_cells_alone_are_called_cells(town: Town, sign_in: SignIn) -> None:
    page = sign_in(town, town.ward.office).get(address(town)).text

    assert headings_of(page)[1] == "Chi bộ"


def test_secretary_has_no_such_page(town: Town, sign_in: SignIn) -> None:
    assert sign_in(town, town.ward.secretaries[0]).get(address(town)).status_code == 403

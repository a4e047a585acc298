"""Approve what you saw: version and contents on the page, in the trail, in the refusal."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from tenants import clock
from tenants.audit import AuditEvent
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import form_at, text_of
from tests.workflows.sittings import meeting
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Answer, Dossier
from workflows.sittings.tables import SittingItem


def address_of(town: Town, dossier: Dossier, word: str = "") -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}" + (f"/{word}" if word else "")


def change_behind_everybody(town: Town, dossier: Dossier) -> None:
    """Change an answer by no route of the service, as a repair in the database would."""
    town.session.execute(
        update(Answer)
        .where(Answer.dossier_id == dossier.id, Answer.criterion == "2.1")
        .values(note="Đã sửa tay")
    )
    town.session.commit()


def test_page_event_and_agenda_carry_the_same_code(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.inspector)
    address = address_of(town, dossier, "cho-y-kien")
    form = form_at(browser, address)
    seen = content_hash(town.session, dossier)

    assert form["seen_content"] == seen
    assert f"mã nội dung {seen[:16]}" in text_of(browser.get(address).text)
    assert f"mã nội dung {seen[:16]}" in text_of(browser.get(address_of(town, dossier)).text)
    assert browser.post(address, data=form | {"words": "Nhất trí"}).status_code == 303
    town.session.rollback()
    event = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "give_opinion")).one()
    assert event.facts["content_hash"] == seen

    make.appraised(town, town.ward.cells[1])
    meeting.recommended(town, town.dossier(town.ward.cells[1]))
    town.session.commit()
    item = town.session.scalars(select(SittingItem)).one()
    vote = town.session.scalars(select(AuditEvent).where(AuditEvent.kind == "recommend")).one()
    assert vote.facts["content_hash"] == item.content_hash


def test_contents_that_changed_by_any_route_make_the_open_page_old(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.inspector)
    address = address_of(town, dossier, "cho-y-kien")
    form = form_at(browser, address) | {"words": "Ý kiến đã viết rất lâu"}
    version = town.dossier(town.ward.cells[0]).version
    change_behind_everybody(town, dossier)

    answer = browser.post(address, data=form)

    assert answer.status_code == 409
    assert "Nội dung hồ sơ đã khác với khi đồng chí mở trang này." in text_of(answer.text)
    assert "Ý kiến đã viết rất lâu" in answer.text
    assert town.dossier(town.ward.cells[0]).version == version
    assert (
        browser.post(address, data=form_at(browser, address) | {"words": "Được"}).status_code == 303
    )


def test_stale_page_names_everybody_who_changed_something(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    dossier = make.under_appraisal(town, cell)
    browser = sign_in(town, town.ward.appraiser)
    address = address_of(town, dossier, "tra-lai-bo-sung")
    form = form_at(browser, address) | {"marked": ["1.1"], "reason": "Thiếu số liệu"}
    make.move(town, cell, "give_opinion", town.ward.inspector, words="Có đơn")
    make.move(town, cell, "put_on_hold", town.ward.office, reason="Có đơn",
              look_again_on=clock.today(town.session))  # fmt: skip
    make.move(town, cell, "resume", town.ward.office, outcome="Xong")

    answer = browser.post(address, data=form)

    said = text_of(answer.text)
    assert answer.status_code == 409
    assert f"Đ/c {town.ward.office.name} vừa làm «Tiếp tục»" in said
    assert f"Đ/c {town.ward.office.name}, «Tạm dừng»" in said
    assert f"Đ/c {town.ward.inspector.name}, «Cho ý kiến»" in said
    assert "Thiếu số liệu" in said


def test_history_says_on_which_contents_something_was_judged(town: Town, sign_in: SignIn) -> None:
    cell, today = town.ward.cells[0], clock.today(town.session)
    dossier = make.under_appraisal(town, cell)
    make.move(town, cell, "give_opinion", town.ward.inspector, words="Nhất trí")
    before = town.dossier(cell).content_version
    make.move(town, cell, "return_for_supplement", town.ward.appraiser, reason="Thiếu",
              marked=["2.1"], due_on=today + timedelta(days=3))  # fmt: skip
    browser = sign_in(town, town.ward.secretaries[0])
    group = f"{address_of(town, dossier)}/nhom/2"
    form = form_at(browser, group)
    answered = browser.post(group, data=form | {"level-2.1": "not_met"})
    assert answered.status_code in {200, 303}
    town.session.rollback()
    after = town.dossier(cell).content_version
    assert after > before

    office = sign_in(town, town.ward.office)
    said = text_of(office.get(address_of(town, dossier, "lich-su")).text)
    assert f"cho nội dung bản {before}, nay là bản {after}" in said
    assert re.search(r"Tiêu chí 2\.1: từ .+ thành .+\.", said)
    assert f"cho nội dung bản {before}" in text_of(office.get(address_of(town, dossier)).text)
    own = text_of(browser.get(address_of(town, dossier, "lich-su")).text)
    assert "Nhất trí" not in own


def test_former_vote_is_struck_through_once_the_appraisal_is_reopened(
    town: Town, sign_in: SignIn
) -> None:
    cell = town.ward.cells[0]
    meeting.recommended(town, make.appraised(town, cell))
    make.move(town, cell, "reopen_appraisal", town.ward.office, reason="Có thông tin mới")
    dossier = town.dossier(cell)
    page = sign_in(town, town.ward.office).get(address_of(town, dossier, "lich-su")).text
    assert re.search(r"<s><b>Đề nghị công nhận</b>", page)
    assert "đã xem xét lại, phiếu cũ không còn tính" in text_of(page)


def test_history_as_a_spreadsheet_says_what_the_page_says(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    dossier = make.under_appraisal(town, cell)
    make.move(town, cell, "give_opinion", town.ward.inspector, words="=1+1")
    make.move(town, cell, "undo", town.ward.inspector)
    rows = {}
    for person in (town.ward.office, town.ward.secretaries[0]):
        answer = sign_in(town, person).get(address_of(town, dossier, "lich-su.xlsx"))
        book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
        rows[person.name] = book.get_sheet_by_index(0).to_python()[1:]
    office, own = rows[town.ward.office.name], rows[town.ward.secretaries[0].name]
    assert ["Cho ý kiến", "Ý kiến: =1+1", "Đã hoàn tác"] in [
        [row[1], row[4], row[5]] for row in office
    ]
    assert "Cho ý kiến" not in [row[1] for row in own]
    assert [row[1] for row in own][:2] == ["Nộp đăng ký", "Tiếp nhận đăng ký"]


def test_page_says_why_everything_else_is_withheld(town: Town, sign_in: SignIn) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    page = text_of(sign_in(town, town.ward.office).get(address_of(town, dossier)).text)
    assert (
        "Đề nghị công nhận: Việc này chỉ làm được khi chốt phiên họp. Đưa hồ sơ vào một phiên họp."
    ) in page
    assert "Rút hồ sơ: Việc này do bí thư, phó bí thư chi bộ làm." in page
    assert (
        "Tiếp nhận đăng ký: Hồ sơ đang ở bước «Chờ phường họp». Việc này làm ở bước: Mới nộp"
        in page
    )

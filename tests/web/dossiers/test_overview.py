"""The page of one dossier: who sees what, what may be done, what is withheld and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tenants import clock
from tenants.people import Person
from tenants.text.dates import show_date
from tenants.units import OrgUnit
from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import form_at, links_of, main_of, said, text_of, token_at
from tests.web.steps.self_assessment.test_beside import stored
from tests.workflows.sittings import meeting
from workflows.dossiers.answering import answer
from workflows.dossiers.tables import Dossier
from workflows.evidence.attaching import attach
from workflows.sittings.tables import Gate


def address_of(town: Town, dossier: Dossier, page: str = "") -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}" + (f"/{page}" if page else "")


def submitted(town: Town) -> Dossier:
    cell = town.ward.cells[0]
    make.move(
        town, cell, "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.REGISTRATION,
    )  # fmt: skip
    return town.dossier(cell)


def test_cell_is_led_to_what_it_owes(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])

    page = browser.get(address_of(town, dossier)).text

    assert f"Đến lượt đồng chí. Hạn {show_date(town.campaign.registration_until)}." in text_of(page)
    assert address_of(town, dossier, "nop-dang-ky") in links_of(page)


def test_withheld_move_gives_its_reason(town: Town, sign_in: SignIn) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    town.dossier(town.ward.cells[0]).campaign.pilot_selection_until += timedelta(days=5)
    town.session.commit()
    until = show_date(town.campaign.pilot_selection_until)

    page = sign_in(town, town.ward.office).get(address_of(town, dossier)).text

    assert (
        "Cho thực hiện: Ban Thường vụ chưa chọn chi bộ làm điểm."
        f" Chờ phiên họp, hoặc đến ngày {until}."
    ) in text_of(page)
    assert address_of(town, dossier, "cho-thuc-hien") not in links_of(page)


def test_move_of_another_level_is_no_button_and_says_whose_it_is(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])

    page = sign_in(town, town.city_office).get(address_of(town, dossier)).text

    assert "/tam-dung" not in page
    assert (
        "Tạm dừng: Việc này do bộ phận kiểm tra, văn phòng phường, văn phòng Thành ủy làm."
        " Đồng chí không giữ vai đó với hồ sơ này."
    ) in text_of(page)


def test_draft_is_the_cells_own(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    make.answered(town, town.ward.cells[0])

    def contents(person: object) -> bool:
        page = sign_in(town, person).get(address_of(town, dossier)).text  # type: ignore[arg-type]
        own = "Nội dung hồ sơ là của chi bộ cho đến khi chi bộ gửi đi." in text_of(page)
        assert own is not ("16 trong 16 tiêu chí" in text_of(page))
        return not own

    ward = town.ward
    readers = [ward.secretaries[0], ward.deputy, ward.office, town.auditor]
    assert [contents(person) for person in readers] == [True] * 4
    others = [ward.appraiser, town.org_dept, town.city_inspector, town.admin]
    assert [contents(person) for person in others] == [False] * 4


def test_city_reads_a_dossier_from_the_day_it_is_sent_up(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])

    page = text_of(sign_in(town, town.org_dept).get(address_of(town, dossier)).text)

    assert "Đồng chí xem được tình trạng." in page
    assert "Phường đang thẩm định" in page


def test_way_on_stands_before_the_way_back(town: Town, sign_in: SignIn) -> None:
    settled.recommended(town, *town.ward.cells)
    make.move(
        town, town.ward.cells[0], "send_to_city", town.ward.office, number="12-TTr/ĐU",
        signed_on=clock.today(town.session),
    )  # fmt: skip

    def first_button(cell: OrgUnit, person: Person) -> str:
        page = sign_in(town, person).get(address_of(town, town.dossier(cell))).text
        return next(link for link in links_of(page) if link.split("/")[-1] in words)

    words = {"ket-luan-tham-dinh-cap-tren", "tra-lai-phuong", "gui-cap-tren", "tham-dinh-lai"}
    assert first_button(town.ward.cells[0], town.org_dept).endswith("/ket-luan-tham-dinh-cap-tren")
    assert first_button(town.ward.cells[1], town.ward.office).endswith("/gui-cap-tren")


def test_ward_reads_why_its_dossier_came_back_until_it_goes_up_again(
    town: Town, sign_in: SignIn
) -> None:
    cell, office = town.ward.cells[0], town.ward.office
    (dossier,) = settled.recommended(town, cell)
    paper = {"number": "12-TTr/ĐU", "signed_on": clock.today(town.session)}
    make.move(town, cell, "send_to_city", office, **paper)
    make.move(town, cell, "return_to_ward", town.org_dept, reason="Biên bản thiếu chữ ký")
    before_the_history = "Đã làm gì"

    def above() -> str:
        page = text_of(sign_in(town, office).get(address_of(town, dossier)).text)
        return page.partition(before_the_history)[0]

    assert "Lý do trả lại: Biên bản thiếu chữ ký" in above()

    make.move(town, cell, "resend", office, reason="Đã ký", **paper | {"number": "13-TTr/ĐU"})

    assert "Lý do trả lại" not in above()


def test_who_prepares_sittings_is_led_to_the_one_that_decides(town: Town, sign_in: SignIn) -> None:
    (dossier,) = settled.before_city(town, town.ward.cells[0])

    def first_way(person: Person) -> str:
        page = sign_in(town, person).get(address_of(town, dossier)).text
        found = [link for link in links_of(page) if "/phien-hop/" in link]
        return found[0] if found else ""

    assert first_way(town.org_dept).startswith(f"/{town.tenant.slug}/phien-hop/moi?")
    assert first_way(town.ward.appraiser) == ""
    sitting = meeting.prepared(town, Gate.RECOGNITION, [dossier], None)
    assert first_way(town.org_dept) == f"/{town.tenant.slug}/phien-hop/{sitting.code}"


def test_cell_reads_no_opinions(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    make.move(town, town.ward.cells[0], "give_opinion", town.ward.inspector, words="Có đơn thư")

    def reads(person: object) -> list[bool]:
        browser = sign_in(town, person)  # type: ignore[arg-type]
        pages = [browser.get(address_of(town, dossier, page)).text for page in ("", "lich-su")]
        return ["Có đơn thư" in page for page in pages]

    assert reads(town.ward.appraiser) == [True, True]
    assert reads(town.ward.secretaries[0]) == [False, False]


def test_reason_of_a_hold_stays_with_the_committees(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    look_again_on = clock.today(town.session) + timedelta(days=20)
    make.move(town, town.ward.cells[0], "put_on_hold", town.ward.inspector,
              reason="Đang xem xét kỷ luật", look_again_on=look_again_on)  # fmt: skip

    cell, office = (
        text_of(sign_in(town, person).get(address_of(town, dossier, "lich-su")).text)
        for person in (town.ward.secretaries[0], town.ward.office)
    )

    assert "Lý do: Đang xem xét kỷ luật" in office
    assert "kỷ luật" not in cell
    assert f"Xem lại ngày {show_date(look_again_on)}." in cell


def test_conclusion_shows_each_condition(town: Town, sign_in: SignIn) -> None:
    dossier = make.appraised(town, town.ward.cells[0])

    page = text_of(sign_in(town, town.ward.office).get(address_of(town, dossier)).text)

    assert "Điều kiện đề nghị Đủ điều kiện" in page
    assert "Tổng điểm: 100 điểm cần từ 90" in page
    assert "2. Chất lượng sinh hoạt tốt: 25 điểm cần từ 20" in page
    assert "Có đăng ký thi đua đúng hạn: đúng hạn" in page
    assert "trở lên: Hoàn thành tốt nhiệm vụ" in page
    assert "Không có đảng viên bị kỷ luật trong năm: không" in page


def test_history_is_told_to_a_layman(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    due_on = clock.today(town.session) + timedelta(days=4)
    make.move(town, town.ward.cells[0], "return_registration", town.ward.office,
              reason="Cam kết còn chung chung", marked=["commitment-1"], due_on=due_on)  # fmt: skip

    page = text_of(sign_in(town, town.ward.secretaries[0]).get(
        address_of(town, dossier, "lich-su")
    ).text)  # fmt: skip

    today = show_date(clock.today(town.session))
    assert (
        f"Nộp đăng ký, hồ sơ sang bước Mới nộp đăng ký Đ/c {town.ward.secretaries[0].name}, chi bộ"
        f" Chi bộ họp ngày {today}: 20 trên 22 đảng viên tán thành."
    ) in page
    assert (
        f"Trả lại đăng ký Đ/c {town.ward.office.name}, văn phòng phường"
        f" Lý do: Cam kết còn chung chung Cần sửa: cam kết nhóm 1. Hạn mới: {show_date(due_on)}."
    ) in page


def test_reason_of_a_draft_is_not_told_to_other_desks(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    make.move(town, town.ward.cells[0], "return_registration", town.ward.office,
              reason="Chi tiêu còn thấp", marked=["commitment-1"],
              due_on=clock.today(town.session))  # fmt: skip

    page = text_of(sign_in(town, town.ward.appraiser).get(
        address_of(town, dossier, "lich-su")
    ).text)  # fmt: skip

    assert "Trả lại đăng ký" in page
    assert "Chi tiêu còn thấp" not in page


def test_answers_of_a_day_are_one_line(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    dossier = make.in_review(town, cell)
    for key in ("1.1", "1.2", "1.1"):
        answer(
            town.session, dossier.id, key, level="good" if key == "1.2" else "met", note=key,
            not_applicable=False, actor=town.member(town.ward.secretaries[0]),
        )  # fmt: skip
    town.session.commit()
    secretary = sign_in(town, town.ward.secretaries[0])

    lines = text_of(secretary.get(address_of(town, dossier, "lich-su")).text)

    assert lines.count("Trả lời") == 1
    assert f"Trả lời 2 tiêu chí Đ/c {town.ward.secretaries[0].name}" in lines


def test_files_attached_one_after_the_other_are_one_line(town: Town, sign_in: SignIn) -> None:
    dossier, secretary = make.in_review(town, town.ward.cells[0]), town.ward.secretaries[0]
    row = stored(town, "Nghị quyết năm")
    for key in ("1.1", "1.2"):
        attach(town.session, dossier.id, key, [row.id], actor=town.member(secretary))
    town.session.commit()

    lines = text_of(sign_in(town, secretary).get(address_of(town, dossier, "lich-su")).text)

    assert f"Gắn minh chứng 2 lần Đ/c {secretary.name}" in lines
    assert lines.count("Gắn minh chứng") == 1


def test_entry_for_a_cell_names_both(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    make.move(town, cell, "submit_registration", town.ward.office, signed_copy="Bản ký 05/03",
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip

    page = sign_in(town, town.ward.secretaries[0]).get(
        address_of(town, town.dossier(cell), "lich-su")
    )

    words = text_of(page.text)
    assert (
        f"Đ/c {town.ward.office.name}, văn phòng phường, nhập giúp Chi bộ Tổ dân phố 1"
    ) in words
    assert "Nhập theo bản ký: Bản ký 05/03" in words


def test_undo_strikes_the_move_through(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)
    form = form_at(browser, address)

    answer = browser.post(f"{address}/hoan-tac", data=form)

    assert (answer.status_code, answer.location) == (303, address)
    page = browser.get(address).text
    assert said(page).startswith(f"Đã hoàn tác. Hồ sơ {dossier.code}: «Chưa đăng ký»")
    town.session.expire_all()
    assert town.dossier(town.ward.cells[0]).state == "registration_draft"
    assert '<li id="viec-' in main_of(page)
    assert main_of(page).count('class="undone"') == 1
    assert "Hoàn tác «Nộp đăng ký», hồ sơ sang bước Chưa đăng ký" in text_of(page)


def test_undo_is_withheld_with_its_reason_after_a_day(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)

    with clock.moved(timedelta(hours=25)):
        browser = sign_in(town, town.ward.secretaries[0])
        page = text_of(browser.get(address_of(town, dossier)).text)
        form = {"csrf_token": token_at(browser, address_of(town, dossier))}
        late = browser.post(
            address_of(town, dossier, "hoan-tac"), data=form | {"seen_version": dossier.version}
        )

    assert "Đã quá 24 giờ nên không hoàn tác được nữa." in page
    assert late.status_code == 422


def test_undo_of_somebody_else_is_refused(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)
    form = {
        "csrf_token": token_at(browser, address_of(town, dossier)),
        "seen_version": dossier.version,
    }

    answer = browser.post(address_of(town, dossier, "hoan-tac"), data=form)

    assert answer.status_code == 422
    town.session.expire_all()
    assert town.dossier(town.ward.cells[0]).state == "registration_submitted"


@pytest.mark.parametrize("page", ["", "lich-su"])
def test_dossier_of_others_is_unknown(
    town: Town, other_town: Town, sign_in: SignIn, page: str
) -> None:
    dossier = submitted(town)
    neighbour = sign_in(town, town.ward.secretaries[1])
    other_ward = sign_in(town, town.other_ward.appraiser)
    foreign = sign_in(other_town, other_town.org_dept)
    stranger = f"/{town.tenant.slug}/ho-so/99-1" + (f"/{page}" if page else "")
    unknown = neighbour.get(stranger)

    seen = [
        neighbour.get(address_of(town, dossier, page)),
        other_ward.get(address_of(town, dossier, page)),
        foreign.get(f"/{other_town.tenant.slug}/ho-so/99-1" + (f"/{page}" if page else "")),
    ]

    assert unknown.status_code == 404
    assert [answer.status_code for answer in seen] == [404] * 3
    assert {answer.text for answer in seen[:2]} == {unknown.text}


def test_code_with_strange_letters_is_unknown(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)

    assert browser.get(f"/{town.tenant.slug}/ho-so/26%00").status_code == 404


def test_history_costs_the_same_however_long(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    short = make.registered(town, town.ward.cells[1])
    long = make.appraised(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    browser.get(address_of(town, short, "lich-su"))

    def cost(dossier: Dossier) -> int:
        statements.clear()
        assert browser.get(address_of(town, dossier, "lich-su")).status_code == 200
        return len(statements)

    assert cost(short) == cost(long)


def test_page_draws_the_dossiers_flow_with_its_place(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.secretaries[0])
    says = "Hồ sơ đang ở: Mới nộp đăng ký. Từ đây có thể: Tiếp nhận đăng ký, Trả lại đăng ký."

    page = browser.get(address_of(town, dossier)).text
    drawing = browser.get(address_of(town, dossier, "quy-trinh.svg"))

    assert says in text_of(page)
    assert f'src="{address_of(town, dossier, "quy-trinh.svg")}" alt="{says}"' in page
    assert (drawing.status_code, drawing.mimetype) == (200, "image/svg+xml")
    assert drawing.text.count("● Hồ sơ đang ở đây") == 1
    assert f"<desc>{says}</desc>" in drawing.text
    assert sign_in(town, town.other_ward.office).get(
        address_of(town, dossier, "quy-trinh.svg")
    ).status_code == 404  # fmt: skip

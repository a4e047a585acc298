"""The check before sending, the cell's vote, the receipt."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, links_of, main_of, said, text_of
from tests.web.steps.self_assessment.answers import address_of
from workflows.dossiers.answering import answer
from workflows.dossiers.contents import tally_of
from workflows.dossiers.tables import CellTally, Dossier, Purpose

CHECK = "nop-tu-danh-gia"
RECEIPT = "nop-tu-danh-gia/bien-nhan"


def ready(town: Town) -> Dossier:
    make.in_review(town, town.ward.cells[0])
    make.answered(town, town.ward.cells[0])
    return town.dossier(town.ward.cells[0])


def today_of(town: Town) -> str:
    return show_date(clock.today(town.session))


def vote(town: Town) -> dict[str, str]:
    return {"met_on": today_of(town), "in_favour": "20"}


def vote_kept(town: Town, dossier: Dossier) -> CellTally | None:
    town.session.rollback()
    return tally_of(town.session, dossier.id, Purpose.SELF_ASSESSMENT)


def sendings(town: Town, dossier: Dossier) -> int:
    town.session.rollback()
    return town.session.scalars(
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.dossier_id == dossier.id, AuditEvent.kind == "submit_self_assessment")
    ).one()


def answer_as(town: Town, dossier: Dossier, person: object, key: str, level: str) -> None:
    answer(
        town.session, dossier.id, key,
        level=level, not_applicable=False, note="",
        actor=town.member(person),  # type: ignore[arg-type]
    )  # fmt: skip
    town.session.commit()


def test_check_shows_every_answer_with_its_points_and_a_way_to_change_it(
    town: Town, sign_in: SignIn
) -> None:
    dossier = ready(town)

    page = sign_in(town, town.ward.secretaries[0]).get(address_of(town, dossier, CHECK)).text

    words = text_of(page)
    assert "Hồ sơ chưa được gửi." in words
    assert len(re.findall(r"<dd><b>Tốt · \d+ điểm</b>", page)) == 16
    changes = [link for link in links_of(page) if "#tc-" in link]
    assert changes[0] == address_of(town, dossier, "nhom/1#tc-1-1")
    assert len(changes) == 16
    assert "Tổng điểm: 100 điểm cần từ 90" in words


def test_vote_is_asked_of_official_members_who_are_not_exempted(
    town: Town, sign_in: SignIn
) -> None:
    dossier = ready(town)

    form = form_at(sign_in(town, town.ward.secretaries[0]), address_of(town, dossier, CHECK))

    assert {name: form[name] for name in ("met_on", "in_favour", "base", "base_reason")} == {
        "met_on": "", "in_favour": "", "base": "22", "base_reason": "",
    }  # fmt: skip
    assert "late_reason" not in form
    assert "signed_copy" not in form


def test_sending_leads_to_a_receipt_that_stays(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)

    sent = browser.post(address, data=form_at(browser, address) | vote(town))

    assert (sent.status_code, sent.location) == (303, address_of(town, dossier, RECEIPT))
    page = browser.get(sent.location).text
    words = text_of(page)
    assert f"Đã gửi tự đánh giá. Mã hồ sơ {dossier.code}" in words
    assert "20 trên 22 đảng viên tán thành" in words
    assert "Đang chờ: bộ phận chủ trì thẩm định của phường." in words
    assert "Hoàn tác «Nộp tự đánh giá»" in words
    assert said(page).startswith("Đã xong: Nộp tự đánh giá.")
    assert browser.get(sent.location).status_code == 200
    tally = vote_kept(town, dossier)
    assert tally is not None
    assert (tally.in_favour, tally.base) == (20, 22)


def test_form_sent_twice_acts_once_and_gives_the_same_receipt(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address) | vote(town)

    sent = [browser.post(address, data=form) for _time in (1, 2)]

    assert [(each.status_code, each.location) for each in sent] == [
        (303, address_of(town, dossier, RECEIPT))
    ] * 2
    assert sendings(town, dossier) == 1


def test_undo_from_the_receipt_opens_it_again_and_the_vote_still_stands(
    town: Town, sign_in: SignIn
) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    browser.post(address, data=form_at(browser, address) | vote(town))
    receipt = address_of(town, dossier, RECEIPT)

    undone = browser.post(address_of(town, dossier, "hoan-tac"), data=form_at(browser, receipt))

    assert undone.status_code == 303
    assert town.dossier(town.ward.cells[0]).state == "self_assessment"
    assert browser.get(receipt).location == f"/{town.tenant.slug}/ho-so/{dossier.code}"
    page = browser.get(address).text
    assert "Nội dung chưa đổi nên biểu quyết này vẫn dùng được" in text_of(page)

    again = browser.post(address, data=fields_of(page))

    assert again.location == receipt
    assert town.dossier(town.ward.cells[0]).state == "under_appraisal"
    town.session.rollback()
    votes = town.session.scalars(
        select(func.count())
        .select_from(CellTally)
        .where(
            CellTally.dossier_id == dossier.id,
            CellTally.purpose == Purpose.SELF_ASSESSMENT,
        )
    ).one()
    assert votes == 1


def test_changed_answer_asks_for_a_new_vote(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    browser.post(address, data=form_at(browser, address) | vote(town))
    receipt = address_of(town, dossier, RECEIPT)
    browser.post(address_of(town, dossier, "hoan-tac"), data=form_at(browser, receipt))
    answer_as(town, dossier, town.ward.secretaries[0], "2.1", "met")

    page = browser.get(address).text
    refused = browser.post(address, data=fields_of(page))

    assert "biểu quyết này vẫn dùng được" not in text_of(page)
    assert refused.status_code == 422
    assert errors_of(refused.text) == [
        "Đồng chí chưa điền: Ngày chi bộ họp thông qua",
        "Đồng chí chưa điền: Số đảng viên tán thành, trên tổng số 22",
    ]


def test_missing_criteria_are_refused_and_linked(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    dossier = make.in_review(town, cell)
    answer_as(town, dossier, town.ward.secretaries[0], "1.1", "good")
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    page = browser.get(address).text
    assert "Còn thiếu 15 chỗ, xem ngay dưới đây." in text_of(page)
    assert address_of(town, dossier, "nhom/4#tc-4-4") in links_of(page)
    assert "<form" not in main_of(page)
    filled = {
        "csrf_token": re.findall(r'name="csrf" content="([^"]+)"', page)[0],
        "seen_version": str(town.dossier(cell).version),
        "base": "22",
    } | vote(town)  # fmt: skip

    refused = browser.post(address, data=filled)

    assert refused.status_code == 422
    assert errors_of(refused.text)[0].startswith("Còn tiêu chí chưa trả lời: 1.2, 1.3, 1.4")
    assert address_of(town, dossier, "nhom/2#tc-2-1") in links_of(refused.text)
    assert fields_of(refused.text)["in_favour"] == "20"
    assert town.dossier(cell).state == "self_assessment"


def test_impossible_vote_is_refused_and_kept_as_typed(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address) | {"met_on": "5.3.26", "in_favour": "23"}

    refused = browser.post(address, data=form)

    assert refused.status_code == 422
    assert errors_of(refused.text) == ["Số tán thành phải từ 0 đến 22. Đồng chí xem lại biên bản."]
    typed = fields_of(refused.text)
    assert (typed["met_on"], typed["in_favour"]) == ("5.3.26", "23")
    assert vote_kept(town, dossier) is None


def test_other_base_needs_its_reason(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address) | vote(town) | {"base": "21"}

    refused = browser.post(address, data=form)
    assert refused.status_code == 422
    assert errors_of(refused.text) == [
        "Số đảng viên được tính khác danh sách (22). Đồng chí ghi lý do."
    ]

    reason = {"base_reason": "Một đồng chí chuyển sinh hoạt"}
    sent = browser.post(address, data=fields_of(refused.text) | reason)
    assert sent.status_code == 303
    tally = vote_kept(town, dossier)
    assert tally is not None
    assert (tally.base, tally.base_reason) == (21, reason["base_reason"])


def test_late_sending_gives_its_reason(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    town.dossier(town.ward.cells[0]).due_on = clock.today(town.session) - timedelta(days=1)
    town.session.commit()
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address)
    assert form["late_reason"] == ""

    refused = browser.post(address, data=form | vote(town))
    assert errors_of(refused.text) == ["Đồng chí chưa điền: Lý do nộp muộn"]

    sent = browser.post(address, data=form | vote(town) | {"late_reason": "Bí thư nằm viện"})
    assert sent.status_code == 303
    assert town.dossier(town.ward.cells[0]).assessed_late is True


def test_office_sends_for_the_cell_from_a_signed_copy(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address)
    assert form["signed_copy"] == ""

    refused = browser.post(address, data=form | vote(town))
    assert errors_of(refused.text) == ["Đồng chí chưa điền: Bản tự đánh giá đã ký"]

    sent = browser.post(
        address, data=form | vote(town) | {"signed_copy": "Bản ngày 05/12, đ/c Lan"}
    )
    words = text_of(browser.get(sent.location).text)
    assert f"Đ/c {town.ward.office.name} nhập giúp" in words
    assert "Nhập theo bản ký: Bản ngày 05/12, đ/c Lan" in words


def test_answer_given_meanwhile_is_shown_before_sending(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address) | vote(town)
    answer_as(town, dossier, town.ward.deputy, "2.1", "not_met")

    refused = browser.post(address, data=form)

    assert refused.status_code == 409
    assert f"Đ/c {town.ward.deputy.name} vừa làm «Trả lời tiêu chí»" in text_of(refused.text)
    assert "<b>Chưa đạt · 0 điểm</b>" in refused.text
    shown = fields_of(refused.text)
    assert (shown["met_on"], shown["in_favour"]) == (form["met_on"], "20")
    assert sendings(town, dossier) == 0

    assert browser.post(address, data=shown).status_code == 303


def test_old_check_says_who_sent_it(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    form = form_at(browser, address) | vote(town)
    make.move(town, town.ward.cells[0], "submit_self_assessment", town.ward.deputy,
              met_on=clock.today(town.session), **make.ADOPTION)  # fmt: skip

    refused = browser.post(address, data=form)

    assert refused.status_code == 409
    assert f"Đ/c {town.ward.deputy.name} vừa làm «Nộp tự đánh giá»" in text_of(refused.text)
    assert sendings(town, dossier) == 1
    assert browser.get(address).location == address_of(town, dossier, RECEIPT)


def test_auditor_reads_the_check_and_cannot_send(town: Town, sign_in: SignIn) -> None:
    dossier = ready(town)
    form = form_at(sign_in(town, town.ward.secretaries[0]), address_of(town, dossier, CHECK))
    browser = sign_in(town, town.auditor)
    page = browser.get(address_of(town, dossier, CHECK)).text
    assert "<form" not in main_of(page)
    assert not [link for link in links_of(page) if "#tc-" in link]
    token = re.findall(r'name="csrf" content="([^"]+)"', page)[0]

    refused = browser.post(
        address_of(town, dossier, CHECK), data=form | vote(town) | {"csrf_token": token}
    )

    assert refused.status_code == 403
    assert town.dossier(town.ward.cells[0]).state == "self_assessment"


def test_check_asks_as_often_for_one_answer_as_for_sixteen(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    cell = town.ward.cells[0]
    dossier = make.in_review(town, cell)
    answer_as(town, dossier, town.ward.secretaries[0], "1.1", "good")
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, CHECK)
    browser.get(address)

    def asked() -> int:
        statements.clear()
        assert browser.get(address).status_code == 200
        return len(statements)

    few = asked()
    for group in ["1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "3.1", "3.2"]:
        answer_as(town, dossier, town.ward.secretaries[0], group, "met")

    assert asked() == few

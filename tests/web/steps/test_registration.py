"""Registering: two boxes on the fast path, and nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, main_of, said, text_of, token_at
from workflows.dossiers.contents import commitments_of, criteria_of, tally_of
from workflows.dossiers.tables import CellTally, Dossier, Purpose


def address_of(town: Town, dossier: Dossier, page: str = "nop-dang-ky") -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}" + (f"/{page}" if page else "")


def voted(town: Town, in_favour: str = "20") -> dict[str, str]:
    return {"met_on": show_date(clock.today(town.session)), "in_favour": in_favour}


def again(town: Town) -> Dossier:
    town.session.rollback()
    town.session.expire_all()
    return town.dossier(town.ward.cells[0])


def tally(town: Town) -> CellTally | None:
    return tally_of(town.session, town.dossier(town.ward.cells[0]).id, Purpose.REGISTRATION)


def end_registration(town: Town) -> None:
    """Put the last day of registration into the past."""
    town.dossier(town.ward.cells[0])
    today = clock.today(town.session)
    town.campaign.opens_on = town.campaign.registration_until = today - timedelta(days=3)
    town.session.commit()


def test_day_and_votes_are_enough(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)

    answer = browser.post(address, data=form_at(browser, address) | voted(town))

    receipt = address_of(town, dossier, "nop-dang-ky/bien-nhan")
    assert (answer.status_code, answer.location) == (303, receipt)
    found, vote = again(town), tally(town)
    assert (found.state, found.registered_late) == ("registration_submitted", False)
    assert vote is not None
    assert (vote.base, vote.in_favour, vote.base_reason) == (22, 20, "")
    assert commitments_of(town.session, found.id) == {
        group.key: group.commitment for group in criteria_of(found).groups
    }


def test_receipt_says_what_comes_next_and_can_be_taken_back(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)
    receipt = browser.post(address, data=form_at(browser, address) | voted(town)).location

    first = browser.get(receipt).text
    second = text_of(browser.get(receipt).text)

    assert said(first).startswith("Đã xong: Nộp đăng ký.")
    assert f"Đã gửi đăng ký. Mã hồ sơ {dossier.code}" in second
    assert "Đang chờ: văn phòng phường." in second
    undone = browser.post(address_of(town, dossier, "hoan-tac"), data=fields_of(first))
    assert undone.status_code == 303
    assert again(town).state == "registration_draft"
    assert browser.get(receipt).location == address_of(town, dossier, "")


def test_mistakes_keep_everything_typed(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)
    tomorrow = show_date(clock.today(town.session) + timedelta(days=1))
    typed = {"met_on": tomorrow, "in_favour": "21", "commitment-1": "Giữ vững xếp loại"}

    answer = browser.post(address, data=form_at(browser, address) | typed)

    assert answer.status_code == 422
    today = show_date(clock.today(town.session))
    assert errors_of(answer.text) == [f"Ngày phải trước hoặc đúng hôm nay, {today}."]
    assert {name: fields_of(answer.text)[name] for name in typed} == typed
    assert again(town).state == "registration_draft"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"met_on": ""}, ["Đồng chí chưa điền: Ngày chi bộ họp thống nhất đăng ký"]),
        ({"in_favour": "hai mươi"}, ["Viết số nguyên bằng chữ số, ví dụ 21"]),
        ({"in_favour": "23"}, ["Số tán thành phải từ 0 đến 22. Đồng chí xem lại biên bản."]),
        ({"in_favour": "11"}, [
            "Chi bộ chưa thông qua: cần từ 12 trên 22 đảng viên tán thành.",
        ]),
        ({"base": "21"}, [
            "Số đảng viên được tính khác danh sách (22). Đồng chí ghi lý do.",
        ]),
        ({"in_favour": "23", "met_on": "31/12/2199"}, [
            "Ngày phải trước hoặc đúng hôm nay, {today}.",
            "Số tán thành phải từ 0 đến 22. Đồng chí xem lại biên bản.",
        ]),
        ({"commitment-2": " "}, ["Đồng chí chưa điền: Cam kết: Chất lượng sinh hoạt tốt"]),
    ],
)  # fmt: skip
def test_mistake_is_told_in_one_sentence(
    town: Town, sign_in: SignIn, changes: dict[str, str], errors: list[str]
) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)

    answer = browser.post(address, data=form_at(browser, address) | voted(town) | changes)

    today = show_date(clock.today(town.session))
    expected = [sentence.format(today=today) for sentence in errors]
    assert (answer.status_code, errors_of(answer.text)) == (422, expected)
    assert again(town).state == "registration_draft"


def test_other_base_needs_its_reason(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)
    other = {"base": "21", "base_reason": "Đ/c Hòa chuyển sinh hoạt"}

    browser.post(address, data=form_at(browser, address) | voted(town) | other)

    again(town)
    vote = tally(town)
    assert vote is not None
    assert (vote.base, vote.base_reason) == (21, "Đ/c Hòa chuyển sinh hoạt")


def test_late_registration_gives_its_reason(town: Town, sign_in: SignIn) -> None:
    end_registration(town)
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.deputy)
    address = address_of(town, dossier)

    without = browser.post(address, data=form_at(browser, address) | voted(town))
    assert errors_of(without.text) == ["Đồng chí chưa điền: Lý do nộp muộn"]
    browser.post(address, data=fields_of(without.text) | {"late_reason": "Bí thư ốm"})

    assert (again(town).state, again(town).registered_late) == ("registration_submitted", True)


def test_late_registration_is_closed_where_the_campaign_says_so(
    town: Town, sign_in: SignIn
) -> None:
    end_registration(town)
    town.campaign.rules = {**town.campaign.rules, "late_registration": False}
    town.session.commit()
    browser = sign_in(town, town.ward.secretaries[0])

    answer = browser.get(address_of(town, town.dossier(town.ward.cells[0])))

    assert answer.status_code == 422
    until = show_date(town.campaign.registration_until)
    assert f"Đã hết hạn ngày {until}." in text_of(answer.text)


def test_office_enters_from_a_signed_copy(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier)
    form = form_at(browser, address)

    assert "Đang nhập giúp Chi bộ Tổ dân phố 1." in text_of(browser.get(address).text)
    without = browser.post(address, data=form | voted(town))
    assert errors_of(without.text) == ["Đồng chí chưa điền: Bản đăng ký đã ký"]
    browser.post(address, data=fields_of(without.text) | {"signed_copy": "Bản ký 05/03/2026"})

    assert again(town).state == "registration_submitted"
    receipt = browser.get(address_of(town, dossier, "nop-dang-ky/bien-nhan")).text
    assert f"Đ/c {town.ward.office.name} nhập giúp" in text_of(receipt)


def test_cell_is_not_asked_for_a_signed_copy(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])

    form = form_at(sign_in(town, town.ward.secretaries[0]), address_of(town, dossier))

    assert sorted(form) == sorted(
        ["csrf_token", "_key", "seen_version", "met_on", "in_favour", "base", "base_reason", "aim",
         *(f"commitment-{key}" for key in "1234"), "targets-socio_economic", "targets-admission"]
    )  # fmt: skip


def test_returned_registration_opens_with_what_stood(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    make.move(town, cell, "submit_registration", town.ward.secretaries[0],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    make.move(town, cell, "return_registration", town.ward.office, reason="Nêu rõ chỉ tiêu",
              marked=["commitment-2"], due_on=clock.today(town.session))  # fmt: skip
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, town.dossier(cell))

    page = browser.get(address).text

    assert "Lý do trả lại: Nêu rõ chỉ tiêu Cần sửa: cam kết nhóm 2." in text_of(page)
    assert '<details class="more" open>' in main_of(page)
    form = fields_of(page)
    assert (form["in_favour"], form["commitment-2"]) == ("20", "Cam kết nhóm 2")
    browser.post(address, data=form | {"commitment-2": "Họp đủ 12 kỳ"})
    found = again(town)
    assert (found.state, found.marked, found.return_reason) == ("registration_submitted", [], "")
    assert commitments_of(town.session, found.id)["2"] == "Họp đủ 12 kỳ"


def test_same_form_twice_registers_once(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier)
    form = form_at(browser, address) | voted(town)

    answers = [browser.post(address, data=form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    kinds = town.session.scalars(
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.dossier_id == dossier.id, AuditEvent.kind == "submit_registration")
    ).one()
    assert kinds == 1


def test_old_page_is_told_who_was_faster(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.ward.deputy)
    address = address_of(town, dossier)
    form = form_at(browser, address) | voted(town)
    make.move(town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip

    answer = browser.post(address, data=form)

    assert answer.status_code == 409
    assert f"Đ/c {town.ward.secretaries[0].name} vừa làm «Nộp đăng ký»" in text_of(answer.text)


def test_registering_is_not_for_other_desks(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    address = address_of(town, dossier)
    form = form_at(sign_in(town, town.ward.secretaries[0]), address) | voted(town)

    statuses = []
    for person in (town.ward.appraiser, town.org_dept, town.auditor):
        browser = sign_in(town, person)
        token = {"csrf_token": token_at(browser, address_of(town, dossier, ""))}
        statuses.append(
            (browser.get(address).status_code, browser.post(address, data=form | token).status_code)
        )

    assert statuses == [(403, 403)] * 3
    assert again(town).state == "registration_draft"


@pytest.mark.parametrize("page", ["nop-dang-ky", "nop-dang-ky/bien-nhan"])
def test_registration_of_others_is_unknown(
    town: Town, other_town: Town, sign_in: SignIn, page: str
) -> None:
    dossier = town.dossier(town.ward.cells[0])
    neighbour = sign_in(town, town.ward.secretaries[1])
    foreign = sign_in(other_town, other_town.ward.office)

    unknown = neighbour.get(f"/{town.tenant.slug}/ho-so/99-1/{page}")
    answers = [
        neighbour.get(address_of(town, dossier, page)),
        sign_in(town, town.other_ward.office).get(address_of(town, dossier, page)),
        foreign.get(f"/{other_town.tenant.slug}/ho-so/99-1/{page}"),
    ]

    assert [answer.status_code for answer in (unknown, *answers)] == [404] * 4
    assert {answer.text for answer in answers[:2]} == {unknown.text}

"""The page of every move that needs words, days and ticks alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.text.dates import show_date
from tenants.working_days import add_working_days
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, fields_of, form_at, said, text_of, token_at
from web.steps.reason.fields import FIELDS
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.tables import Dossier
from workflows.flows.cell_title import CELL_TITLE


def address_of(town: Town, dossier: Dossier, word: str = "") -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}" + (f"/{word}" if word else "")


def state(town: Town, dossier: Dossier) -> str:
    town.session.expire_all()
    return town.session.scalars(select(Dossier.state).where(Dossier.id == dossier.id)).one()


def events(town: Town, dossier: Dossier, kind: str) -> int:
    town.session.rollback()
    return town.session.scalars(
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.dossier_id == dossier.id, AuditEvent.kind == kind)
    ).one()


def submitted(town: Town) -> Dossier:
    cell = town.ward.cells[0]
    make.move(
        town, cell, "submit_registration", town.ward.secretaries[0],
        met_on=clock.today(town.session), **make.REGISTRATION,
    )  # fmt: skip
    return town.dossier(cell)


def test_office_accepts_and_is_told_who_has_it_next(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier, "tiep-nhan")

    answer = browser.post(address, data=form_at(browser, address))

    assert (answer.status_code, answer.location) == (303, address_of(town, dossier))
    assert state(town, dossier) == "registered"
    due = show_date(town.campaign.pilot_selection_until)
    assert said(browser.get(answer.location).text) == (
        f"Đã xong: Tiếp nhận đăng ký. Hồ sơ {dossier.code}: «Đã đăng ký», việc tiếp theo do"
        f" Ban Thường vụ của phường làm, hạn {due}."
    )


def test_form_has_the_fields_that_the_row_of_the_move_names(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)

    form = form_at(browser, address_of(town, dossier, "tra-lai-bo-sung"))

    comments = {f"comment-{each.key}" for each in criteria_of(dossier).criteria}
    assert set(form) - comments == {
        "csrf_token", "_key", "seen_version", "seen_content", "reason", "due_on",
    }  # fmt: skip
    assert comments < set(form)
    today = clock.today(town.session)
    assert form["due_on"] == show_date(add_working_days(town.session, today, 3))


def test_return_opens_what_was_ticked_with_a_ready_phrase(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    address = address_of(town, dossier, "tra-lai-bo-sung")
    form = form_at(browser, address)

    answer = browser.post(
        address, data=form | {"marked": ["2.1", "3.4"], "ready_reason": "so-lieu"}
    )

    assert answer.status_code == 303
    town.session.expire_all()
    found = town.dossier(town.ward.cells[0])
    assert (found.state, found.marked, found.return_reason) == (
        "returned", ["2.1", "3.4"], "Số liệu chưa khớp với báo cáo của chi bộ trong năm.",
    )  # fmt: skip


def test_return_without_reason_or_ticks_keeps_what_was_typed(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    address = address_of(town, dossier, "tra-lai-bo-sung")
    form = form_at(browser, address)

    answer = browser.post(address, data=form | {"due_on": "31/02/2027"})

    assert answer.status_code == 422
    assert errors_of(answer.text) == [
        "Đồng chí chưa điền: Mục cần sửa",
        "Đồng chí chưa điền: Lý do",
        "Tháng 2 năm 2027 chỉ có 28 ngày",
    ]
    assert fields_of(answer.text)["due_on"] == "31/02/2027"
    assert answer.text.count("<title>Lỗi:") == 1
    assert state(town, dossier) == "under_appraisal"


def test_refusal_of_a_guard_stands_at_its_field(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    address = address_of(town, dossier, "tra-lai-bo-sung")
    yesterday = show_date(clock.today(town.session) - timedelta(days=1))
    form = form_at(browser, address) | {"marked": "2.1", "reason": "Thiếu ảnh", "due_on": yesterday}

    answer = browser.post(address, data=form)

    assert answer.status_code == 422
    today = show_date(clock.today(town.session))
    assert errors_of(answer.text) == [f"Hạn mới phải từ hôm nay, {today}, trở đi."]
    assert fields_of(answer.text)["reason"] == "Thiếu ảnh"
    assert "marked" in fields_of(answer.text)


def test_registration_is_returned_with_marked_fields(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier, "tra-lai-dang-ky")
    form = form_at(browser, address) | {
        "marked": ["in_favour", "commitment-2"], "reason": "Xem lại biên bản",
    }  # fmt: skip

    assert browser.post(address, data=form).status_code == 303

    town.session.expire_all()
    assert town.dossier(town.ward.cells[0]).marked == ["in_favour", "commitment-2"]
    overview = text_of(browser.get(address_of(town, dossier)).text)
    assert "Cần sửa: số phiếu tán thành, cam kết nhóm 2." in overview


def test_late_registration_is_accepted_with_consent_alone(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    town.dossier(town.ward.cells[0]).registered_late = True
    town.session.commit()
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier, "tiep-nhan")
    form = form_at(browser, address)

    assert browser.post(address, data=form).status_code == 422
    consent = {"consent_number": "15-CV/ĐU", "consent_on": "5.3.2026"}
    assert browser.post(address, data=form_at(browser, address) | consent).status_code == 303

    found = town.dossier(town.ward.cells[0])
    assert (found.consent_number, found.consent_on) == ("15-CV/ĐU", date(2026, 3, 5))


def test_cell_withdraws_with_its_vote(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, "rut-ho-so")
    today = show_date(clock.today(town.session))
    form = form_at(browser, address) | {"reason": "Sáp nhập", "met_on": today}

    few = browser.post(address, data=form | {"in_favour": "11"})
    assert few.status_code == 422
    assert errors_of(few.text) == ["Chi bộ chưa thông qua: cần từ 12 trên 22 đảng viên tán thành."]
    again = fields_of(few.text) | {"in_favour": "12"}
    assert browser.post(address, data=again).status_code == 303

    assert state(town, dossier) == "withdrawn"


def test_word_that_is_no_move_is_no_page(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)

    assert browser.get(address_of(town, dossier, "bo-qua")).status_code == 404
    assert browser.get(address_of(town, dossier, "hoan-tac")).status_code == 404


def test_move_of_another_state_says_where_the_dossier_is(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)

    answer = browser.get(address_of(town, dossier, "gui-lai"))

    assert answer.status_code == 422
    assert "Hồ sơ đang ở bước «Mới nộp đăng ký», chưa làm được việc này." in text_of(answer.text)


def test_move_of_a_sitting_has_no_form(town: Town, sign_in: SignIn) -> None:
    dossier = make.appraised(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)

    answer = browser.get(address_of(town, dossier, "de-nghi"))

    assert answer.status_code == 422
    assert "Việc này chỉ làm được khi chốt phiên họp." in text_of(answer.text)


def test_four_eyes_are_named(town: Town, sign_in: SignIn) -> None:
    cell, office = town.ward.cells[0], town.ward.office
    make.move(
        town, cell, "submit_registration", office, signed_copy="Bản ký 05/03",
        met_on=clock.today(town.session), **make.REGISTRATION,
    )  # fmt: skip
    browser = sign_in(town, office)

    answer = browser.get(address_of(town, town.dossier(cell), "tiep-nhan"))

    assert answer.status_code == 422
    assert "Gắn ảnh bản đăng ký đã ký, hoặc để người khác nhận." in text_of(answer.text)


@pytest.mark.parametrize("role", ["appraiser", "inspector"])
def test_move_of_others_is_forbidden(town: Town, sign_in: SignIn, role: str) -> None:
    dossier = submitted(town)
    browser = sign_in(town, getattr(town.ward, role))
    office = sign_in(town, town.ward.office)
    address = address_of(town, dossier, "tiep-nhan")
    token = token_at(browser, address_of(town, dossier))

    assert browser.get(address).status_code == 403
    form = form_at(office, address) | {"csrf_token": token}
    assert browser.post(address, data=form).status_code == 403

    assert state(town, dossier) == "registration_submitted"


def test_dossier_of_others_is_unknown(town: Town, other_town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    unknown = sign_in(town, town.ward.office).get(f"/{town.tenant.slug}/ho-so/99-999/tiep-nhan")
    other_ward = sign_in(town, town.other_ward.office)
    foreign = sign_in(other_town, other_town.ward.office)
    elsewhere = f"/{other_town.tenant.slug}/ho-so/{dossier.code}-x/tiep-nhan"

    answer = other_ward.get(address_of(town, dossier, "tiep-nhan"))
    abroad = foreign.get(elsewhere)

    assert (answer.status_code, abroad.status_code, unknown.status_code) == (404, 404, 404)
    assert answer.text == unknown.text


def test_same_form_twice_moves_once(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier, "tiep-nhan")
    form = form_at(browser, address)

    first, second = browser.post(address, data=form), browser.post(address, data=form)

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert events(town, dossier, "accept_registration") == 1


def test_old_page_is_told_who_was_faster(town: Town, sign_in: SignIn) -> None:
    dossier = submitted(town)
    browser = sign_in(town, town.ward.office)
    address = address_of(town, dossier, "tra-lai-dang-ky")
    form = form_at(browser, address) | {"marked": "base", "reason": "Kiểm tra lại số liệu"}
    make.move(town, town.ward.cells[0], "withdraw", town.ward.secretaries[0],
              reason="Sáp nhập", met_on=clock.today(town.session), **make.ADOPTION)  # fmt: skip

    answer = browser.post(address, data=form)

    assert answer.status_code == 409
    words = text_of(answer.text)
    assert f"Đ/c {town.ward.secretaries[0].name} vừa làm «Rút hồ sơ»" in words
    assert "Kiểm tra lại số liệu" in words
    assert state(town, dossier) == "withdrawn"


def test_every_move_can_be_asked_for_on_this_page_or_has_its_own() -> None:
    own_pages = {"submit_registration", "submit_self_assessment", "conclude_appraisal"}

    without_field = {
        (move.trigger, name)
        for move in CELL_TITLE.moves
        if not move.at_sitting and move.trigger not in own_pages
        for name in move.asks
        if name not in FIELDS
    }

    assert without_field == set()

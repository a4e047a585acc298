"""Answering criteria: one by one as they are chosen, or a group by its button."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tenants import clock
from tenants.people import Person
from tests import make
from tests.make import Town
from tests.web.conftest import HTMX, SignIn
from tests.web.reading import errors_of, fields_of, form_at, links_of, main_of, said, text_of
from tests.web.steps.self_assessment.answers import address_of, group_form, kept, levels
from workflows.dossiers.answering import LONGEST_NOTE, answer
from workflows.dossiers.tables import Dossier

GROUP_1 = {"c1_1": "good", "c1_2": "met", "c1_3": "good", "c1_4": "not_met", "c1_5": "-"}


def answered_by(town: Town, person: Person, dossier: Dossier, key: str, level: str) -> None:
    answer(
        town.session, dossier.id, key,
        level=level, not_applicable=False, note="", actor=town.member(person),
    )  # fmt: skip
    town.session.commit()


def returned(town: Town, *marked: str) -> Dossier:
    make.under_appraisal(town, town.ward.cells[0])
    make.move(
        town, town.ward.cells[0], "return_for_supplement", town.ward.appraiser,
        marked=list(marked), reason="Nêu số nghị quyết quý III",
        due_on=clock.today(town.session) + timedelta(days=3),
    )  # fmt: skip
    return town.dossier(town.ward.cells[0])


def test_choice_is_kept_at_once_and_counted(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "1", c1_1="met")

    part = browser.post(address_of(town, dossier, "tieu-chi/1.1"), data=form, headers=HTMX)

    assert part.status_code == 200
    assert kept(town, dossier) == {"1.1": ("met", False, "")}
    assert re.search(r'id="luu-1-1" hx-swap-oob="true">.*?Đã lưu lúc \d\d:\d\d</span>', part.text)
    assert re.search(r'id="tong-diem" hx-swap-oob="true">\s*<p class="figure">3,6<', part.text)
    assert 'id="xong-1" hx-swap-oob="true">1/5 xong<' in part.text
    assert 'id="con-lai" hx-swap-oob="true">còn 15 tiêu chí<' in part.text
    assert 'id="ban-1-1" name="version-1.1" value="1"' in part.text
    assert "Đã lưu tiêu chí 1.1." in text_of(part.text)


def test_choice_of_one_criterion_leaves_the_others_as_they_are(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "1", c1_1="met", c1_2="good")

    browser.post(address_of(town, dossier, "tieu-chi/1.1"), data=form, headers=HTMX)

    assert levels(town, dossier) == {"1.1": "met"}


def test_same_choice_again_changes_nothing(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "1", c1_1="met")
    address = address_of(town, dossier, "tieu-chi/1.1")
    browser.post(address, data=form, headers=HTMX)
    version = town.dossier(town.ward.cells[0]).content_version

    again = browser.post(address, data=form, headers=HTMX)

    assert again.status_code == 200
    town.session.rollback()
    assert town.dossier(town.ward.cells[0]).content_version == version


def test_group_is_kept_whole_and_leads_to_the_next(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "1", **GROUP_1)
    form["note-1.2"] = "Thu ngân sách đạt 96%"

    sent = browser.post(address_of(town, dossier, "nhom/1"), data=form)

    assert (sent.status_code, sent.location) == (303, address_of(town, dossier, "nhom/2"))
    assert kept(town, dossier) == {
        "1.1": ("good", False, ""),
        "1.2": ("met", False, "Thu ngân sách đạt 96%"),
        "1.3": ("good", False, ""),
        "1.4": ("not_met", False, ""),
        "1.5": (None, True, ""),
    }
    assert said(browser.get(sent.location).text) == (
        "Đã lưu nhóm «Lãnh đạo hoàn thành tốt nhiệm vụ chính trị»."
    )


def test_group_sent_twice_is_kept_once(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "2", c2_1="good", c2_2="good")
    address = address_of(town, dossier, "nhom/2")

    answers = [browser.post(address, data=form) for _time in (1, 2)]

    assert [(each.status_code, each.location) for each in answers] == [
        (303, address_of(town, dossier, "nhom/3"))
    ] * 2
    assert levels(town, dossier) == {"2.1": "good", "2.2": "good"}


def test_sixteen_choices_four_buttons_and_one_vote_send_it(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    address = address_of(town, dossier, "nhom/1")

    for _group in range(4):
        form = form_at(browser, address)
        keys = re.findall(r'name="version-([^"]+)"', browser.get(address).text)
        chosen = {f"level-{key}": "good" for key in keys}
        address = browser.post(address, data=form | chosen).location
    day = clock.today(town.session).strftime("%d/%m/%Y")
    vote = form_at(browser, address) | {"met_on": day, "in_favour": "20"}
    sent = browser.post(address, data=vote)

    assert sent.location == address_of(town, dossier, "nop-tu-danh-gia/bien-nhan")
    assert town.dossier(town.ward.cells[0]).state == "under_appraisal"
    assert len(kept(town, dossier)) == 16


def test_not_applicable_is_offered_only_where_it_may_be(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    page = browser.get(address_of(town, dossier, "nhom/1")).text
    assert re.findall(r'name="level-([\d.]+)" value="-"', page) == ["1.5"]
    form = group_form(browser, town, dossier, "1", c1_1="-")

    refused = browser.post(address_of(town, dossier, "nhom/1"), data=form)

    assert refused.status_code == 422
    assert errors_of(refused.text) == ["Tiêu chí 1.1 luôn áp dụng. Đồng chí chọn một mức."]
    assert kept(town, dossier) == {}


def test_long_note_is_refused_where_it_was_typed(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "2", c2_1="met")
    form["note-2.1"] = "a" * (LONGEST_NOTE + 3)

    refused = browser.post(address_of(town, dossier, "nhom/2"), data=form)

    assert refused.status_code == 422
    assert errors_of(refused.text) == ["Viết tối đa 2000 chữ cái, hiện thừa 3"]
    assert 'href="#ghi-chu-2-1"' in refused.text
    typed = fields_of(refused.text)
    assert (typed["level-2.1"], typed["note-2.1"]) == ("met", form["note-2.1"])
    assert kept(town, dossier) == {}


def test_group_names_who_answered_meanwhile_and_keeps_what_was_chosen(
    town: Town, sign_in: SignIn
) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "2", c2_1="good", c2_2="met")
    answered_by(town, town.ward.deputy, dossier, "2.1", "not_met")

    refused = browser.post(address_of(town, dossier, "nhom/2"), data=form)

    assert refused.status_code == 409
    assert errors_of(refused.text) == ["Tiêu chí 2.1"]
    assert f"Đ/c {town.ward.deputy.name} vừa trả lời tiêu chí này lúc" in text_of(refused.text)
    assert levels(town, dossier) == {"2.1": "not_met"}
    shown = fields_of(refused.text)
    assert (shown["level-2.1"], shown["level-2.2"]) == ("good", "met")

    again = browser.post(address_of(town, dossier, "nhom/2"), data=shown)

    assert again.status_code == 303
    assert levels(town, dossier) == {"2.1": "good", "2.2": "met"}


def test_choice_names_who_answered_meanwhile(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "2", c2_1="good")
    answered_by(town, town.ward.deputy, dossier, "2.1", "not_met")

    part = browser.post(address_of(town, dossier, "tieu-chi/2.1"), data=form, headers=HTMX)

    assert part.status_code == 409
    assert re.search(
        rf'<p class="saved lost" id="luu-2-1".*?Đ/c {town.ward.deputy.name} vừa trả lời',
        part.text,
        re.DOTALL,
    )
    assert "version-2.1" not in part.text
    assert levels(town, dossier) == {"2.1": "not_met"}


def test_old_page_does_not_empty_what_others_answered(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "2", c2_2="good")
    answered_by(town, town.ward.deputy, dossier, "2.1", "met")

    browser.post(address_of(town, dossier, "nhom/2"), data=form)

    assert levels(town, dossier) == {"2.1": "met", "2.2": "good"}


def test_page_from_before_the_sending_says_who_sent_and_what_was_not_kept(
    town: Town, sign_in: SignIn
) -> None:
    cell = town.ward.cells[0]
    dossier = make.in_review(town, cell)
    make.answered(town, cell)
    browser = sign_in(town, town.ward.secretaries[0])
    form = group_form(browser, town, dossier, "2", c2_1="met")
    form["note-2.1"] = "Thiếu một buổi chuyên đề"
    today = clock.today(town.session)
    make.move(town, cell, "submit_self_assessment", town.ward.deputy,
              met_on=today, **make.ADOPTION)  # fmt: skip

    refused = browser.post(address_of(town, dossier, "nhom/2"), data=form)

    assert refused.status_code == 409
    assert f"Đ/c {town.ward.deputy.name} vừa làm «Nộp tự đánh giá»" in text_of(refused.text)
    assert errors_of(refused.text) == ["Tiêu chí 2.1: Đạt Thiếu một buổi chuyên đề"]
    assert levels(town, dossier)["2.1"] == "good"
    choice = browser.post(address_of(town, dossier, "tieu-chi/2.1"), data=form, headers=HTMX)
    assert (choice.status_code, choice.headers["HX-Retarget"]) == (409, "#thong-bao")


def test_return_opens_only_what_was_marked(town: Town, sign_in: SignIn) -> None:
    dossier = returned(town, "2.1")
    browser = sign_in(town, town.ward.secretaries[0])

    page = browser.get(address_of(town, dossier, "nhom/2")).text

    assert set(re.findall(r'name="level-([\d.]+)"', page)) == {"2.1"}
    assert "Phường đề nghị sửa: Nêu số nghị quyết quý III" in text_of(page)
    other = browser.get(address_of(town, dossier, "nhom/1")).text
    assert "Nhóm này không có tiêu chí nào phải sửa." in text_of(other)
    assert "<form" not in main_of(other)

    form = form_at(browser, address_of(town, dossier, "nhom/2"))
    smuggled = browser.post(
        address_of(town, dossier, "nhom/2"),
        data=form | {"level-2.1": "met", "level-2.2": "not_met"},
    )
    assert smuggled.status_code == 409
    assert set(levels(town, dossier).values()) == {"good"}

    sent = browser.post(address_of(town, dossier, "nhom/2"), data=form | {"level-2.1": "met"})
    assert sent.location == address_of(town, dossier, "nop-tu-danh-gia")
    assert levels(town, dossier)["2.1"] == "met"


def test_link_to_go_on_leads_to_the_first_open_criterion(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])
    go_on = address_of(town, dossier, "tu-danh-gia")
    assert browser.get(go_on).location == address_of(town, dossier, "nhom/1#tc-1-1")
    form = group_form(browser, town, dossier, "1", **GROUP_1)
    browser.post(address_of(town, dossier, "nhom/1"), data=form)

    assert browser.get(go_on).location == address_of(town, dossier, "nhom/2#tc-2-1")


def test_link_to_go_on_leads_to_what_a_return_marked(town: Town, sign_in: SignIn) -> None:
    dossier = returned(town, "3.2")
    browser = sign_in(town, town.ward.secretaries[0])

    led = browser.get(address_of(town, dossier, "tu-danh-gia"))

    assert led.location == address_of(town, dossier, "nhom/3#tc-3-2")
    linked = browser.get(address_of(town, dossier, "tieu-chi/3.2"))
    assert linked.location == led.location


def test_office_enters_for_the_cell_openly(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    page = text_of(browser.get(address_of(town, dossier, "nhom/2")).text)
    assert f"Đang nhập giúp {dossier.unit.name}." in page
    form = group_form(browser, town, dossier, "2", c2_1="good")

    browser.post(address_of(town, dossier, "tieu-chi/2.1"), data=form, headers=HTMX)

    assert levels(town, dossier) == {"2.1": "good"}
    own = text_of(
        sign_in(town, town.ward.secretaries[0]).get(address_of(town, dossier, "nhom/2")).text
    )
    assert "Đang nhập giúp" not in own


def test_auditor_reads_and_does_not_write(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    form = group_form(sign_in(town, town.ward.secretaries[0]), town, dossier, "2", c2_1="good")
    browser = sign_in(town, town.auditor)
    page = browser.get(address_of(town, dossier, "nhom/2")).text
    assert "<form" not in main_of(page)
    assert "Việc này do bí thư, phó bí thư chi bộ làm." in text_of(page)
    form["csrf_token"] = re.findall(r'name="csrf" content="([^"]+)"', page)[0]

    for where in ("nhom/2", "tieu-chi/2.1"):
        assert browser.post(address_of(town, dossier, where), data=form).status_code == 403
    assert kept(town, dossier) == {}


def test_cell_reads_what_it_sent_and_why_it_is_closed(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])

    page = sign_in(town, town.ward.secretaries[0]).get(address_of(town, dossier, "nhom/1")).text

    assert "<form" not in main_of(page)
    assert "Hồ sơ đang ở bước «Phường đang thẩm định», phần này chỉ để xem." in text_of(page)
    assert text_of(page).count("Tốt · 5 điểm") == 2


def test_cell_sees_the_appraisers_levels_once_they_are_concluded(
    town: Town, sign_in: SignIn
) -> None:
    cell = town.ward.cells[0]
    dossier = make.appraised(town, cell)
    address = address_of(town, dossier, "nhom/1")
    secretary, appraiser = town.ward.secretaries[0], town.ward.appraiser

    def seen(person: Person) -> int:
        return text_of(sign_in(town, person).get(address).text).count("Thẩm định: Tốt")

    assert (seen(secretary), seen(appraiser)) == (5, 5)
    make.move(town, cell, "reopen_appraisal", town.ward.office, reason="Xem lại tiêu chí 1.2")
    assert (seen(secretary), seen(appraiser)) == (0, 5)


PAGES = ["nhom/1", "tu-danh-gia", "tieu-chi/1.1", "nop-tu-danh-gia", "nop-tu-danh-gia/bien-nhan"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_others_do_not_exist(
    town: Town, other_town: Town, sign_in: SignIn, page: str
) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    address = address_of(town, dossier, page)
    unknown = sign_in(town, town.ward.secretaries[1]).get(f"/{town.tenant.slug}/ho-so/26-99999")
    assert unknown.status_code == 404

    strangers = [
        town.ward.secretaries[1],
        town.other_ward.office,
        town.other_ward.secretaries[0],
        town.ward.appraiser,
        town.org_dept,
    ]
    for person in strangers:
        found = sign_in(town, person).get(address)
        assert (found.status_code, found.data) == (404, unknown.data)
    foreign = sign_in(other_town, other_town.ward.secretaries[0]).get(address)
    assert (foreign.status_code, foreign.data) == (404, unknown.data)


def test_other_cell_cannot_answer(town: Town, sign_in: SignIn) -> None:
    first, second = town.ward.cells
    make.registered(town, second)
    dossier = make.in_review(town, first)
    own = make.in_review(town, second)
    browser = sign_in(town, town.ward.secretaries[1])
    form = group_form(browser, town, own, "2", c2_1="good")

    for where in ("nhom/2", "tieu-chi/2.1", "nop-tu-danh-gia"):
        assert browser.post(address_of(town, dossier, where), data=form).status_code == 404
    assert kept(town, dossier) == {}


def test_unknown_group_and_criterion_do_not_exist(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.secretaries[0])

    for page in ("nhom/9", "tieu-chi/9.9"):
        assert browser.get(address_of(town, dossier, page)).status_code == 404


def test_steps_lead_to_every_group_and_to_the_check(town: Town, sign_in: SignIn) -> None:
    dossier = make.in_review(town, town.ward.cells[0])

    page = sign_in(town, town.ward.secretaries[0]).get(address_of(town, dossier, "nhom/3")).text

    steps = [*(f"nhom/{number}" for number in "1234"), "nop-tu-danh-gia"]
    led = [link for link in links_of(page) if "/nhom/" in link or link.endswith("danh-gia")]
    assert led == [address_of(town, dossier, each) for each in steps]

"""The home of a cell: one card that says what to do, five stages that say where it is."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tenants import clock
from tenants.appointments import add_unit, appoint
from tenants.roles import Role
from tenants.text.dates import show_date
from tenants.units import UnitKind
from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import links_of, main_of, text_of, words_of
from workflows.campaigns.planning import plan_campaign, reference_calendar
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.criteria.reading import read_criteria

EVIDENCE = " Chụp thêm minh chứng"  # offered all year, whatever is to be done


def card(page: str) -> str:
    """Return the words of the first card, without the button for evidence."""
    found = re.findall(r"<section class=\"card.*?</section>", main_of(page), re.DOTALL)[0]
    return words_of(found).removesuffix(EVIDENCE)


def stages(page: str) -> list[tuple[str, str]]:
    """Return the stages with their standing."""
    found = re.findall(r'<li class="(\w*)"[^>]*>(.*?)</li>', main_of(page), re.DOTALL)
    return [(standing, words_of(words)) for standing, words in found]


def home(town: Town, sign_in: SignIn, ward: make.Ward | None = None) -> str:
    secretary = (ward or town.ward).secretaries[0]
    answer = sign_in(town, secretary).get(f"/{town.tenant.slug}/chi-bo")
    assert answer.status_code == 200
    return answer.text


def test_draft_asks_to_register(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])

    page = home(town, sign_in)

    year, until = town.campaign.year, show_date(town.campaign.registration_until)
    assert card(page) == (
        f"Việc cần làm: đăng ký năm {year} Hôm nay Cần ngày chi bộ họp và số phiếu tán thành."
        f" Hạn đăng ký: {until}. Đăng ký"
    )
    assert f"/{town.tenant.slug}/ho-so/{dossier.code}/nop-dang-ky" in links_of(page)
    assert [standing for standing, _words in stages(page)] == ["now", "", "", "", ""]


def test_greeting_takes_the_given_name(town: Town, sign_in: SignIn) -> None:
    assert text_of(home(town, sign_in)).startswith("Chào đồng chí Mai")


def test_early_draft_waits_for_the_opening(town: Town, sign_in: SignIn) -> None:
    opens_on = clock.today(town.session) + timedelta(days=10)
    town.dossier(town.ward.cells[0])
    for name in ("opens_on", "registration_until", "pilot_selection_until"):
        setattr(town.campaign, name, opens_on)
    town.session.commit()

    assert card(home(town, sign_in)) == (
        f"Năm {town.campaign.year} chưa mở đăng ký Mở từ {show_date(opens_on)}."
    )


def test_returned_registration_is_over_once_the_ward_reviews(town: Town, sign_in: SignIn) -> None:
    first, second = town.ward.cells
    make.move(town, first, "submit_registration", town.ward.secretaries[0],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip
    make.move(town, first, "return_registration", town.ward.office, reason="Nêu rõ chỉ tiêu",
              marked=["commitment-2"], due_on=clock.today(town.session))  # fmt: skip
    make.in_review(town, second)

    assert card(home(town, sign_in)) == (
        "Chưa gửi lại đăng ký được Các chi bộ đã bắt đầu tự đánh giá, không nhận đăng ký nữa."
    )


def test_sent_registration_waits_and_can_be_taken_back(town: Town, sign_in: SignIn) -> None:
    make.move(town, town.ward.cells[0], "submit_registration", town.ward.secretaries[0],
              met_on=clock.today(town.session), **make.REGISTRATION)  # fmt: skip

    words = card(home(town, sign_in))

    assert words.startswith("Chưa có việc phải làm Hồ sơ đang ở văn phòng phường, hạn xong ")
    assert words.endswith("Hoàn tác «Nộp đăng ký»")


def test_assessment_counts_its_answers(town: Town, sign_in: SignIn) -> None:
    make.in_review(town, town.ward.cells[0])

    page = home(town, sign_in)

    until = show_date(town.campaign.self_assessment_until)
    assert card(page) == (
        "Việc cần làm: hoàn thành tự đánh giá"
        f" Đã xong 0 trong 16 tiêu chí. Hạn gửi: {until}. Còn khoảng 26 phút."
        " Bắt đầu tự đánh giá"
    )
    assert [standing for standing, _words in stages(page)] == ["done", "now", "", "", ""]
    today = show_date(clock.today(town.session))
    assert stages(page)[0][1] == (
        f"Đăng ký, đã xong Gửi {today}. Văn phòng phường đã nhận {today}."
    )


def test_complete_assessment_asks_to_be_sent(town: Town, sign_in: SignIn) -> None:
    make.in_review(town, town.ward.cells[0])
    make.answered(town, town.ward.cells[0])

    words = card(home(town, sign_in))

    assert words.startswith("Việc cần làm: xem lại và gửi tự đánh giá Đã xong cả 16 tiêu chí.")


def test_return_shows_the_wards_words(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    make.under_appraisal(town, cell)
    due_on = clock.today(town.session) + timedelta(days=2)
    make.move(town, cell, "return_for_supplement", town.ward.appraiser,
              reason="Thiếu số nghị quyết", marked=["2.1", "3.4"], due_on=due_on)  # fmt: skip

    page = home(town, sign_in)

    assert card(page) == (
        "Việc cần làm: bổ sung 2 chỗ Còn 2 ngày"
        f" Phường đã trả lại hồ sơ. Hạn gửi lại: {show_date(due_on)}."
        f" Đ/c {town.ward.appraiser.name} trả lại ngày {show_date(clock.today(town.session))}:"
        " Thiếu số nghị quyết Cần sửa: tiêu chí 2.1, tiêu chí 3.4."
        " Bổ sung Xem lại và gửi"
    )
    assert [standing for standing, _words in stages(page)] == ["done", "now", "", "", ""]


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        ("under_appraisal", ["done", "done", "now", "", ""]),
        ("not_recommended", ["done", "done", "now", "", ""]),
        ("city_appraisal", ["done", "done", "done", "now", ""]),
        ("declined", ["done", "done", "done", "done", "now"]),
        ("recognized", ["done"] * 5),
        ("lapsed", ["now", "", "", "", ""]),
    ],
)
def test_stage_follows_the_state(
    town: Town, sign_in: SignIn, state: str, standing: list[str]
) -> None:
    town.dossier(town.ward.cells[0]).state = state
    town.session.commit()

    assert [each for each, _words in stages(home(town, sign_in))] == standing


@pytest.mark.parametrize(
    "state",
    [
        "registered", "in_progress", "recommended", "returned_to_ward", "awaiting_city_decision",
        "ward_reconsideration", "city_reconsideration", "on_hold", "revoked", "withdrawn",
        "superseded",
    ],
)  # fmt: skip
def test_every_state_has_a_home(town: Town, sign_in: SignIn, state: str) -> None:
    town.dossier(town.ward.cells[0]).state = state
    town.session.commit()

    assert card(home(town, sign_in))


def test_declined_cell_may_ask_again(town: Town, sign_in: SignIn) -> None:
    [dossier] = settled.recommended(town, town.ward.cells[0], title=settled.NOBODY)

    page = home(town, sign_in)

    assert f"/{town.tenant.slug}/ho-so/{dossier.code}/xin-xem-xet-lai" in links_of(page)


def test_leader_of_two_cells_chooses(town: Town, sign_in: SignIn) -> None:
    first, second = town.ward.cells
    appoint(town.session, town.ward.secretaries[0], Role.CELL_DEPUTY, unit=second)
    town.session.commit()
    browser = sign_in(town, town.ward.secretaries[0])

    page = browser.get(f"/{town.tenant.slug}/chi-bo").text

    assert links_of(page) == [
        f"/{town.tenant.slug}/chi-bo?ma={cell.code}" for cell in (first, second)
    ]
    chosen = browser.get(links_of(page)[1]).text
    assert f"Xem toàn bộ hồ sơ {town.dossier(second).code}" in text_of(chosen)
    other = town.other_ward.cells[0].code
    assert browser.get(f"/{town.tenant.slug}/chi-bo?ma={other}").status_code == 404


def test_cell_without_a_dossier_is_told_whom_to_ask(town: Town, sign_in: SignIn) -> None:
    new_cell(town)

    page = sign_in(town, town.ward.members[0]).get(f"/{town.tenant.slug}/chi-bo").text

    assert card(page) == (
        f"Chi bộ chưa có trong danh sách năm {town.campaign.year}"
        " Đồng chí gọi văn phòng để được thêm vào danh sách."
    )


def test_year_that_is_being_prepared_says_when(town: Town, sign_in: SignIn) -> None:
    new_cell(town)
    next_year = planned(town)

    page = sign_in(town, town.ward.members[0]).get(f"/{town.tenant.slug}/chi-bo").text

    assert card(page) == (
        f"Năm {next_year.year} chưa mở đăng ký Mở từ {show_date(next_year.opens_on)}."
    )


def test_year_that_is_being_prepared_hides_no_work(town: Town, sign_in: SignIn) -> None:
    planned(town)

    assert card(home(town, sign_in)).startswith("Việc cần làm: đăng ký năm")


def test_closed_year_is_among_the_earlier_ones(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    town.campaign.state = CampaignState.CLOSED
    next_year = planned(town)

    page = home(town, sign_in)

    assert card(page).startswith(f"Năm {next_year.year} chưa mở đăng ký")
    assert [link for link in links_of(page) if "/ho-so/" in link] == [
        f"/{town.tenant.slug}/ho-so/{dossier.code}"
    ]


def test_home_is_for_leaders_of_cells(town: Town, sign_in: SignIn) -> None:
    answer = sign_in(town, town.ward.office).get(f"/{town.tenant.slug}/chi-bo")

    assert answer.status_code == 403


def test_choosing_costs_the_same_for_two_cells_and_for_four(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    secretary = town.ward.secretaries[0]

    def cost() -> int:
        browser = sign_in(town, secretary)  # a new role ends the sign-ins before it
        statements.clear()
        assert browser.get(f"/{town.tenant.slug}/chi-bo").status_code == 200
        return len(statements)

    appoint(town.session, secretary, Role.CELL_DEPUTY, unit=town.ward.cells[1])
    town.session.commit()
    cost()
    two = cost()
    for cell in town.other_ward.cells:
        appoint(town.session, secretary, Role.CELL_DEPUTY, unit=cell)
    town.session.commit()

    assert cost() == two


def new_cell(town: Town) -> None:
    """Found a cell after the campaign was opened; a member of the ward's body leads it."""
    cell = add_unit(town.session, "Chi bộ Tổ dân phố 9", code="hoa-mai-9",
                    kind=UnitKind.PARTY_CELL, parent=town.ward.unit)  # fmt: skip
    appoint(town.session, town.ward.members[0], Role.CELL_SECRETARY, unit=cell)
    town.session.commit()


def planned(town: Town) -> Campaign:
    """Plan the next year."""
    year = town.campaign.year + 1
    campaign = plan_campaign(
        town.session, town.campaign.programme, year,
        criteria=read_criteria(make.CRITERIA.read_text()), calendar=reference_calendar(year),
    )  # fmt: skip
    town.session.commit()
    return campaign


def test_home_says_in_which_meeting_to_adopt(town: Town, sign_in: SignIn) -> None:
    make.in_review(town, town.ward.cells[0])
    for name, day in {
        "self_assessment_until": date(2027, 12, 3),
        "ward_review_until": date(2027, 12, 8),
        "city_decision_until": date(2027, 12, 31),
    }.items():
        setattr(town.campaign, name, day)
    town.session.commit()

    page = text_of(home(town, sign_in))

    assert (
        "Chi bộ nên thông qua tự đánh giá tại kỳ họp ngày 03/11/2027; chậm nhất là kỳ họp ngày"
        " 03/12/2027, vì phường họp chậm nhất ngày 08/12/2027."
    ) in page

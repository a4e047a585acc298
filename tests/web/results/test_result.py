"""The page of a result: what the cell reads, and what committees read beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.people import Person
from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from tests.workflows.decisions.test_past_years import taken_over
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.tables import Dossier, Rating
from workflows.flows.cell_title import STATES
from workflows.papers.tables import Edition
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes


def page(town: Town, sign_in: SignIn, person: Person | None = None) -> str:
    """Return the text of the first cell's result, as its secretary reads it unless said."""
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, person or town.ward.secretaries[0])
    answer = browser.get(f"/{town.tenant.slug}/ho-so/{dossier.code}/ket-qua")
    assert answer.status_code == 200
    return text_of(answer.text)


def shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def the_decision(town: Town) -> Decision:
    return town.session.scalars(select(Decision)).one()


def test_recognition_waits_for_number_and_date(town: Town, sign_in: SignIn) -> None:
    settled.recognized(town, town.ward.cells[0])
    settled.printed(town, the_decision(town), Edition.DRAFT)

    text = page(town, sign_in)

    year = town.campaign.year
    assert f"Chi bộ được công nhận Chi bộ 4 tốt năm {year}" in text
    assert "Được tặng Giấy khen" in text
    assert "Quyết định đang chờ số và ngày." in text
    assert "Tải " not in text


def test_numbered_decision_is_being_printed(town: Town, sign_in: SignIn) -> None:
    settled.recognized(town, town.ward.cells[0], merit=settled.NOBODY)
    settled.numbered(town, the_decision(town))

    text = page(town, sign_in)

    assert f"Số quyết định 125-QĐ/Th.U ngày {shown(clock.today(town.session))}" in text
    assert "Quyết định đang được lập." in text
    assert "Không tặng Giấy khen" in text


def test_refused_title_says_why_and_how_long_one_may_ask_again(town: Town, sign_in: SignIn) -> None:
    settled.recommended(town, town.ward.cells[0], title=Votes(1, against=2))
    today = clock.today(town.session)

    text = page(town, sign_in)

    assert f"Phường không đề nghị công nhận Chi bộ 4 tốt năm {town.campaign.year}" in text
    assert (
        f"{town.ward.body.name} biểu quyết ngày {shown(today)}, chưa quá nửa số người tán thành."
    ) in text
    last = shown(today + timedelta(days=30))
    assert f"Chi bộ được xin xem xét lại một lần, đến hết ngày {last}. Xin xem xét lại" in text


def test_result_that_was_upheld_says_so_and_why(town: Town, sign_in: SignIn) -> None:
    ward, cell = town.ward, town.ward.cells[0]
    settled.recommended(town, cell, title=settled.NOBODY)
    make.move(town, cell, "request_reconsideration", ward.secretaries[0], reason="Chấm sót")
    make.move(town, cell, "give_opinion", ward.inspector, words="Đã xem lại")
    town.session.commit()
    asked = page(town, sign_in)
    make.move(town, cell, "uphold", ward.office, conclusion="Không có tình tiết mới.")
    town.session.commit()

    kept = page(town, sign_in)

    today = shown(clock.today(town.session))
    said = f"Đã xem xét lại, giữ kết quả ngày {today}. Không có tình tiết mới."
    assert said not in asked
    assert said in kept


def test_dossier_that_was_only_noted_shows_what_it_lacks(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    make.registered(town, town.ward.cells[1])
    dossier = make.appraised(town, cell)
    dossier.eligible = False
    dossier.eligibility = [
        {**line, "blocks": line["kind"] == "total", "verdict": "failed"}
        for line in dossier.eligibility
    ]
    town.session.commit()
    settled.closed(town, Gate.RECOMMENDATION, [cell])

    text = page(town, sign_in)

    assert f"Hồ sơ chưa đủ điều kiện nên {town.ward.body.name} không biểu quyết" in text
    assert "Điều kiện chưa đạt Tổng điểm: 100 điểm cần từ 90" in text


def test_rating_that_is_too_low_is_named(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    settled.before_city(town, cell, rating=Rating.COMPLETED)
    settled.closed(town, Gate.RECOGNITION, [cell])

    text = page(town, sign_in)

    assert f"Chi bộ không được công nhận Chi bộ 4 tốt năm {town.campaign.year}" in text
    assert "Xếp loại cuối năm là «Hoàn thành nhiệm vụ», chưa đạt mức để công nhận." in text


def test_votes_are_on_the_page_of_committees_alone(town: Town, sign_in: SignIn) -> None:
    settled.recognized(town, town.ward.cells[0])
    ward = town.ward

    has_votes = {
        person.name: "3/3 tán thành" in page(town, sign_in, person)
        for person in (ward.secretaries[0], ward.deputy, ward.office, town.org_dept, town.auditor)
    }

    assert list(has_votes.values()) == [False, False, True, True, True]


def test_last_day_that_is_over_is_told_to_the_cell(town: Town, sign_in: SignIn) -> None:
    settled.recommended(town, town.ward.cells[0], title=settled.NOBODY)
    town.campaign.reconsideration_days = -1
    town.session.commit()
    yesterday = shown(clock.today(town.session) - timedelta(days=1))

    text = page(town, sign_in)

    assert f"Xin xem xét lại: Đã hết hạn ngày {yesterday}." in text
    assert "được xin xem xét lại một lần" not in text


def test_title_that_was_taken_back_says_when_and_on_what_ground(
    town: Town, sign_in: SignIn
) -> None:
    dossier = settled.recognized(town, town.ward.cells[0])[0]
    title = town.session.scalars(select(Recognition)).one()
    title.revoked_at, title.revoked_reason = clock.now(town.session), "Số liệu khai không đúng"
    dossier.state = "revoked"
    town.session.commit()

    text = page(town, sign_in)

    assert f"Danh hiệu Chi bộ 4 tốt năm {town.campaign.year} đã bị thu hồi" in text
    assert (f"Thu hồi ngày {shown(clock.today(town.session))}. Số liệu khai không đúng") in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("city_appraisal", "Thành ủy đang thẩm định, dự kiến có kết quả chậm nhất ngày {city}."),
        ("awaiting_ward_review", "Phường đang thẩm định, dự kiến họp xét chậm nhất ngày {ward}."),
        ("in_progress", "Chưa đến bước xét. Thành ủy dự kiến quyết định chậm nhất ngày {city}."),
        ("city_reconsideration", "Chi bộ đã xin xem xét lại. Thành ủy đang xem xét."),
        ("on_hold", "Hồ sơ đang tạm dừng nên chưa có kết quả."),
        ("withdrawn", "Chi bộ đã rút hồ sơ nên không có kết quả."),
    ],
)
def test_dossier_without_result_says_when_one_is_expected(
    town: Town, sign_in: SignIn, state: str, words: str
) -> None:
    town.dossier(town.ward.cells[0]).state = state
    town.session.commit()
    campaign = town.campaign
    days = {"ward": campaign.ward_review_until, "city": campaign.city_decision_until}

    text = page(town, sign_in)

    assert words.format(**{name: shown(day) for name, day in days.items()}) in text


def test_day_that_went_by_is_not_expected_any_more(town: Town, sign_in: SignIn) -> None:
    campaign, yesterday = town.campaign, clock.today(town.session) - timedelta(days=1)
    for name in (
        "opens_on", "registration_until", "pilot_selection_until", "review_may_open_from",
        "review_opens_on", "self_assessment_until", "ward_review_until", "city_decision_until",
    ):  # fmt: skip
        setattr(campaign, name, yesterday)
    town.dossier(town.ward.cells[0]).state = "awaiting_city_decision"
    town.session.commit()

    assert f"Đã qua ngày dự kiến, {shown(yesterday)}." in page(town, sign_in)


def test_every_state_has_its_words(town: Town, sign_in: SignIn) -> None:
    dossier = town.dossier(town.ward.cells[0])
    browser = sign_in(town, town.auditor)
    answers = {}
    for state in STATES:
        town.dossier(town.ward.cells[0]).state = state.name
        town.session.commit()
        answer = browser.get(f"/{town.tenant.slug}/ho-so/{dossier.code}/ket-qua")
        answers[state.name] = (answer.status_code, "{" in text_of(answer.text))

    assert answers == {state.name: (200, False) for state in STATES}


def test_reasons_are_for_those_who_read_the_dossier(town: Town, sign_in: SignIn) -> None:
    settled.recommended(town, town.ward.cells[0], title=settled.NOBODY)

    text = page(town, sign_in, town.org_dept)

    assert f"Phường không đề nghị công nhận Chi bộ 4 tốt năm {town.campaign.year}" in text
    assert "Lý do" not in text
    assert "tán thành" not in text


def test_result_out_of_sight_is_an_unknown_address(town: Town, sign_in: SignIn) -> None:
    dossier = settled.recognized(town, town.ward.cells[0])[0]
    browser = sign_in(town, town.other_ward.office)

    known, unknown = (
        browser.get(f"/{town.tenant.slug}/ho-so/{code}/ket-qua")
        for code in (dossier.code, "26-9999")
    )

    assert (known.status_code, known.text) == (404, unknown.text)


def test_title_of_a_past_year_can_be_read_with_its_votes(town: Town, sign_in: SignIn) -> None:
    title = taken_over(town, 2023)[2023][0]
    dossier = town.session.scalars(select(Dossier).where(Dossier.id == title.dossier_id)).one()
    office = sign_in(town, town.city_office)

    page = office.get(f"/{town.tenant.slug}/ho-so/{dossier.code}/ket-qua")
    sitting = office.get(f"/{town.tenant.slug}/phien-hop/23-H1")

    assert (page.status_code, sitting.status_code) == (200, 200)
    assert "11/11 tán thành, cần từ 6" in text_of(page.text)

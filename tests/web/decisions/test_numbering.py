"""The clerk's number and date: entered once, by who keeps decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tenants import clock
from tenants.outbox import OutboxItem
from tenants.text.dates import show_date
from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.decisions.conftest import Made
from tests.web.reading import errors_of, fields_of, form_at, said, text_of, token_at
from workflows.decisions.tables import Decision


def typed(town: Town, **other: str) -> dict[str, str]:
    """What the clerk types: a number, today, the chair."""
    return {
        "number": "125-QĐ/Th.U",
        "signed_on": show_date(clock.today(town.session)),
        "signer": str(town.chair.id),
        **other,
    }


def test_number_freezes_the_decision_and_has_its_papers_made(made: Made, sign_in: SignIn) -> None:
    town, browser = made.town, sign_in(made.town, made.town.city_office)
    page = browser.get(made.address).text
    assert "Việc cần làm: ghi số và ngày theo sổ văn thư" in page

    answer = browser.post(made.address, data=form_at(browser, made.address) | typed(town))

    assert (answer.status_code, answer.location) == (303, made.address)
    decision = made.again()
    assert (decision.number, decision.signed_on, decision.signer_id, decision.frozen_by) == (
        "125-QĐ/Th.U", clock.today(town.session), town.chair.id, town.city_office.name,
    )  # fmt: skip
    editions = [
        item.payload["edition"]
        for item in town.session.scalars(
            select(OutboxItem).where(OutboxItem.job == "decision_paper").order_by(OutboxItem.id)
        )
    ]
    assert editions == ["draft", "final"]
    after = browser.get(made.address).text
    assert said(after).startswith("Đã ghi số 125-QĐ/Th.U và ban hành.")
    assert "Máy đang lập giấy" in after
    assert f"Người ký {town.chair.name}" in text_of(after)
    assert "Ghi số và ban hành" not in after


def test_chair_is_offered_first(made: Made, sign_in: SignIn) -> None:
    page = sign_in(made.town, made.town.org_dept).get(made.address).text

    options = page[page.index('<select id="signer"') : page.index("</select>")]
    names = [made.town.chair.name, *(member.name for member in made.town.members)]
    places = [options.index(name) for name in names]
    assert places == sorted(places)


def test_empty_form_says_what_is_missing_in_both_places(made: Made, sign_in: SignIn) -> None:
    browser = sign_in(made.town, made.town.city_office)

    answer = browser.post(made.address, data=form_at(browser, made.address))

    assert (answer.status_code, made.again().number) == (422, None)
    assert errors_of(answer.text) == [
        "Đồng chí chưa điền: Số quyết định", "Đồng chí chưa điền: Ngày ký",
        "Đồng chí chưa điền: Người ký",
    ]  # fmt: skip
    assert answer.text.count("Đồng chí chưa điền: Ngày ký") == 2
    assert "<title>Lỗi:" in answer.text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "Ngày phải trước hoặc đúng hôm nay"), (-1, "Ngày ký phải từ ngày chốt phiên họp")],
)
def test_day_outside_is_refused_and_everything_stays_typed(
    made: Made, sign_in: SignIn, days: int, sentence: str
) -> None:
    town, browser = made.town, sign_in(made.town, made.town.city_office)
    day = show_date(clock.today(town.session) + timedelta(days=days))
    sent = form_at(browser, made.address) | typed(town, signed_on=day)

    answer = browser.post(made.address, data=sent)

    assert (answer.status_code, made.again().number) == (422, None)
    (error,) = errors_of(answer.text)
    assert error.startswith(sentence)
    kept = fields_of(answer.text)
    assert (kept["number"], kept["signed_on"]) == ("125-QĐ/Th.U", day)
    assert f'<option value="{town.chair.id}" selected>' in answer.text


def test_signer_who_holds_no_office_is_refused(made: Made, sign_in: SignIn) -> None:
    town, browser = made.town, sign_in(made.town, made.town.city_office)
    sent = form_at(browser, made.address) | typed(town, signer=str(town.ward.chair.id))

    answer = browser.post(made.address, data=sent)

    assert (answer.status_code, made.again().number) == (422, None)
    assert errors_of(answer.text) == [
        "Người ký không giữ chức vào ngày ký. Xem lại ngày, hoặc chọn người ký khác."
    ]


def test_number_that_is_taken_names_its_paper(made: Made, sign_in: SignIn) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    second = Decision(
        code="26-Q2", kind=made.decision.kind, body_id=made.decision.body_id,
        campaign_id=made.decision.campaign_id, sitting_id=made.decision.sitting_id,
        public_code="AAAA-BBBB", facts=made.decision.facts,
    )  # fmt: skip
    town.session.add(second)
    town.session.commit()
    browser = sign_in(town, town.city_office)
    address = f"/{town.tenant.slug}/quyet-dinh/26-Q2"

    answer = browser.post(address, data=form_at(browser, address) | typed(town))

    assert answer.status_code == 422
    (error,) = errors_of(answer.text)
    assert error.startswith(f"Số 125-QĐ/Th.U đã dùng cho quyết định {made.decision.code}")
    assert town.city_office.name in error


def test_same_form_twice_numbers_once(made: Made, sign_in: SignIn) -> None:
    browser = sign_in(made.town, made.town.city_office)
    sent = form_at(browser, made.address) | typed(made.town)
    first = browser.post(made.address, data=sent)
    version = made.again().version

    second = browser.post(made.address, data=sent)

    assert (second.status_code, second.location) == (303, first.location)
    assert made.again().version == version


def test_second_clerk_is_told_of_the_first(made: Made, sign_in: SignIn) -> None:
    town = made.town
    slow = sign_in(town, town.org_dept)
    sent = form_at(slow, made.address) | typed(town, number="126-QĐ/Th.U")
    settled.numbered(town, made.decision)

    answer = slow.post(made.address, data=sent)

    assert (answer.status_code, made.again().number) == (409, "125-QĐ/Th.U")
    assert errors_of(answer.text)[0].startswith("Quyết định đã có số 125-QĐ/Th.U ngày")


def test_old_page_keeps_what_was_typed(made: Made, sign_in: SignIn) -> None:
    town, browser = made.town, sign_in(made.town, made.town.city_office)
    sent = form_at(browser, made.address) | typed(town)
    made.decision.public_code = "CCCC-DDDD"
    town.session.commit()

    answer = browser.post(made.address, data=sent)

    assert (answer.status_code, made.again().number) == (409, None)
    kept = fields_of(answer.text)
    assert (kept["number"], kept["signed_on"]) == (sent["number"], sent["signed_on"])
    again = browser.post(made.address, data=kept | {"signer": sent["signer"]})
    assert (again.status_code, made.again().number) == (303, "125-QĐ/Th.U")


def test_who_does_not_keep_decisions_cannot_number(made: Made, sign_in: SignIn) -> None:
    auditor = sign_in(made.town, made.town.auditor)
    token = token_at(auditor, made.address)

    answer = auditor.post(made.address, data={"csrf_token": token} | typed(made.town))

    assert (answer.status_code, made.again().number) == (403, None)
    assert "Ghi số và ban hành" not in auditor.get(made.address).text

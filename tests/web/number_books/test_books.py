"""The book of numbers: its pages, its spreadsheet, and that no number is given twice."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient

from tenants import clock
from tests import make, settled
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.reading import text_of
from workflows.engine.fire import fire
from workflows.sittings.tables import Gate
from workflows.sittings.voting import Votes


def send(browser: FlaskClient, town: Town, code: str, number: str) -> tuple[int, str]:
    """Send one dossier up with a number; return the status and the page that answers."""
    address = f"/{town.tenant.slug}/hang-loat/gui-cap-tren"
    form = hidden_of(browser.get(f"{address}?ho_so={code}").text)
    today = clock.today(town.session)
    sent = form | {"number": number, "signed_on": f"{today:%d/%m/%Y}"}
    answer = browser.post(address, data=sent, follow_redirects=True)
    town.session.rollback()
    town.session.expire_all()
    return answer.status_code, answer.text


def two_sittings(town: Town) -> list[str]:
    """Recommend both cells of the ward, each in a sitting of its own."""
    for cell in town.ward.cells:
        make.registered(town, cell)
    for cell in town.ward.cells:
        make.appraised(town, cell)
        settled.closed(town, Gate.RECOMMENDATION, [cell])
    return [town.dossier(cell).code for cell in town.ward.cells]


def test_number_of_one_sitting_is_not_that_of_another(town: Town, sign_in: SignIn) -> None:
    first, second = two_sittings(town)
    browser = sign_in(town, town.ward.office)
    states = [town.dossier(cell) for cell in town.ward.cells]

    assert send(browser, town, first, "12-TTr/ĐU")[0] == 200
    _status, page = send(browser, town, second, "012 - ttr/đu")

    assert [dossier.state for dossier in states] == ["city_appraisal", "recommended"]
    assert "đã dùng cho tờ trình của phiên họp" in text_of(page)
    send(browser, town, second, "14-TTr/ĐU")
    assert town.dossier(town.ward.cells[1]).state == "city_appraisal"

    book = text_of(browser.get(f"/{town.tenant.slug}/so-van-ban").text)
    assert "Giữa số 12-TTr/ĐU và 14-TTr/ĐU còn thiếu số 13" in book
    listed = browser.get(f"/{town.tenant.slug}/so-van-ban/so-van-ban.xlsx")
    assert listed.data[:2] == b"PK"


def test_dossiers_of_one_sitting_share_its_number(town: Town, sign_in: SignIn) -> None:
    dossiers = settled.recommended(town, *town.ward.cells)
    browser = sign_in(town, town.ward.office)

    for dossier in dossiers:
        send(browser, town, dossier.code, "12-TTr/ĐU")

    assert [town.dossier(cell).state for cell in town.ward.cells] == ["city_appraisal"] * 2
    assert "Liền mạch" in text_of(browser.get(f"/{town.tenant.slug}/so-van-ban").text)


def test_number_is_asked_after_once_for_all_that_go_up(
    town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    codes = [dossier.code for dossier in settled.recommended(town, *town.ward.cells)]
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/hang-loat/gui-cap-tren"
    page = browser.get(address, query_string={"ho_so": codes}).text
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    today = f"{clock.today(town.session):%d/%m/%Y}"
    sent = hidden_of(page) | {"number": "12-TTr/ĐU", "signed_on": today}
    statements.clear()

    browser.post(address, data=sent | {"shown": shown})

    assert [town.dossier(cell).state for cell in town.ward.cells] == ["city_appraisal"] * 2
    asked = [each for each in statements if "submission_number IS NOT NULL" in each]
    locked = [each for each in statements if "FROM bodies" in each and "FOR NO KEY" in each]
    assert (len(shown), len(asked), len(locked)) == (2, 1, 1)


def test_submission_shows_its_three_lists_and_the_last_number(town: Town, sign_in: SignIn) -> None:
    for cell in town.ward.cells:
        make.registered(town, cell)
    first, second = (make.appraised(town, cell) for cell in town.ward.cells)
    sitting = settled.meeting.opened(town, Gate.RECOMMENDATION, [first, second], town.ward)
    settled.meeting.vote(town, sitting, first, town.ward, Votes(3), Votes(3))
    settled.meeting.vote(town, sitting, second, town.ward, Votes(0, against=3), Votes(0))
    settled.meeting.close(town, sitting, town.ward)
    browser = sign_in(town, town.ward.office)

    page = text_of(
        browser.get(f"/{town.tenant.slug}/hang-loat/gui-cap-tren?ho_so={first.code}").text
    ).replace("\N{NO-BREAK SPACE}", " ")

    assert "A. Đề nghị công nhận 1 chi bộ" in page
    assert f"B. Đề nghị tặng Giấy khen {town.ward.cells[0].name}" in page
    assert f"C. Không đề nghị {town.ward.cells[1].name}" in page


def test_book_is_for_who_keeps_papers_of_the_unit(town: Town, sign_in: SignIn) -> None:
    dossiers = settled.recommended(town, *town.ward.cells)
    send(sign_in(town, town.ward.office), town, dossiers[0].code, "12-TTr/ĐU")
    address = f"/{town.tenant.slug}/so-van-ban"

    assert "12-TTr/ĐU" in sign_in(town, town.ward.office).get(address).text
    for other in (town.other_ward.office, town.city_office):
        answer = sign_in(town, other).get(address)
        assert (answer.status_code, "12-TTr/ĐU" in answer.text) == (200, False)
    assert sign_in(town, town.ward.secretaries[0]).get(address).status_code == 403


def test_number_of_the_last_term_is_free_again(town: Town) -> None:
    first, second = (town.ward.cells[0], town.ward.cells[1])
    two_sittings(town)
    today = clock.today(town.session)
    office = town.member(town.ward.office)
    for cell, day in ((first, today - timedelta(days=5 * 366)), (second, today)):
        dossier = town.dossier(cell)
        fire(
            town.session, dossier.id, "send_to_city", actor=office, seen_version=dossier.version,
            inputs={"number": "12-TTr/ĐU", "signed_on": day},
        )  # fmt: skip

    assert [town.dossier(cell).submission_number for cell in (first, second)] == ["12-TTr/ĐU"] * 2

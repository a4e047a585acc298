"""The page on which a misprint is put right, and what anybody reads of it afterwards."""

from __future__ import annotations

from flask.testing import FlaskClient

from tenants import clock
from tenants.text.dates import show_date
from tests import settled
from tests.web.conftest import SignIn
from tests.web.decisions.conftest import Made
from tests.web.reading import errors_of, form_at, said, text_of


def test_office_says_where_sees_what_is_printed_and_puts_it_right(
    made: Made, sign_in: SignIn, browser: FlaskClient
) -> None:
    town = made.town
    page = f"{made.address}/dinh-chinh"
    office = sign_in(town, town.city_office)
    assert office.get(page).status_code == 404  # a draft has nothing to put right
    settled.numbered(town, made.decision)
    settled.printed(town, made.decision)
    cell, today = town.ward.cells[0].name, show_date(clock.today(town.session))
    right = cell.replace("Tổ", "Tố")

    assert f'href="{page}"' in office.get(made.address).text
    assert "Chỗ nào in sai" in text_of(office.get(page).text)
    wrong = office.get(f"{page}?cho=unit&dong=7")
    assert (wrong.status_code, "Danh sách có 1 dòng" in text_of(wrong.text)) == (422, True)
    there = f"{page}?cho=unit&dong=1"
    assert f"đang in {cell}" in text_of(office.get(there).text)
    form = form_at(office, there)
    given = {"right": right, "reason": "Gõ nhầm", "paper": "12-CV/VPTU", "paper_on": today}
    refused = office.post(page, data=form | given | {"right": "Trường Mầm non"})
    assert (refused.status_code, refused.text.count("Gõ nhầm")) == (422, 1)
    assert errors_of(refused.text)[0].startswith(f"Tên này khác hẳn «{cell}» đang in")
    answer = office.post(page, data=form | given | {"key": "", "_key": form["_key"][:-1] + "0"})
    assert (answer.status_code, answer.location) == (303, made.address)
    shown = office.get(made.address).text
    assert said(shown).startswith("Đã đính chính")
    assert f"Tên đơn vị: đã in {cell}, đúng là {right}" in text_of(shown)
    stale = office.post(page, data=form | given | {"_key": form["_key"][:-1] + "1"})
    assert (stale.status_code, "vừa được người khác đính chính" in text_of(stale.text)) == (
        409, True,
    )  # fmt: skip

    before = office.get(f"{page}/1.pdf")
    assert (before.status_code, before.data) == (200, b"paper as pdf")
    assert office.get(f"{page}/2.pdf").status_code == 404
    assert office.get(f"{made.address}/final.pdf").status_code == 404  # not printed anew yet
    public = text_of(browser.get(f"/xac-nhan/{made.decision.public_code}").text)
    assert "Có thật, còn hiệu lực" in public
    assert "1 chỗ trong danh sách kèm theo đã đính chính cách viết tên." in public
    assert right not in public
    for stranger in (town.ward.office, town.chair, town.ward.secretaries[0]):
        assert sign_in(town, stranger).get(page).status_code in {403, 404}

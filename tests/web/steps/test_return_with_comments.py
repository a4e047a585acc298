"""A return says of each criterion what is asked; the cell reads it there, and only there."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import form_at, text_of
from tests.web.steps.self_assessment.answers import address_of, kept
from workflows.dossiers.tables import Answer, Dossier


def give_back(browser: FlaskClient, town: Town, dossier: Dossier, **typed: str) -> int:
    """Return a dossier for 1.2 and 3.5, with what is typed."""
    address = address_of(town, dossier, "tra-lai-bo-sung")
    form = MultiDict(form_at(browser, address) | typed)
    form.setlist("marked", ["1.2", "3.5"])
    return browser.post(address, data=form).status_code


def test_each_marked_criterion_shows_its_own_words(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    typed = {
        "reason": "Bổ sung số liệu",
        "comment-1.2": "Thiếu bảng chỉ tiêu quý III", "comment-2.1": "Không được gửi đi",
    }  # fmt: skip

    assert give_back(sign_in(town, town.ward.appraiser), town, dossier, **typed) == 303

    dossier = town.dossier(town.ward.cells[0])
    assert (dossier.marked, dossier.marked_words) == (
        ["1.2", "3.5"], {"1.2": "Thiếu bảng chỉ tiêu quý III"},
    )  # fmt: skip
    cell = sign_in(town, town.ward.secretaries[0])
    first = text_of(cell.get(address_of(town, dossier, "nhom/1")).text)
    third = text_of(cell.get(address_of(town, dossier, "nhom/3")).text)
    assert "đề nghị sửa: Thiếu bảng chỉ tiêu quý III" in first
    assert "đề nghị sửa: Bổ sung số liệu" in third
    assert "Không được gửi đi" not in first + third


def test_words_at_every_criterion_stand_for_the_reason(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)

    part = give_back(browser, town, dossier, **{"comment-1.2": "Thiếu bảng"})
    whole = give_back(
        browser, town, dossier, **{"comment-1.2": "Thiếu bảng", "comment-3.5": "Thiếu nhận xét"}
    )

    assert (part, whole) == (422, 303)
    assert town.dossier(town.ward.cells[0]).return_reason == "Ý kiến ghi ở từng tiêu chí."


def test_undone_return_takes_its_words_back(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.appraiser)
    give_back(browser, town, dossier, reason="Sửa", **{"comment-1.2": "Thiếu bảng"})
    overview = address_of(town, dossier, "")[:-1]

    browser.post(f"{overview}/hoan-tac", data=form_at(browser, overview))

    dossier = town.dossier(town.ward.cells[0])
    assert (dossier.state, dossier.marked, dossier.marked_words) == ("under_appraisal", [], {})


def test_return_opens_with_the_reasons_that_the_sheet_gives(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    row = town.session.scalars(
        select(Answer).where(Answer.dossier_id == dossier.id, Answer.criterion == "1.2")
    ).one()
    row.appraised_level, row.appraised_reason = "met", "Hai chỉ tiêu chưa đạt"
    town.session.commit()

    browser = sign_in(town, town.ward.appraiser)
    page = browser.get(address_of(town, dossier, "tra-lai-bo-sung?tieu-chi=1.2")).text

    assert 'value="Hai chỉ tiêu chưa đạt"' in page
    assert page.count('name="marked"') == 16
    assert page.count(" checked") == 1
    assert 'value="1.2" checked' in page


def test_all_but_the_marked_is_frozen_on_the_server(town: Town, sign_in: SignIn) -> None:
    dossier = make.under_appraisal(town, town.ward.cells[0])
    give_back(sign_in(town, town.ward.appraiser), town, dossier, reason="Sửa")
    cell = sign_in(town, town.ward.secretaries[0])
    form = form_at(cell, address_of(town, dossier, "nhom/1"))

    sent = cell.post(
        address_of(town, dossier, "nhom/1"),
        data=form | {"level-1.2": "met", "level-1.1": "met", "note-1.1": "lách"},
    )

    assert sent.status_code == 409
    before = kept(town, dossier)
    assert (before["1.1"][0], before["1.2"][0]) == ("good", "good")
    only = cell.post(address_of(town, dossier, "nhom/1"), data=form | {"level-1.2": "met"})
    assert only.status_code == 303
    after = kept(town, dossier)
    assert {key for key in after if after[key] != before[key]} == {"1.2"}

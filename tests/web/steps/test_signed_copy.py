"""An office enters from a photographed paper: who entered accepts only with it attached."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tenants import clock
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import fields_of, form_at, text_of
from tests.workflows.evidence import made
from workflows.engine.refusals import Refusal
from workflows.evidence.links import evidence_of


@pytest.fixture
def office(town: Town, sign_in: SignIn) -> FlaskClient:
    return sign_in(town, town.ward.office)


def address(town: Town, word: str) -> str:
    return f"/{town.tenant.slug}/ho-so/{town.dossier(town.ward.cells[0]).code}/{word}"


def vote(town: Town, in_favour: str = "20") -> dict[str, str]:
    today = show_date(clock.today(town.session))
    return {"met_on": today, "in_favour": in_favour, "signed_copy": "Bản ký hôm nay"}


def attached(town: Town) -> list[str]:
    town.session.rollback()
    return [
        row.name
        for row in evidence_of(town.session, town.dossier(town.ward.cells[0]).id).get("", [])
    ]


def test_paper_goes_with_the_registration(office: FlaskClient, town: Town) -> None:
    form = form_at(office, address(town, "nop-dang-ky")) | vote(town)

    sent = office.post(
        address(town, "nop-dang-ky"), data=form | {"files": (BytesIO(made.jpeg()), "phieu.jpg")}
    )

    assert sent.status_code == 303
    assert attached(town) == ["phieu.jpg"]
    make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)
    assert town.dossier(town.ward.cells[0]).state == "registered"


def test_without_the_paper_whoever_entered_does_not_accept(office: FlaskClient, town: Town) -> None:
    office.post(
        address(town, "nop-dang-ky"),
        data=form_at(office, address(town, "nop-dang-ky")) | vote(town),
    )
    with pytest.raises(Refusal, match="signed_copy_missing"):
        make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)
    town.session.rollback()

    page = form_at(office, address(town, "ban-ky"))
    office.post(address(town, "ban-ky"), data=page | {"files": (BytesIO(made.pdf()), "phieu.pdf")})

    assert attached(town) == ["phieu.pdf"]
    make.move(town, town.ward.cells[0], "accept_registration", town.ward.office)


def test_paper_is_not_chosen_twice_after_a_mistake(office: FlaskClient, town: Town) -> None:
    form = form_at(office, address(town, "nop-dang-ky")) | vote(town, in_favour="3")

    refused = office.post(
        address(town, "nop-dang-ky"), data=form | {"files": (BytesIO(made.jpeg()), "phieu.jpg")}
    )
    again = fields_of(refused.text) | {"in_favour": "20"}
    sent = office.post(address(town, "nop-dang-ky"), data=again)

    assert (refused.status_code, sent.status_code) == (422, 303)
    assert "Tệp đã tải lên, không cần chọn lại: phieu.jpg" in text_of(refused.text)
    assert attached(town) == ["phieu.jpg"]


def test_bad_paper_sends_nothing(office: FlaskClient, town: Town) -> None:
    form = form_at(office, address(town, "nop-dang-ky")) | vote(town)

    refused = office.post(
        address(town, "nop-dang-ky"), data=form | {"files": (BytesIO(b"MZ"), "phieu.exe")}
    )

    assert refused.status_code == 422
    assert "Chỉ nhận ảnh, PDF, Word hoặc Excel" in refused.text
    assert attached(town) == []
    assert town.dossier(town.ward.cells[0]).state == "registration_draft"

"""The pages on which a title is asked to be revoked, and put to a sitting."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tenants import clock
from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from tests.web.decisions.conftest import Made
from tests.web.reading import text_of
from workflows.decisions.asking import TitleRequest
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import Gate, Sitting


@pytest.fixture
def titled(made: Made) -> Dossier:
    settled.numbered(made.town, made.decision)
    return made.town.dossier(made.town.ward.cells[0])


def send(browser: FlaskClient, town: Town, code: str, **typed: str) -> int:
    address = f"/{town.tenant.slug}/ho-so/{code}/de-nghi-danh-hieu"
    form = hidden_of(browser.get(address).text)
    sent = {
        "ground": "discipline", "words": "Chi ủy bị khiển trách", "paper": "31-QĐ/UBKTTU",
        "paper_on": f"{clock.today(town.session):%d/%m/%Y}",
    }  # fmt: skip
    answer = browser.post(address, data=form | sent | typed)
    town.session.rollback()
    return answer.status_code


def test_title_is_asked_about_from_its_result_and_put_to_a_sitting(
    made: Made, titled: Dossier, sign_in: SignIn
) -> None:
    town, code = made.town, titled.code
    inspector, office = sign_in(town, town.city_inspector), sign_in(town, town.org_dept)
    result = f"/{town.tenant.slug}/ho-so/{code}/ket-qua"
    assert "Đề nghị thu hồi" in text_of(inspector.get(result).text)

    assert send(inspector, town, code) == 303
    assert "đã đề nghị, đang chờ phiên họp" in text_of(inspector.get(result).text)

    listed = f"/{town.tenant.slug}/de-nghi-danh-hieu"
    page = office.get(listed).text
    assert "31-QĐ/UBKTTU" in page
    request = town.session.scalars(select(TitleRequest)).one()
    day = f"{clock.today(town.session):%d/%m/%Y}"
    sent = hidden_of(page) | {"planned_on": day}
    answer = office.post(f"{listed}/{request.id}/phien-hop", data=sent)
    town.session.rollback()

    sitting = town.session.scalars(select(Sitting).where(Sitting.gate == Gate.REVOCATION)).one()
    assert answer.location.endswith(f"/phien-hop/{sitting.code}")
    again = office.post(f"{listed}/{request.id}/phien-hop", data=hidden_of(page) | {
        "planned_on": day, "_key": "11111111-1111-4111-8111-111111111111"
    })  # fmt: skip
    assert again.status_code == 422


def test_what_is_missing_is_named_and_nothing_is_asked(
    made: Made, titled: Dossier, sign_in: SignIn
) -> None:
    town, browser = made.town, sign_in(made.town, made.town.city_inspector)

    for field in ("ground", "words", "paper", "paper_on"):
        assert send(browser, town, titled.code, **{field: ""}) == 422
    assert send(browser, town, titled.code, ground="quashed") == 422
    assert town.session.scalars(select(TitleRequest)).all() == []


def test_nobody_else_sees_the_request_or_the_form(
    made: Made, titled: Dossier, sign_in: SignIn
) -> None:
    town, code = made.town, titled.code
    send(sign_in(town, town.city_inspector), town, code)
    listed = f"/{town.tenant.slug}/de-nghi-danh-hieu"
    form = f"/{town.tenant.slug}/ho-so/{code}/de-nghi-danh-hieu"

    cell = sign_in(town, town.ward.secretaries[0])
    assert [cell.get(address).status_code for address in (listed, form)] == [403, 404]
    assert "Đề nghị thu hồi" not in cell.get(f"/{town.tenant.slug}/ho-so/{code}/ket-qua").text
    other = sign_in(town, town.other_ward.office)
    assert other.get(form).status_code == 404
    assert "31-QĐ/UBKTTU" not in other.get(listed).text

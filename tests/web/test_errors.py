"""Errors, as pages that say what happened and what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tenants.settings import Settings
from tests.make import Town
from tests.web import views
from tests.web.conftest import HTMX, SignIn, put_in, token_of
from tests.web.reading import form_at, links_of
from tests.web.steps.test_registration import voted
from web.app import create_app


@pytest.fixture(scope="module")
def failing(configured: Settings) -> Iterator[Flask]:
    app = create_app(configured)
    app.config["WTF_CSRF_ENABLED"] = False
    app.register_blueprint(views.bp)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def browser(failing: Flask, town: Town) -> FlaskClient:
    browser = failing.test_client()
    put_in(browser, town, token_of(town, town.ward.secretaries[0]))
    return browser


def test_somebody_faster_is_named_and_nothing_typed_is_lost(
    browser: FlaskClient, town: Town
) -> None:
    typed = {"reason": "Chi bộ đã họp lại\nngày 05/3", "seen_version": "3", "_key": "a-key"}

    answer = browser.post(f"/{town.tenant.slug}/thu/da-doi", data=typed)

    assert answer.status_code == 409
    assert (
        "Đ/c Trần Văn Hùng vừa làm «Trả lại đăng ký» lúc 14:32\xa008/03/2026."
        " Hồ sơ đang ở bước «Trả lại đăng ký»." in answer.text
    )
    assert '<p class="typed">Chi bộ đã họp lại\nngày 05/3</p>' in answer.text
    assert answer.text.count('class="typed"') == 1


def test_page_older_than_the_trail_names_nobody(town: Town, sign_in: SignIn) -> None:
    """Nobody has acted on the dossier yet: the page is another one than the form says."""
    secretary, cell = sign_in(town, town.ward.secretaries[0]), town.ward.cells[0]
    address = f"/{town.tenant.slug}/ho-so/{town.dossier(cell).code}/nop-dang-ky"
    typed = voted(town) | form_at(secretary, address) | {"seen_version": "7"}

    answer = secretary.post(address, data=typed)

    assert answer.status_code == 409
    assert "Hồ sơ đang ở bước «Chưa đăng ký»." in answer.text
    assert "Đ/c  vừa" not in answer.text
    assert address.rpartition("/")[0] in links_of(answer.text)
    assert 'href=""' in answer.text


def test_act_without_a_page_of_its_own_leads_back_and_not_to_itself(
    browser: FlaskClient, town: Town
) -> None:
    answer = browser.post(f"/{town.tenant.slug}/thu/da-doi")

    assert answer.status_code == 409
    assert 'href=""' not in answer.text
    assert links_of(answer.text) == [f"/{town.tenant.slug}/chi-bo"]


def test_number_that_the_database_cannot_hold_is_a_422_that_loses_nothing(
    browser: FlaskClient, town: Town
) -> None:
    answer = browser.post(f"/{town.tenant.slug}/thu/qua-lon", data={"reason": "Đã gõ dài"})

    assert answer.status_code == 422
    assert "lớn quá mức máy ghi được" in answer.text
    assert '<p class="typed">Đã gõ dài</p>' in answer.text


def test_move_of_another_party_is_a_403_that_names_it(browser: FlaskClient, town: Town) -> None:
    answer = browser.post(f"/{town.tenant.slug}/thu/khong-phai-vai")

    assert answer.status_code == 403
    assert "Việc này do văn phòng phường làm." in answer.text


def test_other_refusal_is_a_422_with_its_reason(browser: FlaskClient, town: Town) -> None:
    answer = browser.post(f"/{town.tenant.slug}/thu/ghi-roi-tu-choi")

    assert answer.status_code == 422
    assert "Hồ sơ đang nằm trong phiên họp 26-PH3." in answer.text


def test_dossier_that_is_not_for_the_visitor_looks_like_no_page_at_all(
    browser: FlaskClient, town: Town
) -> None:
    gone = browser.get(f"/{town.tenant.slug}/thu/khong-con")
    unknown = browser.get("/khong/co/gi")

    assert (gone.status_code, gone.data) == (404, unknown.data)
    assert sorted(gone.headers.keys()) == sorted(unknown.headers.keys())


def test_unforeseen_fault_tells_nothing_of_itself(browser: FlaskClient, town: Town) -> None:
    answer = browser.get(f"/{town.tenant.slug}/thu/hong")

    assert answer.status_code == 500
    assert "Có lỗi, chưa làm được" in answer.text
    assert "secret" not in answer.text


def test_busy_database_is_a_503_to_try_again(browser: FlaskClient, town: Town) -> None:
    answer = browser.get(f"/{town.tenant.slug}/thu/ban")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "Máy đang bận" in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_status_has_a_page_of_its_own(browser: FlaskClient, town: Town, status: int) -> None:
    answer = browser.get(f"/{town.tenant.slug}/thu/ma/{status}")

    assert answer.status_code == status
    assert answer.text.count("<h1>") == 1
    assert 'class="btn alt"' in answer.text


def test_htmx_gets_the_sentence_in_the_live_region(browser: FlaskClient, town: Town) -> None:
    answer = browser.post(f"/{town.tenant.slug}/thu/khong-phai-vai", headers=HTMX)

    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#thong-bao"
    assert answer.headers["HX-Reswap"] == "innerHTML"
    assert "<html" not in answer.text


def test_too_large_a_form_is_a_413(browser: FlaskClient, town: Town) -> None:
    answer = browser.post(f"/{town.tenant.slug}/dang-xuat", data={"file": "x" * (13 * 1024 * 1024)})

    assert answer.status_code == 413


def test_host_that_is_not_ours_is_refused(configured: Settings) -> None:
    app = create_app(configured.with_values(trusted_hosts=["bontot.example"]))
    browser = app.test_client()

    assert browser.get("/healthz", base_url="http://bontot.example").status_code == 200
    assert browser.get("/healthz", base_url="http://evil.example").status_code == 400
    app.extensions["engine"].dispose()

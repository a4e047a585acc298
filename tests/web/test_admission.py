"""Who gets in where: the tenant by the address alone, the person by the server's row."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, update
from werkzeug.test import TestResponse

from tenants.tenant import Standing, Tenant
from tenants.wall import open_session
from tests.make import Town
from tests.web.conftest import HTMX, SignIn, hidden_of, put_in, token_of


def seen(answer: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer but the id that every request has of its own."""
    headers = {name: value for name, value in answer.headers if name != "X-Request-ID"}
    return answer.status_code, answer.data, headers


def stand(town: Town, platform: Engine, standing: Standing) -> None:
    with open_session(platform) as session:
        session.execute(update(Tenant).where(Tenant.id == town.tenant.id).values(standing=standing))
        session.commit()


def test_stranger_is_asked_to_sign_in_and_comes_back(browser: FlaskClient, town: Town) -> None:
    slug = town.tenant.slug

    answer = browser.get(f"/{slug}/ma-dang-nhap?tim=lan")

    assert answer.status_code == 303
    assert answer.location == f"/{slug}/dang-nhap?tiep=/{slug}/ma-dang-nhap?tim%3Dlan"


def test_htmx_leaves_for_the_sign_in_page(browser: FlaskClient, town: Town) -> None:
    slug = town.tenant.slug

    answer = browser.get(f"/{slug}/toi", headers=HTMX)

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["HX-Redirect"] == f"/{slug}/dang-nhap?tiep=/{slug}/toi"


def test_page_of_another_role_is_a_403(sign_in: SignIn, town: Town) -> None:
    slug = town.tenant.slug

    assert sign_in(town, town.admin).get(f"/{slug}/ma-dang-nhap").status_code == 200
    answer = sign_in(town, town.auditor).get(f"/{slug}/ma-dang-nhap")

    assert answer.status_code == 403
    assert "Trang này không dành cho vai của đồng chí" in answer.text


def test_what_does_not_exist_looks_the_same_everywhere(
    browser: FlaskClient, sign_in: SignIn, town: Town, other_town: Town
) -> None:
    here, there = town.tenant.slug, other_town.tenant.slug
    inside = sign_in(town, town.admin)
    stranger_id = other_town.ward.secretaries[0].id
    answers = {
        "unknown tenant": browser.get("/khong-co/toi"),
        "unknown page": browser.get(f"/{here}/khong-co"),
        "unknown page of another tenant": browser.get(f"/{there}/khong-co"),
        "unknown page, signed in": inside.get(f"/{here}/khong-co"),
        "unknown tenant, signed in": inside.get("/khong-co/toi"),
        "another tenant's person": inside.get(f"/{here}/ma-dang-nhap/{stranger_id}"),
        "reserved word": browser.get("/he-thong/toi"),
    }

    assert {what: seen(answer) for what, answer in answers.items()} == dict.fromkeys(
        answers, seen(browser.get("/a/b/c"))
    )
    assert browser.get("/a/b/c").status_code == 404


def test_person_out_of_an_offices_reach_does_not_exist_for_it(sign_in: SignIn, town: Town) -> None:
    base = f"/{town.tenant.slug}/ma-dang-nhap"
    browser = sign_in(town, town.ward.office)
    form = hidden_of(browser.get(f"{base}/{town.ward.secretaries[0].id}").text)

    for person in (town.admin, town.other_ward.secretaries[0]):
        looked = browser.get(f"{base}/{person.id}")
        asked = browser.post(f"{base}/{person.id}", data=form)
        assert (looked.status_code, asked.status_code) == (404, 404)


def test_for_a_member_of_another_town_nothing_is_here(
    sign_in: SignIn, town: Town, other_town: Town
) -> None:
    there = other_town.tenant.slug
    browser = sign_in(town, town.admin)

    known, unknown = browser.get(f"/{there}/toi"), browser.get(f"/{there}/khong-co")

    assert (known.status_code, known.data) == (404, unknown.data)
    assert browser.get(f"/{there}/").location == f"/{there}/dang-nhap?tiep=/{there}/"
    assert browser.get(f"/{there}/dang-nhap").status_code == 200


def test_token_of_one_town_under_the_name_of_another_opens_nothing(
    browser: FlaskClient, town: Town, other_town: Town
) -> None:
    put_in(browser, other_town, token_of(town, town.admin))

    assert browser.get(f"/{other_town.tenant.slug}/toi").status_code == 303


def test_who_serves_two_towns_is_signed_in_at_each(
    browser: FlaskClient, town: Town, other_town: Town
) -> None:
    for place in (town, other_town):
        put_in(browser, place, token_of(place, place.admin))

    assert [browser.get(f"/{t.tenant.slug}/toi").status_code for t in (town, other_town)] == [
        200,
        200,
    ]


@pytest.mark.parametrize("path", ["dang-nhap", "toi"])
def test_suspended_tenant_is_shut(
    browser: FlaskClient, town: Town, platform: Engine, path: str
) -> None:
    stand(town, platform, Standing.SUSPENDED)

    answer = browser.get(f"/{town.tenant.slug}/{path}")

    assert answer.status_code == 403
    assert "Đơn vị đang tạm ngừng" in answer.text


def test_closed_tenant_may_be_read_and_not_changed(
    sign_in: SignIn, town: Town, platform: Engine
) -> None:
    browser = sign_in(town, town.admin)
    address = f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}"
    form = hidden_of(browser.get(address).text)
    stand(town, platform, Standing.CLOSED)

    answer = browser.post(address, data=form)

    assert browser.get(address).status_code == 200
    assert (answer.status_code, "Đơn vị đã kết thúc" in answer.text) == (403, True)


def test_offices_to_choose_from_are_the_open_ones(
    browser: FlaskClient, town: Town, other_town: Town, platform: Engine
) -> None:
    stand(other_town, platform, Standing.CLOSED)

    page = browser.get("/").text

    assert f'href="/{town.tenant.slug}/"' in page
    assert f'href="/{other_town.tenant.slug}/"' not in page


def test_last_office_stands_first(sign_in: SignIn, town: Town, other_town: Town) -> None:
    for place in (other_town, town):
        browser = sign_in(place, place.admin)
        browser.get(f"/{place.tenant.slug}/toi")

        page = browser.get("/").text

        offices = [t.tenant.slug for t in (town, other_town)]
        assert min(offices, key=lambda slug: page.index(f"/{slug}/")) == place.tenant.slug

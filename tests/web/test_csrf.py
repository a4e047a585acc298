"""Forms come from our own pages."""

from __future__ import annotations

import pytest

from tests.make import Town
from tests.web.conftest import SignIn, hidden_of


def test_form_without_a_token_is_refused(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)

    answer = browser.post(f"/{town.tenant.slug}/dang-xuat")

    assert answer.status_code == 400
    assert "Trang này mở đã lâu nên chưa gửi được" in answer.text
    assert browser.get(f"/{town.tenant.slug}/toi").status_code == 200


def test_token_of_another_browser_is_refused(sign_in: SignIn, town: Town) -> None:
    browser, other = sign_in(town, town.admin), sign_in(town, town.admin)
    form = hidden_of(other.get(f"/{town.tenant.slug}/toi").text)

    assert browser.post(f"/{town.tenant.slug}/dang-xuat", data=form).status_code == 400


def test_token_may_come_in_a_header(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    token = hidden_of(browser.get(f"/{town.tenant.slug}/toi").text)["csrf_token"]

    answer = browser.post(f"/{town.tenant.slug}/dang-xuat", headers={"X-CSRFToken": token})

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("site", "status"),
    [("cross-site", 400), ("same-site", 400), ("same-origin", 303), ("none", 303)],
)
def test_form_of_another_site_is_refused_even_with_a_token(
    sign_in: SignIn, town: Town, site: str, status: int
) -> None:
    browser = sign_in(town, town.admin)
    form = hidden_of(browser.get(f"/{town.tenant.slug}/toi").text)

    answer = browser.post(
        f"/{town.tenant.slug}/dang-xuat", data=form, headers={"Sec-Fetch-Site": site}
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 303),
        ("http://another.example", 400),
        ("http://localhost.another.example", 400),
        ("http://localhost:8000", 400),
        ("null", 400),
    ],
)
def test_form_of_another_origin_is_refused_in_browsers_that_name_no_site(
    sign_in: SignIn, town: Town, origin: str, status: int
) -> None:
    browser = sign_in(town, town.admin)
    form = hidden_of(browser.get(f"/{town.tenant.slug}/toi").text)

    answer = browser.post(f"/{town.tenant.slug}/dang-xuat", data=form, headers={"Origin": origin})

    assert answer.status_code == status


def test_form_of_somebody_signed_out_leads_to_the_sign_in_page(sign_in: SignIn, town: Town) -> None:
    browser = sign_in(town, town.admin)
    form = hidden_of(browser.get(f"/{town.tenant.slug}/toi").text)
    browser.post(f"/{town.tenant.slug}/dang-xuat", data=form)

    answer = browser.post(f"/{town.tenant.slug}/ma-dang-nhap/{town.chair.id}", data=form)

    assert answer.status_code == 303
    assert answer.location.startswith(f"/{town.tenant.slug}/dang-nhap?tiep=")

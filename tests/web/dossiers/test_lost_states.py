"""A state or a version that the release has lost breaks no list and no page."""

from __future__ import annotations

import pytest

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of

PAGES = ("", "/lich-su", "/quy-trinh.svg")


@pytest.mark.parametrize(
    "lost",
    [{"state": "district_review"}, {"flow_version": 99}, {"flow": "district_title"}],
    ids=["state", "version", "flow"],
)
def test_dossier_is_listed_and_shown_all_the_same(
    town: Town, sign_in: SignIn, lost: dict[str, object]
) -> None:
    dossier = make.registered(town, town.ward.cells[0])
    for name, value in lost.items():
        setattr(dossier, name, value)
    town.session.commit()
    at = f"/{town.tenant.slug}"
    word = "Trạng thái không còn dùng (district_review)" if "state" in lost else "Đã đăng ký"

    homes = {"phuong/ho-so": town.ward.office, "thanh-pho/tham-dinh": town.org_dept}
    for home, person in homes.items():
        browser = sign_in(town, person)
        listed = browser.get(f"{at}/{home}?viec=tat-ca")
        assert (listed.status_code, dossier.code in listed.text) == (200, True)
        answers = {page: browser.get(f"{at}/ho-so/{dossier.code}{page}") for page in PAGES}
        assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(
            PAGES, 200
        )
        assert word in text_of(answers[""].text)
    secretary = sign_in(town, town.ward.secretaries[0])
    assert secretary.get(f"{at}/chi-bo").status_code == 200

"""Numbers, days and rows that an address or a form names, also those that cannot be."""

from __future__ import annotations

import pytest

from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import form_at
from web.asked import row_named

HUGE = "9" * 30


@pytest.mark.parametrize("text", [None, "", "31/02/2026", "²", "0" * 31, "khong-co"])
def test_what_is_no_id_names_no_row(text: str | None) -> None:
    assert row_named(text) is None


@pytest.mark.parametrize(
    "address",
    [
        f"/giay-khen?nam={HUGE}", f"/giay-khen?trang={HUGE}", f"/giay-khen?trang=-{HUGE}",
        "/quan-tri/nhat-ky?den=9999-12-31", "/quan-tri/nhat-ky?tu=0001-01-01",
        f"/quan-tri/nhat-ky?truoc={HUGE}",
    ],
)  # fmt: skip
def test_list_is_shown_whatever_number_or_day_is_asked(
    town: Town, sign_in: SignIn, address: str
) -> None:
    assert sign_in(town, town.auditor).get(f"/{town.tenant.slug}{address}").status_code == 200


def test_page_of_a_store_far_behind_its_end_is_shown(town: Town, sign_in: SignIn) -> None:
    secretary, slug = sign_in(town, town.ward.secretaries[0]), town.tenant.slug

    assert secretary.get(f"/{slug}/minh-chung?trang={HUGE}").status_code == 200


@pytest.mark.parametrize("address", [f"/quan-tri/nam/{HUGE}", f"/quan-tri/nhat-ky/{HUGE}"])
def test_number_that_no_row_can_have_leads_nowhere(
    town: Town, sign_in: SignIn, address: str
) -> None:
    auditor = sign_in(town, town.auditor)

    assert auditor.get(f"/{town.tenant.slug}{address}").status_code == 404


def test_thing_resolved_under_an_unreadable_id_is_a_new_one(town: Town, sign_in: SignIn) -> None:
    secretary, slug = sign_in(town, town.ward.secretaries[0]), town.tenant.slug
    where = f"/{slug}/sinh-hoat/them?ma={town.ward.cells[0].code}"
    form = form_at(secretary, where) | {"item-0": "31/02/2026", "what-0": "Thu gom rác"}

    assert secretary.post(where, data=form).status_code in {303, 422}

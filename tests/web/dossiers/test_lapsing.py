"""An office says that a cell does not take part: offered at once, done with a reason."""

from __future__ import annotations

from tests.make import Town
from tests.web.conftest import SignIn, hidden_of


def test_office_is_offered_the_step_and_gives_its_reason(town: Town, sign_in: SignIn) -> None:
    browser = sign_in(town, town.ward.office)
    code = town.dossier(town.ward.cells[0]).code
    address = f"/{town.tenant.slug}/ho-so/{code}"
    assert f'href="{address}/khong-tham-gia"' in browser.get(address).text
    form = hidden_of(browser.get(f"{address}/khong-tham-gia").text)

    without = browser.post(f"{address}/khong-tham-gia", data=form)
    done = browser.post(f"{address}/khong-tham-gia", data={**form, "reason": "Chi bộ giải thể"})

    assert (without.status_code, done.status_code) == (422, 303)
    town.session.rollback()
    assert town.dossier(town.ward.cells[0]).state == "lapsed"

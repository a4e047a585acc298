"""A committee's own self-assessment: its office writes it as the unit itself."""

from __future__ import annotations

from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import text_of
from workflows.dossiers.tables import Dossier


def own_dossier(town: Town) -> Dossier:
    """Return a dossier of the ward's committee that is being assessed."""
    dossier = make.in_review(town, town.ward.cells[0])
    dossier.flow = "committee_title"
    dossier.unit_id = dossier.committee_id = town.ward.unit.id
    town.session.commit()
    return dossier


def test_office_enters_for_nobody_and_needs_no_signed_copy(town: Town, sign_in: SignIn) -> None:
    dossier = own_dossier(town)
    browser = sign_in(town, town.ward.office)
    address = f"/{town.tenant.slug}/ho-so/{dossier.code}/nop-tu-danh-gia"

    page = browser.get(address)

    assert page.status_code == 200
    assert "Đang nhập giúp" not in text_of(page.text)
    assert 'name="signed_copy"' not in page.text


def test_committee_that_is_its_own_unit_is_named_once(town: Town, sign_in: SignIn) -> None:
    dossier = own_dossier(town)
    browser = sign_in(town, town.ward.office)
    name = town.ward.unit.name
    for page in ("", "/lich-su", "/van-ban"):
        answer = browser.get(f"/{town.tenant.slug}/ho-so/{dossier.code}{page}")
        assert answer.status_code == 200, page
        shown = text_of(answer.text)
        assert f"{name}, {name}" not in shown, page
        assert f"{name} · {name}" not in shown, page

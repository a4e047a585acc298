"""A dossier's papers: what an act leaves on paper, and who finds it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from tenants import clock
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import links_of, text_of
from workflows.dossiers.tables import Dossier


@pytest.fixture
def returned(town: Town) -> Dossier:
    """A registration that the ward's office sent back, and everything that followed."""
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    make.move(
        town, cell, "submit_registration", ward.secretaries[0], met_on=today, **make.REGISTRATION
    )
    make.move(
        town, cell, "return_registration", ward.office, reason="Thiếu chỉ tiêu kết nạp",
        marked=["met_on"], due_on=today + timedelta(days=3),
    )  # fmt: skip
    town.session.commit()
    do_all(town)
    return town.dossier(cell)


def address(town: Town, dossier: Dossier) -> str:
    return f"/{town.tenant.slug}/ho-so/{dossier.code}/van-ban"


def test_return_leaves_a_slip_that_the_cell_can_print(
    town: Town, returned: Dossier, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.ward.secretaries[0])

    page = browser.get(address(town, returned)).text
    pdf, word = [link for link in links_of(page) if "/van-ban/" in link][:2]  # the latest first

    assert "Phiếu tiếp nhận, trả hồ sơ" in text_of(page)
    answer = browser.get(pdf)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="D19-')
    said = " ".join(PdfReader(BytesIO(answer.data)).pages[0].extract_text().split())
    assert "PHIẾU TRẢ HỒ SƠ" in said
    assert "Lý do trả: Thiếu chỉ tiêu kết nạp" in said
    assert "- ngày chi bộ họp" in said
    lines = [line.text for line in docx.Document(BytesIO(browser.get(word).data)).paragraphs]
    assert "Lý do trả: Thiếu chỉ tiêu kết nạp" in lines


def test_paper_of_a_dossier_exists_for_nobody_who_does_not_read_it(
    town: Town, other_town: Town, returned: Dossier, sign_in: SignIn
) -> None:
    place = address(town, returned)
    pages = sign_in(town, town.ward.secretaries[0]).get(place).text
    paper = next(link for link in links_of(pages) if "/van-ban/" in link)
    unknown = f"{place}/00000000-0000-4000-8000-000000000000"

    for stranger in (town.ward.secretaries[1], town.other_ward.office, town.other_ward.chair):
        browser = sign_in(town, stranger)
        assert browser.get(paper).status_code == 404
        assert browser.get(paper).data == browser.get(unknown).data
    of_city = sign_in(town, town.org_dept)
    assert links_of(of_city.get(place).text).count(paper) == 0
    assert of_city.get(paper).status_code == 404


def test_paper_does_not_open_under_another_dossier(
    town: Town, returned: Dossier, sign_in: SignIn
) -> None:
    browser = sign_in(town, town.ward.office)
    paper = next(
        link for link in links_of(browser.get(address(town, returned)).text) if "/van-ban/" in link
    )
    other = town.dossier(town.ward.cells[1])

    assert browser.get(paper).status_code == 200
    assert browser.get(paper.replace(returned.code, other.code)).status_code == 404


def test_each_return_has_its_own_slip(town: Town, returned: Dossier, sign_in: SignIn) -> None:
    cell, ward, today = town.ward.cells[0], town.ward, clock.today(town.session)
    make.move(
        town, cell, "submit_registration", ward.secretaries[0], met_on=today, **make.REGISTRATION
    )
    make.move(town, cell, "accept_registration", ward.office)
    town.session.commit()
    do_all(town)

    page = sign_in(town, ward.secretaries[0]).get(address(town, returned)).text

    assert text_of(page).count("Phiếu tiếp nhận, trả hồ sơ") == 2

"""The final papers of a decision, handed out where the result stands."""

from __future__ import annotations

from sqlalchemy import select

from tests import settled
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import links_of
from workflows.decisions.tables import Decision


def test_final_papers_are_handed_to_the_cell(town: Town, sign_in: SignIn) -> None:
    dossier = settled.recognized(town, town.ward.cells[0])[0]
    settled.printed(town, settled.numbered(town, town.session.scalars(select(Decision)).one()))
    browser = sign_in(town, town.ward.secretaries[0])

    html = browser.get(f"/{town.tenant.slug}/ho-so/{dossier.code}/ket-qua").text
    page, *papers = [link for link in links_of(html) if "/quyet-dinh/" in link]

    assert "Quyết định đang được lập." not in html
    assert "125-QĐ/Th.U" in browser.get(page).text
    assert [browser.get(paper).data for paper in papers] == [b"paper as pdf", b"paper as docx"]

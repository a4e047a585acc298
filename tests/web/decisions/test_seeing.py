"""Who sees a decision, and whose papers are handed out to whom."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tenants.text.folding import search_key
from tests import settled
from tests.make import Town
from tests.web.conftest import HTMX, SignIn
from tests.web.decisions.conftest import Made
from tests.web.reading import links_of, text_of
from tests.workflows.decisions.test_past_years import revoked, taken_over
from workflows.decisions.tables import REVOCATION, Decision
from workflows.papers.tables import Edition


def shows(browser: FlaskClient, made: Made) -> bool:
    """Tell whether the list names the decision; its page must say the same."""
    listed = made.address in browser.get(made.address.rpartition("/")[0]).text
    status = browser.get(made.address).status_code
    assert status == (200 if listed else 404)
    return listed


def test_draft_is_for_who_keeps_decisions_and_who_audits(made: Made, sign_in: SignIn) -> None:
    town, ward = made.town, made.town.ward
    people = [
        town.city_office, town.org_dept, town.auditor,
        town.chair, town.members[0], ward.office, ward.secretaries[0], town.admin,
    ]  # fmt: skip

    seen = [shows(sign_in(town, person), made) for person in people]

    assert seen == [True, True, True, False, False, False, False, False]


def test_final_is_for_the_body_and_those_concerned(made: Made, sign_in: SignIn) -> None:
    town, ward = made.town, made.town.ward
    settled.numbered(town, made.decision)
    people = [
        town.chair, town.members[0], ward.office, ward.secretaries[0], ward.deputy, ward.chair,
        ward.secretaries[1], town.other_ward.office, town.other_ward.secretaries[0],
    ]  # fmt: skip

    seen = [shows(sign_in(town, person), made) for person in people]

    assert seen == [True, True, True, True, True, True, False, False, False]


def test_list_is_searched_without_accents_and_handed_out_as_it_stands(
    made: Made, sign_in: SignIn
) -> None:
    town, (cell, other) = made.town, made.town.ward.cells
    place = made.address.rpartition("/")[0]
    settled.numbered(town, made.decision)
    office = sign_in(town, town.city_office)

    def found(words: str, browser: FlaskClient = office) -> bool:
        """Tell whether the list names the decision; the workbook must say the same."""
        asked = {"tim": words}
        page = browser.get(place, query_string=asked).text
        book = browser.get(f"{place}/danh-sach.xlsx", query_string=asked).data
        lines = list(load_workbook(BytesIO(book)).active.iter_rows(values_only=True))[1:]
        assert [line[:2] for line in lines] == (
            [(made.decision.code, "125-QĐ/Th.U")] if made.address in page else []
        )
        return made.address in page

    year = made.decision.campaign.year
    named = (search_key(cell.name), f"{cell.name} {year}", "125-qd", "125-QĐ/Th.U", str(year), "")
    assert [found(words) for words in named] == [True] * 6
    assert [found(words) for words in (search_key(other.name), "12", "126", "100%")] == [False] * 4
    assert found(cell.name, sign_in(town, town.ward.secretaries[0]))
    assert not found(cell.name, sign_in(town, town.ward.secretaries[1]))
    assert "Không thấy «126»" in text_of(office.get(f"{place}?tim=126").text)


def test_unknown_and_foreign_decisions_are_answered_alike(
    made: Made, other_town: Town, sign_in: SignIn
) -> None:
    settled.numbered(made.town, made.decision)
    settled.printed(made.town, made.decision)
    strangers = [
        (made.town, sign_in(made.town, made.town.other_ward.office)),
        (other_town, sign_in(other_town, other_town.city_office)),
    ]

    for town, browser in strangers:
        address = f"/{town.tenant.slug}/quyet-dinh"
        for page in ("", "/final.pdf", "/final.docx", "/draft.pdf"):
            theirs = browser.get(f"{address}/{made.decision.code}{page}")
            unknown = browser.get(f"{address}/99-Q9{page}")
            assert (theirs.status_code, theirs.data) == (404, unknown.data)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_final_paper_is_handed_out_under_its_number(made: Made, sign_in: SignIn, form: str) -> None:
    town = made.town
    settled.numbered(town, made.decision)
    settled.printed(town, made.decision)

    for person in (town.city_office, town.chair, town.ward.office, town.ward.secretaries[0]):
        answer = sign_in(town, person).get(f"{made.address}/final.{form}")
        assert (answer.status_code, answer.data) == (200, f"paper as {form}".encode())
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="Quyet-dinh-125-QD-Th.U.{form}"'
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_draft_paper_is_for_who_keeps_decisions(made: Made, sign_in: SignIn) -> None:
    town = made.town
    settled.printed(town, made.decision, Edition.DRAFT)
    settled.numbered(town, made.decision)

    kept = sign_in(town, town.org_dept).get(f"{made.address}/draft.pdf")
    chair = sign_in(town, town.chair).get(f"{made.address}/draft.pdf")
    cell = sign_in(town, town.ward.secretaries[0]).get(f"{made.address}/draft.pdf")

    assert kept.headers["Content-Disposition"] == (
        f'attachment; filename="Du-thao-quyet-dinh-{made.decision.code}.pdf"'
    )
    assert (kept.status_code, chair.status_code, cell.status_code) == (200, 404, 404)


@pytest.mark.parametrize("name", ["final.txt", "other.pdf", "final", "final.pdf.exe"])
def test_paper_that_is_none_does_not_exist(made: Made, sign_in: SignIn, name: str) -> None:
    browser = sign_in(made.town, made.town.org_dept)

    assert browser.get(f"{made.address}/{name}").status_code == 404


def test_papers_are_waited_for_until_they_are_made(made: Made, sign_in: SignIn) -> None:
    browser = sign_in(made.town, made.town.org_dept)
    before = browser.get(made.address)
    settled.printed(made.town, made.decision, Edition.DRAFT)
    after = browser.get(made.address, headers=HTMX)

    assert "Máy đang lập giấy" in before.text
    assert 'hx-trigger="every 5s"' in before.text
    assert "hx-trigger" not in after.text
    assert f"{made.address}/draft.pdf" in after.text


def test_cell_reads_whom_it_recognises_and_opens_its_own_dossier_only(
    town: Town, sign_in: SignIn
) -> None:
    own, other = settled.recognized(town, *town.ward.cells)
    decision = town.session.scalars(select(Decision)).one()
    settled.numbered(town, decision)
    browser = sign_in(town, town.ward.secretaries[0])

    page = browser.get(f"/{town.tenant.slug}/quyet-dinh/{decision.code}").text

    assert "2 chi bộ được công nhận" in text_of(page)
    links = links_of(page)
    assert [link for link in links if "/ho-so/" in link] == [
        f"/{town.tenant.slug}/ho-so/{own.code}"
    ]
    assert other.code not in page
    assert "Hoàn thành tốt nhiệm vụ" in page


def test_longer_decision_costs_no_more_queries(
    town: Town, other_town: Town, sign_in: SignIn, statements: list[str]
) -> None:
    numbers = []
    for each, cells in ((town, town.ward.cells[:1]), (other_town, other_town.ward.cells)):
        settled.recognized(each, *cells)
        decision = each.session.scalars(select(Decision)).one()
        browser = sign_in(each, each.org_dept)
        statements.clear()
        page = browser.get(f"/{each.tenant.slug}/quyet-dinh/{decision.code}")
        browser.get(f"/{each.tenant.slug}/quyet-dinh")
        assert f"{len(cells)} chi bộ được công nhận" in text_of(page.text)
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


def test_each_decision_says_what_it_decides_and_on_whom(town: Town, sign_in: SignIn) -> None:
    title = taken_over(town, 2023)[2023][0]
    revoked(town, title)
    cell = town.ward.cells[0]
    office = sign_in(town, town.city_office)

    listed = text_of(office.get(f"/{town.tenant.slug}/quyet-dinh").text)
    assert "Thu hồi danh hiệu Chi bộ 4 tốt năm 2023" in listed
    assert "Công nhận danh hiệu Chi bộ 4 tốt năm 2023" in listed
    decision = town.session.scalars(select(Decision).where(Decision.kind == REVOCATION)).one()
    address = f"/{town.tenant.slug}/quyet-dinh/{decision.code}"
    page = text_of(office.get(address).text)
    assert "1 chi bộ bị thu hồi danh hiệu" in page
    assert cell.name in page
    assert town.ward.cells[1].name not in page
    assert "Lập quyết định tặng Giấy khen" not in page

    result = f"/{town.tenant.slug}/ho-so/{title.dossier.code}/ket-qua"
    assert "Quyết định thu hồi số" not in text_of(office.get(result).text)
    settled.numbered(town, decision)
    assert f"Quyết định thu hồi số {decision.number} ngày" in text_of(office.get(result).text)
    assert cell.name in text_of(sign_in(town, town.ward.office).get(address).text)
    assert sign_in(town, town.other_ward.office).get(address).status_code == 404

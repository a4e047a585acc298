"""A committee's papers of a year: made when asked for, each frozen, each read by its own."""

from __future__ import annotations

import re
from io import BytesIO

import docx
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter
from sqlalchemy import select

from tests import granted, make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.papers.doing import do_all
from tests.web.reading import form_at, links_of, text_of
from workflows.papers.tables import Paper


def made(town: Town, sign_in: SignIn, person: object, kind: str) -> tuple[str, list[str]]:
    """Have a paper made; return the page as it then stands, and where the files lie."""
    browser = sign_in(town, person)  # type: ignore[arg-type]
    place = f"/{town.tenant.slug}/van-ban"
    year = town.campaign.year
    answer = browser.post(f"{place}/{year}/{kind}", data=form_at(browser, place, last=False))
    assert answer.status_code == 303
    do_all(town)
    page = browser.get(f"{place}?nam={year}").text
    files = [link for link in links_of(page) if link.startswith(f"{place}/")]
    return page, [link for link in files if not link.endswith(("/gui-lai", "/so"))]


def test_signed_scan_of_a_committees_paper_stands_first(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    _page, (pdf, _xlsx) = made(town, sign_in, town.ward.office, "D3")
    office, place = sign_in(town, town.ward.office), f"/{town.tenant.slug}/van-ban"
    written = PdfWriter()
    written.add_blank_page(842, 595)
    scan = BytesIO()
    written.write(scan)

    sent = form_at(office, f"{pdf}/gui-lai") | {"origin": "signed"}
    scan.seek(0)
    kept = office.post(f"{pdf}/gui-lai", data=sent | {"files": (scan, "ky.pdf")})

    assert kept.status_code == 303
    listed = text_of(office.get(f"{place}?nam={town.campaign.year}").text)
    assert "Biểu tổng hợp đăng ký Bản chính đã ký" in listed
    assert sign_in(town, town.other_ward.office).get(f"{pdf}/gui-lai").status_code == 404
    assert sign_in(town, town.org_dept).get(f"{pdf}/gui-lai").status_code == 404


def test_list_of_registrations_says_who_is_late_and_who_is_missing(
    town: Town, sign_in: SignIn
) -> None:
    make.registered(town, town.ward.cells[0])

    page, (pdf, xlsx) = made(town, sign_in, town.ward.office, "D3")

    browser = sign_in(town, town.ward.office)
    said = " ".join(PdfReader(BytesIO(browser.get(pdf).data)).pages[0].extract_text().split())
    assert "BIỂU TỔNG HỢP" in said
    assert "Chi bộ Tổ dân phố 1 Khu dân cư 2" in said
    assert "Tổng số 02 đơn vị, đã đăng ký 01, trong đó đăng ký muộn 0." in said
    assert "chưa đăng ký" in said
    sheet = load_workbook(BytesIO(browser.get(xlsx).data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[4]][:3] == ["TT", "Chi bộ", "Loại hình"]
    assert [cell.value for cell in sheet["A"]][4:6] == [1, 2]
    assert sheet.max_row == 7  # the total below
    assert "Biểu tổng hợp đăng ký" in text_of(page)


def test_review_counts_by_type_and_year_and_leaves_lines_to_write(
    town: Town, sign_in: SignIn
) -> None:
    make.registered(town, town.ward.cells[0])

    _page, (pdf, word) = made(town, sign_in, town.ward.office, "D12")

    browser = sign_in(town, town.ward.chair)
    said = " ".join(
        " ".join(page.extract_text().split())
        for page in PdfReader(BytesIO(browser.get(pdf).data)).pages
    )
    assert "BÁO CÁO sơ kết xây dựng “Chi bộ 4 tốt” năm" in said
    assert "có 2 chi bộ thuộc đối tượng, 1 chi bộ đăng ký" in said
    assert "II. CÁCH LÀM HAY, MÔ HÌNH TỐT ………" in said
    assert "T/M BAN THƯỜNG VỤ" in said
    assert town.ward.chair.name in said
    lines = [line.text for line in docx.Document(BytesIO(browser.get(word).data)).paragraphs]
    assert "III. HẠN CHẾ, NGUYÊN NHÂN" in lines


def test_papers_are_vietnamese_whatever_the_visitor_reads(town: Town, sign_in: SignIn) -> None:
    make.registered(town, town.ward.cells[0])
    browser = sign_in(town, town.ward.office)
    place = f"/{town.tenant.slug}/van-ban"
    sent = form_at(browser, f"{place}?lang=en", last=False)
    assert '<html lang="en"' in browser.get(place).text
    assert browser.post(f"{place}/{town.campaign.year}/D3", data=sent).status_code == 303
    do_all(town)

    listed = browser.get(place).text
    (pdf, xlsx) = (link for link in links_of(listed) if re.search(r"/[0-9a-f-]{36}$", link))
    said = " ".join(PdfReader(BytesIO(browser.get(pdf).data)).pages[0].extract_text().split())
    assert "BIỂU TỔNG HỢP đăng ký xây dựng “Chi bộ 4 tốt” năm" in said
    sheet = load_workbook(BytesIO(browser.get(xlsx).data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[4]][:4] == ["TT", "Chi bộ", "Loại hình", "Đảng viên"]


def test_each_asking_is_a_paper_of_its_own_that_never_changes(town: Town, sign_in: SignIn) -> None:
    made(town, sign_in, town.ward.office, "D3")
    first = {row.id: row.sha256 for row in town.session.scalars(select(Paper))}
    make.registered(town, town.ward.cells[0])
    made(town, sign_in, town.ward.office, "D3")

    town.session.expire_all()
    rows = {row.id: row.sha256 for row in town.session.scalars(
        select(Paper).where(Paper.kind == "D3")
    )}  # fmt: skip
    assert len(rows) == 4
    assert {key: rows[key] for key in first if key in rows} == {
        key: value for key, value in first.items() if key in rows
    }


def test_book_of_awards_names_every_certificate(town: Town, sign_in: SignIn) -> None:
    rows = granted.granted(town, *town.ward.cells)

    _page, (pdf, _xlsx) = made(town, sign_in, town.city_office, "D18")

    browser = sign_in(town, town.city_office)
    said = " ".join(PdfReader(BytesIO(browser.get(pdf).data)).pages[0].extract_text().split())
    for row in rows:
        assert row.register_number in said
    assert "Sổ có 02 Giấy khen, 02 đang có hiệu lực." in said


def test_paper_of_a_ward_exists_for_nobody_outside_it(
    town: Town, other_town: Town, sign_in: SignIn
) -> None:
    _page, (pdf, _xlsx) = made(town, sign_in, town.ward.office, "D3")
    place = f"/{town.tenant.slug}/van-ban"

    for person in (town.ward.office, town.ward.chair, town.city_office, town.auditor):
        assert sign_in(town, person).get(pdf).status_code == 200
    for person in (town.other_ward.office, town.other_ward.chair):
        browser = sign_in(town, person)
        unknown = f"{place}/00000000-0000-4000-8000-000000000000"
        assert browser.get(pdf).status_code == 404
        assert browser.get(pdf).data == browser.get(unknown).data
        assert pdf not in browser.get(place).text
    ward = sign_in(town, town.ward.office)
    year = town.campaign.year
    sent = form_at(ward, place, last=False)
    assert ward.post(f"{place}/{year}/D18", data=sent).status_code == 404
    assert ward.post(f"{place}/{year}/D14", data=sent).status_code == 404

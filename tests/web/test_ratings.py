"""The year's rating list: checked whole, faulty rows named, kept all in one act or not at all."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tenants import clock
from tenants.text.dates import show_date
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn
from tests.web.reading import errors_of, form_at, text_of, token_at
from web.ratings.sheet import rating_of_words
from workflows.dossiers.tables import QualityRating, Rating


def sheet(
    *rows: tuple[object, ...], headings: tuple[str, ...] = ("Phường", "Chi bộ", "Xếp loại")
) -> bytes:
    book, file = Workbook(), BytesIO()
    page = book.active
    page.append(("DANH SÁCH XẾP LOẠI NĂM",))
    page.append(headings)
    for row in rows:
        page.append(row)
    book.save(file)
    return file.getvalue()


def check(browser: FlaskClient, town: Town, content: bytes) -> TestResponse:
    listed = f"/{town.tenant.slug}/thanh-pho/xep-loai"
    data = {"csrf_token": token_at(browser, listed), "files": (BytesIO(content), "xep-loai.xlsx")}
    return browser.post(f"{listed}/kiem-tra", data=data, content_type="multipart/form-data")


def kept(town: Town) -> dict[str, tuple[str, str]]:
    town.session.rollback()
    rows = town.session.scalars(select(QualityRating))
    codes = {town.dossier(cell).id: cell.name for cell in town.ward.cells}
    return {codes[row.dossier_id]: (row.rating, row.number) for row in rows}


def names(town: Town) -> list[str]:
    for cell in town.ward.cells:
        make.registered(town, cell)
    return [cell.name for cell in town.ward.cells]


def test_list_is_shown_before_it_is_kept_and_then_kept_with_its_paper(
    town: Town, sign_in: SignIn
) -> None:
    first, second = names(town)[:2]
    ward = town.ward.unit.name
    browser = sign_in(town, town.org_dept)

    shown = check(
        browser, town, sheet((ward, first.upper(), "HTXSNV"), (ward, second, "Hoàn thành nhiệm vụ"))
    )

    assert shown.status_code == 200
    assert "Chưa ghi gì." in text_of(shown.text)
    assert kept(town) == {}
    fields = dict(re.findall(r'name="(rating-[\d-]+|csrf_token|_key)" value="([^"]+)"', shown.text))
    form = fields | {"number": "99-QĐ/Th.U", "decided_on": show_date(clock.today(town.session))}
    sent = browser.post(f"/{town.tenant.slug}/thanh-pho/xep-loai", data=form)
    assert sent.status_code == 303
    assert kept(town) == {
        first: ("excellent", "99-QĐ/Th.U"), second: ("completed", "99-QĐ/Th.U"),
    }  # fmt: skip


def test_one_faulty_row_keeps_all_out_and_each_is_named(town: Town, sign_in: SignIn) -> None:
    first, second = names(town)[:2]
    ward = town.ward.unit.name
    rows = (
        (ward, first, "Tốt"), (ward, "Chi bộ không có", "Tốt"), (ward, second, "Khá"),
        (ward, first, "Tốt"),
    )  # fmt: skip

    answer = check(sign_in(town, town.org_dept), town, sheet(*rows))

    words = text_of(answer.text)
    assert answer.status_code == 422
    assert "Có 3 dòng cần sửa, chưa ghi dòng nào" in words
    assert "Dòng 4, «Chi bộ không có»: Không có chi bộ mang tên này trong năm." in words
    assert "Dòng 5, «Khá»: Không hiểu xếp loại này." in words
    assert f"Dòng 6, «{first}»: Chi bộ này đã có ở dòng trên." in words
    assert "Ghi xếp loại của" not in words
    assert kept(town) == {}


def test_list_that_is_handed_out_is_taken_back(town: Town, sign_in: SignIn) -> None:
    code = town.dossier(town.ward.cells[0]).code
    browser = sign_in(town, town.org_dept)
    out = browser.get(f"/{town.tenant.slug}/thanh-pho/xep-loai/danh-sach.xlsx").data
    rows = CalamineWorkbook.from_filelike(BytesIO(out)).get_sheet_by_index(0).to_python()
    place = next(number for number, row in enumerate(rows) if row[0] == code)
    rows[place][3] = "Hoàn thành tốt nhiệm vụ"

    shown = check(
        browser, town, sheet(*(tuple(row) for row in rows[1:]), headings=tuple(map(str, rows[0])))
    )

    assert shown.status_code == 200
    assert re.findall(r'name="rating-([\d-]+)" value="(\w+)"', shown.text) == [
        (town.dossier(town.ward.cells[0]).code, "good")
    ]


def test_list_that_repeats_a_rating_leaves_it_its_paper(town: Town, sign_in: SignIn) -> None:
    first, second = names(town)[:2]
    ward, browser = town.ward.unit.name, sign_in(town, town.org_dept)

    def keep(number: str, *rows: tuple[str, str, str]) -> None:
        shown = check(browser, town, sheet(*rows)).text
        wanted = r'name="(rating-[\d-]+|csrf_token|_key)" value="([^"]+)"'
        form = dict(re.findall(wanted, shown))
        day = {"number": number, "decided_on": show_date(clock.today(town.session))}
        assert browser.post(f"/{town.tenant.slug}/thanh-pho/xep-loai", data=form | day).location

    keep("99-QĐ/Th.U", (ward, first, "HTXSNV"))
    keep("100-QĐ/Th.U", (ward, first, "HTXSNV"), (ward, second, "HTTNV"))
    assert kept(town) == {first: ("excellent", "99-QĐ/Th.U"), second: ("good", "100-QĐ/Th.U")}

    keep("101-QĐ/Th.U", (ward, first, "HTXSNV"))  # nothing else in it: the number was mistyped
    assert kept(town)[first] == ("excellent", "101-QĐ/Th.U")


def test_sheet_without_the_columns_says_which(town: Town, sign_in: SignIn) -> None:
    names(town)

    answer = check(sign_in(town, town.org_dept), town, sheet(("a", "b"), headings=("Tên", "Điểm")))

    assert answer.status_code == 422
    assert "Tệp thiếu cột." in " ".join(errors_of(answer.text))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 no list", b"PK\x03\x04 cut off"])
def test_what_is_no_list_is_answered_with_what_a_list_is(
    town: Town, sign_in: SignIn, content: bytes
) -> None:
    answer = check(sign_in(town, town.org_dept), town, content)

    assert answer.status_code == 422
    assert "Chọn tệp .xlsx có cột «Chi bộ» và cột «Xếp loại»." in answer.text


def test_ratings_of_dossiers_that_are_not_seen_are_not_kept(town: Town, sign_in: SignIn) -> None:
    names(town)
    browser = sign_in(town, town.org_dept)
    form = form_at(browser, f"/{town.tenant.slug}/thanh-pho/xep-loai") | {
        "rating-26-99999": "good", "number": "9-QĐ", "decided_on": "01/01/2026",
    }  # fmt: skip

    assert browser.post(f"/{town.tenant.slug}/thanh-pho/xep-loai", data=form).status_code == 404
    assert town.session.scalar(select(func.count()).select_from(QualityRating)) == 0


@pytest.mark.parametrize("who", ["secretary", "ward"])
def test_others_have_no_such_page(town: Town, sign_in: SignIn, who: str) -> None:
    person = town.ward.secretaries[0] if who == "secretary" else town.ward.appraiser

    answer = sign_in(town, person).get(f"/{town.tenant.slug}/thanh-pho/xep-loai")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", Rating.EXCELLENT), ("HTXSNV", Rating.EXCELLENT),
        ("HTTNV", Rating.GOOD), ("  hoàn thành TỐT nhiệm vụ ", Rating.GOOD), ("Tốt", Rating.GOOD),
        ("Hoàn thành nhiệm vụ.", Rating.COMPLETED), ("HTNV", Rating.COMPLETED),
        ("Không hoàn thành nhiệm vụ", Rating.NOT_COMPLETED), ("Khá", None), ("Trung bình", None),
    ],
)  # fmt: skip
def test_ratings_are_read_as_offices_write_them(words: str, rating: Rating | None) -> None:
    assert rating_of_words(words) == rating


def test_ward_that_recognises_by_itself_takes_the_list_of_its_own_cells(
    town: Town, sign_in: SignIn
) -> None:
    first, second = names(town)[:2]
    own = f"/{town.tenant.slug}/phuong/xep-loai"
    assert sign_in(town, town.ward.office).get(own).status_code == 404  # the city recognises
    for cell in town.ward.cells:
        town.dossier(cell).flow = "cell_title_ward"
    town.session.commit()
    browser = sign_in(town, town.ward.office)
    assert "Xếp loại chất lượng" in text_of(browser.get(f"/{town.tenant.slug}/phuong/ho-so").text)
    files = (BytesIO(sheet(("", first, "Hoàn thành tốt nhiệm vụ"))), "xep-loai.xlsx")
    data = {"csrf_token": token_at(browser, own), "files": files}

    shown = browser.post(f"{own}/kiem-tra", data=data, content_type="multipart/form-data")

    assert (shown.status_code, kept(town)) == (200, {})
    assert f'action="{own}' in shown.text
    assert sign_in(town, town.other_ward.office).get(own).status_code == 404
    assert sign_in(town, town.ward.appraiser).get(own).status_code == 403
    assert browser.get(f"/{town.tenant.slug}/thanh-pho/xep-loai").status_code == 404
    out = browser.get(f"{own}/danh-sach.xlsx").data
    rows = CalamineWorkbook.from_filelike(BytesIO(out)).get_sheet_by_index(0).to_python()
    assert {row[1] for row in rows[1:]} == {cell.name for cell in town.ward.cells}
    assert second in {row[1] for row in rows}

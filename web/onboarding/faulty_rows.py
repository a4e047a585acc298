"""The faulty rows of a list as a spreadsheet, each with what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from tenants.database import Json
from web.catalogue import _
from web.onboarding.words import COLUMNS, column_word, fault_words
from web.workbooks import LOOKS_LIKE_A_FORMULA


def faulty_workbook(rows: Sequence[Json]) -> bytes:
    """Write the rows as XLSX; what people typed is text there and never a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    keys = [key for key in COLUMNS if any(key in _texts(row) for row in rows)]
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Dòng cần sửa"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        looks = {
            (is_wrong, is_quoted): workbook.add_format(
                ({"bg_color": "#FFF0F3"} if is_wrong else {})
                | ({"quote_prefix": True} if is_quoted else {})
            )
            for is_wrong in (True, False)
            for is_quoted in (True, False)
        }
        headings = [_("Trang tính"), _("Dòng"), *map(column_word, keys), _("Cần sửa")]
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, 60 if place == len(headings) - 1 else 24)
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            sheet.write_string(number, 0, row["sheet"])
            sheet.write_number(number, 1, row["row"])
            at_fault = {fault["key"] for fault in row["faults"]}
            for place, key in enumerate(keys, start=2):
                text = _texts(row).get(key, "")
                look = looks[key in at_fault, bool(LOOKS_LIKE_A_FORMULA.match(text))]
                sheet.write_string(number, place, text, look)
            sentences = dict.fromkeys(fault_words(fault) for fault in row["faults"])
            sheet.write_string(number, len(headings) - 1, " ".join(sentences))
    return file.getvalue()


def _texts(row: Json) -> dict[str, str]:
    return {**row["texts"], **{fault["key"]: fault["value"] for fault in row["faults"]}}

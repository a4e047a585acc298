"""The units of a day as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from tenants.tree import Node
from web.catalogue import _
from web.words import sector_word, unit_kind_word

WIDTHS = (24, 40, 34, 20, 18, 12, 10, 10, 13, 13)


def tree_workbook(nodes: Sequence[Node]) -> bytes:
    """Write the units as XLSX; what people typed is text there and never a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Đơn vị"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        headings = (
            _("Mã"), _("Đơn vị"), _("Trực thuộc"), _("Loại"), _("Lĩnh vực"), _("Chính thức"),
            _("Dự bị"), _("Miễn công tác"), _("Từ ngày"), _("Đến ngày"),
        )  # fmt: skip
        for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for row, node in enumerate(nodes, start=1):
            unit = node.unit
            words = (
                unit.code, node.name, node.parent_name, unit_kind_word(unit.kind),
                sector_word(unit.sector),
            )  # fmt: skip
            for column, word in enumerate(words):
                sheet.write_string(row, column, word)
            numbers = (unit.members_official, unit.members_probationary, unit.members_exempted)
            for column, number in enumerate(numbers, start=5):
                sheet.write_number(row, column, number)
            sheet.write_datetime(row, 8, unit.valid_from, day)
            if unit.valid_to is not None:
                sheet.write_datetime(row, 9, unit.valid_to, day)
    return file.getvalue()

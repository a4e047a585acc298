"""The list of a store's files as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from uuid import UUID

from xlsxwriter import Workbook

from tenants.clock import local
from web.catalogue import _
from web.evidence.places import place_words
from workflows.evidence.tables import Evidence

WIDTHS = (12, 44, 40, 30, 24, 18)


def evidence_workbook(
    files: Sequence[Evidence], places: Mapping[UUID, Sequence[tuple[str, str]]]
) -> bytes:
    """Write the list as XLSX; what people typed is text there and never a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_("Minh chứng"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        moment = workbook.add_format({"num_format": "hh:mm dd/mm/yyyy"})
        headings = (
            _("Ngày"), _("Tên tệp"), _("Nội dung"), _("Dùng cho"), _("Người thêm"), _("Thêm lúc"),
        )  # fmt: skip
        for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(files, start=1):
            sheet.write_datetime(line, 0, row.taken_on, day)
            sheet.write_string(line, 1, row.name)
            sheet.write_string(line, 2, row.note)
            used = [place_words(criterion) for _code, criterion in places.get(row.id, [])]
            sheet.write_string(line, 3, ", ".join(used))
            sheet.write_string(line, 4, row.added_by)
            sheet.write_datetime(line, 5, local(row.added_at).replace(tzinfo=None), moment)
    return file.getvalue()

"""Makes spreadsheets as offices hand them in, from rows written in a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

Value = str | float | None
Row = Sequence[Value]

HEADINGS: Row = (
    "STT",
    "Đảng bộ phường, xã",
    "Tên chi bộ",
    "Loại hình",
    "Tổng số đảng viên",
    "Chính thức",
    "Dự bị",
    "Miễn sinh hoạt",
    "Bí thư chi bộ",
    "Số điện thoại bí thư",
    "Phó bí thư",
    "Số điện thoại phó bí thư",
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Page:
    """A sheet: its rows, ranges such as ``B2:B4`` that are merged, and whether it shows."""

    rows: Sequence[Row]
    merged: Sequence[str] = ()
    name: str = "DS chi bộ"
    state: str = "visible"


def a_row(number: int, **changes: Value) -> Row:
    """Make a row without a fault, unlike that of any other number, with changes by column."""
    values: dict[str, Value] = {
        "index": number,
        "ward": "Phường Hoa Mai",
        "name": f"Chi bộ Tổ dân phố {number}",
        "sector": "Khu dân cư",
        "total": 30,
        "official": 28,
        "probationary": 2,
        "exempted": 3,
        "secretary": f"Lê Thị Bí Thư {number}",
        "secretary_phone": f"0912 345 {number:03}",
        "deputy": f"Trần Văn Phó {number}",
        "deputy_phone": f"0987 654 {number:03}",
    }
    assert changes.keys() <= values.keys()
    return list((values | changes).values())


def a_list(*rows: Row, headings: Row = HEADINGS) -> bytes:
    """Make a file whose only sheet has headings in its first row."""
    return workbook(Page([headings, *rows]))


def workbook(*pages: Page) -> bytes:
    """Make an XLSX file of these sheets."""
    parts = {
        "[Content_Types].xml": _content_types(len(pages)),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _workbook(pages),
        "xl/_rels/workbook.xml.rels": _relations(
            "worksheet", *(f"worksheets/sheet{number}.xml" for number in range(1, len(pages) + 1))
        ),
    }
    for number, page in enumerate(pages, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_xml(page)
    return zipped(parts)


def zipped(parts: dict[str, str]) -> bytes:
    """Pack parts into a ZIP file."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def sheet_xml(page: Page) -> str:
    """Write a sheet; an empty text or ``None`` leaves its cell out."""
    rows = "".join(_row(number, row) for number, row in enumerate(page.rows, start=1))
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in page.merged)
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        f"{f'<mergeCells>{merged}</mergeCells>' if merged else ''}</worksheet>"
    )


def _row(number: int, row: Row) -> str:
    cells = "".join(_cell(number, place, value) for place, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(row: int, place: int, value: Value) -> str:
    address = f"{chr(ord('A') + place)}{row}"
    if value is None or value == "":
        return f'<c r="{address}" s="0"/>'
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def _workbook(pages: Sequence[Page]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(page.name)} sheetId="{number}" state="{page.state}"'
        f' r:id="r{number}"/>'
        for number, page in enumerate(pages, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(kind: str, *targets: str) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, target in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _content_types(pages: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml"'
        f' ContentType="{_KIND}.worksheet+xml"/>'
        for number in range(1, pages + 1)
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f"{sheets}</Types>"
    )

"""Opens a spreadsheet that somebody uploaded, having looked at it first.

A small file may unpack to gigabytes, and one stray cell in the last corner makes
a reader set aside room for a whole sheet. Both are refused before the reader runs.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MAX_ROWS = 50_000
MAX_FILE = 20 * 1024**2
MAX_UNPACKED = 120 * 1024**2
MAX_RATIO = 100
SMALL = 1024**2

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A filled cell beyond column AZ or row 49,999, or a row as far whose cells carry no address.
# Tags are followed for 500 letters: longer ones are not written by any spreadsheet.
_FAR_ROW = rb"(?:[5-9]\d{4}|\d{6,})"
_FAR_CELL = re.compile(
    rb"""\br\s*=\s*["']([A-Z]{3,}\d+|[B-Z][A-Z]\d+|[A-Z]{1,2}%b)["']"""
    rb"""(?:[^>]{501}|[^>]{0,500}(?<!/)>)""" % _FAR_ROW,
    re.IGNORECASE,
)
_FAR_BARE_ROW = re.compile(
    rb"""<(?:\w+:)?row\b[^>]{0,500}?\br\s*=\s*["'](%b)["'][^>]{0,500}>"""
    rb"""\s*<(?:\w+:)?c\b(?![^>]{0,500}\br\s*=)""" % _FAR_ROW
)
_LONG_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{501}")

SENTENCES = {
    "empty": "Tệp không có dữ liệu. Chọn tệp Excel có danh sách chi bộ.",
    "no_rows": "Danh sách chưa có dòng chi bộ nào. Ghi các chi bộ dưới dòng tiêu đề rồi chọn lại.",
    "encrypted": "Tệp có mật khẩu. Bỏ mật khẩu trong Excel rồi chọn lại.",
    "old_excel": "Tệp là Excel kiểu cũ (.xls). Lưu lại thành .xlsx rồi chọn lại.",
    "not_xlsx": "Tệp không phải Excel (.xlsx). Chọn tệp .xlsx có danh sách chi bộ.",
    "too_big": "Tệp lớn quá 20 MB. Bỏ ảnh và các trang tính thừa rồi chọn lại.",
    "suspicious": "Tệp nén bất thường nên không được mở. Lưu lại bằng Excel rồi chọn lại.",
    "too_far": (
        "Danh sách dài quá 50.000 dòng hoặc có ô ghi ở quá xa ({place}). "
        "Xóa các ô thừa hoặc chia thành nhiều tệp rồi chọn lại."
    ),
    "no_heading": (
        "Không tìm thấy dòng tiêu đề có các cột {missing}. Trong tệp chỉ thấy: {found}. "
        "Sửa tên cột rồi chọn lại."
    ),
}


class UnreadableListError(Exception):
    """The file as a whole cannot be read.

    ``code`` is a key of ``SENTENCES``, ``message`` the sentence with its blanks filled.
    """

    def __init__(self, code: str, **blanks: str) -> None:
        self.code = code
        self.message = SENTENCES[code].format(**blanks)
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: values by row and column from the top left corner, and merged ranges.

    A range is ``((top, left), (bottom, right))``, counted from 0, both corners inside.
    """

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def open_sheets(content: bytes) -> list[Sheet]:
    """Return the visible sheets of an XLSX file that have anything in them.

    Raises:
        UnreadableListError: it is no XLSX, encrypted, empty or suspicious.

    """
    _look_at(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [
            _sheet(workbook.get_sheet_by_name(about.name))
            for about in workbook.sheets_metadata
            if about.typ is SheetTypeEnum.WorkSheet and about.visible is SheetVisibleEnum.Visible
        ]
    except PasswordError as error:
        raise UnreadableListError("encrypted") from error
    except CalamineError as error:
        raise UnreadableListError("not_xlsx") from error
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableListError("empty")
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(sheet: CalamineSheet) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(sheet.name, rows, sheet.merged_cell_ranges or [])


def _look_at(content: bytes) -> None:
    if not content:
        raise UnreadableListError("empty")
    if len(content) > MAX_FILE:
        raise UnreadableListError("too_big")
    if content.startswith(_OLD_OFFICE):
        raise UnreadableListError("encrypted" if _ENCRYPTED in content else "old_excel")
    try:
        with ZipFile(BytesIO(content)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableListError("not_xlsx")
            room = MAX_UNPACKED
            for entry in archive.infolist():
                unpacked = _unpack(archive, entry, room)
                room -= len(unpacked)
                _refuse_far_cells(unpacked)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise UnreadableListError("not_xlsx") from error


def _unpack(archive: ZipFile, entry: ZipInfo, room: int) -> bytes:
    """Unpack what is really there: the size that an archive declares may be a lie."""
    entry.file_size = room + 1
    with archive.open(entry) as stream:
        unpacked = stream.read(room + 1)
    size = len(unpacked)
    if size > room or (size > SMALL and size > MAX_RATIO * entry.compress_size):
        raise UnreadableListError("suspicious")
    return unpacked


def _refuse_far_cells(part: bytes) -> None:
    if _LONG_ROW.search(part):
        raise UnreadableListError("suspicious")
    far = _FAR_CELL.search(part) or _FAR_BARE_ROW.search(part)
    if far:
        raise UnreadableListError("too_far", place=f"ô {far[1].decode()}")

"""Looks at an uploaded file before a reader runs: what would do harm is refused unread.

A small file may unpack to gigabytes, and one stray cell in the last corner makes
a reader set aside room for a whole sheet.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from xml.sax.saxutils import unescape
from zipfile import BadZipFile, ZipFile, ZipInfo

from tenants.onboarding.unreadable import UnreadableListError
from tenants.settings import Settings

MEGABYTE = 1024**2
SMALL = MEGABYTE

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
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\b(?=[^>]{0,500}?\bhidden\s*=\s*["'](?:1|true)["'])"""
    rb"""[^>]{0,500}?\br\s*=\s*["'](\d{1,6})["']"""
)
_MACROS = "xl/vbaproject.bin"
# Which part of the file each sheet is.
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]{0,2000}")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]{0,2000}")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a list may be: the file and what it unpacks to, in megabytes, and its rows.

    ``ratio`` says how much smaller packed than unpacked a part may be.
    """

    megabytes: int = 10
    unpacked_megabytes: int = 120
    ratio: int = 100
    rows: int = 30_000

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits of an installation."""
        return cls(
            megabytes=settings.list_megabytes,
            unpacked_megabytes=settings.list_unpacked_megabytes,
            ratio=settings.list_ratio,
            rows=settings.list_rows,
        )


def look_at(content: bytes, limits: Limits) -> dict[str, frozenset[int]]:
    """Refuse what would do harm, and return the rows that each sheet hides."""
    if not content:
        raise UnreadableListError("empty")
    if len(content) > limits.megabytes * MEGABYTE:
        raise UnreadableListError("too_big", most=str(limits.megabytes))
    if content.startswith(_OLD_OFFICE):
        raise UnreadableListError("encrypted" if _ENCRYPTED in content else "old_excel")
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise UnreadableListError("not_xlsx")
            if any(name.lower() == _MACROS for name in names):
                raise UnreadableListError("macros")
            return _look_into(archive, limits)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise UnreadableListError("not_xlsx") from error


def _look_into(archive: ZipFile, limits: Limits) -> dict[str, frozenset[int]]:
    room = limits.unpacked_megabytes * MEGABYTE
    small: dict[str, str] = {}
    hidden: dict[str, frozenset[int]] = {}
    for entry in archive.infolist():
        unpacked = _unpack(archive, entry, room, limits.ratio)
        room -= len(unpacked)
        _refuse_far_cells(unpacked)
        if entry.filename in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}:
            small[entry.filename] = unpacked.decode(errors="replace")
        elif rows := _HIDDEN_ROW.findall(unpacked):
            hidden[entry.filename] = frozenset(int(row) - 1 for row in rows)
    return _by_sheet(hidden, small) if hidden else {}


def _by_sheet(
    hidden: dict[str, frozenset[int]], small: dict[str, str]
) -> dict[str, frozenset[int]]:
    """Name the sheets instead of the parts of the file."""
    targets = {
        said["Id"]: str(PurePosixPath("/xl") / said["Target"]).removeprefix("/")
        for said in _said(_RELATION, small.get("xl/_rels/workbook.xml.rels", ""))
        if "Id" in said and "Target" in said
    }
    return {
        said["name"]: hidden[targets[said["r:id"]]]
        for said in _said(_SHEET, small["xl/workbook.xml"])
        if targets.get(said.get("r:id", "")) in hidden
    }


def _said(tag: re.Pattern[str], xml: str) -> list[dict[str, str]]:
    """Return the attributes of each such tag."""
    return [
        {
            name: unescape(double or single, {"&quot;": '"', "&apos;": "'"})
            for name, double, single in _ATTRIBUTE.findall(found)
        }
        for found in tag.findall(xml)
    ]


def _unpack(archive: ZipFile, entry: ZipInfo, room: int, ratio: int) -> bytes:
    """Unpack what is really there: the size that an archive declares may be a lie."""
    entry.file_size = room + 1
    with archive.open(entry) as stream:
        unpacked = stream.read(room + 1)
    size = len(unpacked)
    if size > room or (size > SMALL and size > ratio * entry.compress_size):
        raise UnreadableListError("suspicious")
    return unpacked


def _refuse_far_cells(part: bytes) -> None:
    if _LONG_ROW.search(part):
        raise UnreadableListError("suspicious")
    far = _FAR_CELL.search(part) or _FAR_BARE_ROW.search(part)
    if far:
        raise UnreadableListError("too_far", place=f"ô {far[1].decode()}")

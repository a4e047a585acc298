"""PDF files: read through once, refused where they are locked, too long, or do things."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import MOST_PAGES

# What a page may ask a reader to do: go somewhere in the same file, or open an address.
HARMLESS = frozenset({"/GoTo", "/URI", "/Named"})
ACTIVE_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"})
MOST_NOTES = 5_000
_PLAIN = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    RecursionError, OverflowError, NotImplementedError, MemoryError, OSError, zlib.error,
)  # fmt: skip


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has, once it has been looked through.

    Raises:
        Refusal: ``file_locked``, ``file_pages``, ``file_active``, ``file_hidden``, or
            ``file_broken``.

    """
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refusal("file_hidden")
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Refusal("file_locked")
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise Refusal("file_pages", most=MOST_PAGES, pages=pages)
        if _PLAIN.search(content) or _does_things(reader):
            raise Refusal("file_active")
    except _BROKEN as error:
        raise Refusal("file_broken") from error
    if not pages:
        raise Refusal("file_broken")
    return pages


def _does_things(reader: PdfReader) -> bool:
    catalogue = _entries(reader.trailer["/Root"])
    names = _entries(catalogue.get("/Names"))
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in catalogue:
        return True
    if "/XFA" in _entries(catalogue.get("/AcroForm")):
        return True
    return any(_is_harmful(action) for action in _actions(reader, catalogue))


def _actions(reader: PdfReader, catalogue: dict[str, Any]) -> Iterator[object]:
    """Walk the actions of the file, of its pages and of what lies on these."""
    yield catalogue.get("/OpenAction")
    for page in reader.pages:
        yield from _entries(page.get("/AA")).values()
        for number, reference in enumerate(_plain(page.get("/Annots")) or []):
            if number > MOST_NOTES:
                raise Refusal("file_broken")
            note = _entries(reference)
            if note.get("/Subtype") in ACTIVE_NOTES:
                raise Refusal("file_active")
            yield note.get("/A")
            yield from _entries(note.get("/AA")).values()


def _is_harmful(action: object) -> bool:
    found = _entries(action)
    return "/S" in found and str(_plain(found["/S"])) not in HARMLESS


def _entries(value: object) -> dict[str, Any]:
    plain = _plain(value)
    return dict(plain) if isinstance(plain, DictionaryObject) else {}


def _plain(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value

"""Word and Excel files: an archive that is looked through before anything opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import Kind

CONTENTS = "[Content_Types].xml"
MAIN = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
MOST_PARTS = 3_000
MOST_UNPACKED = 120 * 1024 * 1024
MOST_TIMES = 200  # how much a part may grow; text of spreadsheets grows thirtyfold
LARGEST_READ = 30 * 1024 * 1024

_PROGRAMS = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|/embeddings/|/dialogsheets/|oleobject"
    r"|\.(bin|exe|dll|js|vbs|hta|bat|cmd|ps1|lnk|scr|jar|html?)$",
    re.IGNORECASE,
)
_HARMLESS_BIN = re.compile(r"^(xl|word)/printerSettings/[^/]+\.bin$", re.IGNORECASE)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_REACHES_OUT = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)"
    rb"(?![^>]*/relationships/hyperlink[\"'])",  # what a reader clicks, and nothing fetches
    re.IGNORECASE,
)
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_COMMANDS = re.compile(rb"\b(DDE(AUTO)?|INCLUDE(PICTURE|TEXT))\b", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, OSError, ValueError, EOFError, KeyError, RuntimeError,
    NotImplementedError, zlib.error, OverflowError, IndexError,
)  # fmt: skip


def kind_of_archive(content: bytes) -> Kind:
    """Return whether an archive is a Word or an Excel file, once it has been looked through.

    Raises:
        Refusal: ``file_kind``, ``file_macros``, ``file_bomb``, ``file_hidden``, or
            ``file_broken``.

    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_bombs(archive)
            kind = _kind(archive)
            _refuse_programs(archive)
            _refuse_hidden(archive, content)
            return kind
    except _BROKEN as error:
        raise Refusal("file_broken") from error


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal("file_bomb")
    for part in parts:
        if part.flag_bits & 1:
            raise Refusal("file_locked")
        if part.file_size > MOST_TIMES * max(part.compress_size, 1) and part.file_size > 100_000:
            raise Refusal("file_bomb")


def _kind(archive: zipfile.ZipFile) -> Kind:
    names = archive.namelist()
    found = [kind for name, kind in MAIN.items() if name in names]
    if CONTENTS not in names or len(found) != 1:
        raise Refusal("file_kind")
    if len(set(names)) != len(names):
        raise Refusal("file_hidden")
    return found[0]


def _refuse_programs(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        name = part.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/"):
            raise Refusal("file_hidden")
        if _PROGRAMS.search(f"/{name}") and not _HARMLESS_BIN.match(name):
            raise Refusal("file_macros")
        if part.file_size > LARGEST_READ:
            raise Refusal("file_bomb")
        if name.endswith((".xml", ".rels", ".vml")):
            _refuse_text(name, archive.read(part))


def _refuse_text(name: str, text: bytes) -> None:
    if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = text.decode("utf-16").encode()
    if _ENTITIES.search(text):
        raise Refusal("file_active")
    if name == CONTENTS and _MACROS.search(text):
        raise Refusal("file_macros")
    if name.endswith(".rels") and _REACHES_OUT.search(text):
        raise Refusal("file_active")
    if name.startswith("word/") and b"instr" in text and _COMMANDS.search(text):
        raise Refusal("file_active")


def _refuse_hidden(archive: zipfile.ZipFile, content: bytes) -> None:
    """Refuse what stands before, behind or between the parts: a second file in the first."""
    first = min((part.header_offset for part in archive.infolist()), default=0)
    if first or not content.startswith(b"PK\x03\x04") or archive.comment:
        raise Refusal("file_hidden")
    if not content[:-18].endswith(b"PK\x05\x06"):
        raise Refusal("file_hidden")
    if b"%PDF-" in content[:1024] or b"<script" in content[:1024].lower():
        raise Refusal("file_hidden")

"""What happens to an uploaded file before it is kept: recognised, looked through, drawn anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import LARGEST, Kind
from workflows.evidence.names import check_name, shown_name
from workflows.evidence.office_files import kind_of_archive
from workflows.evidence.pdfs import pages_of
from workflows.evidence.photos import draw
from workflows.evidence.viruses import refuse_viruses

HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"}
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word and Excel to 2003, and locked newer ones


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: what it was called, and what is in it."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        """The hash by which the same file is known again."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it is kept; a photo is drawn anew, anything else stays byte for byte."""

    name: str
    kind: Kind
    content: bytes
    digest: str
    thumbnail: bytes | None = None
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    taken_on: date | None = None


def prepare(upload: Upload, *, clamav_url: str | None = None) -> Prepared:
    """Look through an uploaded file, and return it as it may be kept.

    Raises:
        Refusal: a code beginning with ``file_``, always with the ``name`` of the file.

    """
    try:
        return _prepare(upload, clamav_url)
    except Refusal as refusal:
        raise Refusal(refusal.code, name=upload.name, **refusal.info) from refusal


def _prepare(upload: Upload, clamav_url: str | None) -> Prepared:
    content = upload.content
    if not content:
        raise Refusal("file_empty")
    if len(content) > LARGEST:
        raise Refusal("file_too_big", most=LARGEST // (1024 * 1024))
    check_name(upload.name)
    refuse_viruses(content, clamav_url)
    if _is_photo(content):
        return _photo(upload)
    if content.startswith(b"%PDF-"):
        pages, kind = pages_of(content), Kind.PDF
    elif content.startswith(b"PK\x03\x04"):
        pages, kind = None, kind_of_archive(content)
    elif content.startswith(OLD_OFFICE):
        raise Refusal("file_old_office")
    else:
        raise Refusal("file_kind")
    return Prepared(
        shown_name(upload.name, kind), kind, content, sha256(content).hexdigest(), pages=pages
    )


def _is_photo(content: bytes) -> bool:
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return True
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def _photo(upload: Upload) -> Prepared:
    drawn = draw(upload.content)
    return Prepared(
        name=shown_name(upload.name, drawn.kind),
        kind=drawn.kind,
        content=drawn.content,
        digest=sha256(drawn.content).hexdigest(),
        thumbnail=drawn.thumbnail,
        width=drawn.width,
        height=drawn.height,
        taken_on=drawn.taken_on,
    )

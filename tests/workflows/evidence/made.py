"""Makers of files: genuine ones of every kind, as cameras and offices write them."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pillow_heif
from docx import Document
from openpyxl import Workbook
from PIL import ExifTags, Image
from pypdf import PdfWriter

from workflows.evidence.preparing import Upload


def picture(width: int = 64, height: int = 48, *, colour: str = "#A8121B") -> Image.Image:
    """Draw a picture whose left half is white, so that its direction can be told."""
    drawn = Image.new("RGB", (width, height), colour)
    drawn.paste("white", (0, 0, width // 2, height))
    return drawn


def jpeg(
    width: int = 64,
    height: int = 48,
    *,
    colour: str = "#A8121B",
    turned: int = 1,
    taken: date | None = None,
    at: tuple[float, float] | None = None,
) -> bytes:
    """Write a photo with what a phone notes in it: direction, day, place."""
    drawn, file = picture(width, height, colour=colour), BytesIO()
    exif = drawn.getexif()
    exif[ExifTags.Base.Orientation] = turned
    exif[ExifTags.Base.Model] = "Dien thoai cua toi"
    if taken is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = (
            f"{taken:%Y:%m:%d} 07:30:00"
        )
    if at is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {1: "N", 2: (at[0], 0.0, 0.0), 3: "E", 4: (at[1], 0.0, 0.0)}
        )
    drawn.save(file, "JPEG", exif=exif)
    return file.getvalue()


def png(width: int = 64, height: int = 48) -> bytes:
    """Write a picture of a screen."""
    file = BytesIO()
    picture(width, height).save(file, "PNG")
    return file.getvalue()


def heic(width: int = 64, height: int = 48) -> bytes:
    """Write a photo as an iPhone does."""
    file = BytesIO()
    pillow_heif.from_pillow(picture(width, height)).save(file)
    return file.getvalue()


def pdf(pages: int = 1, *, password: str = "", attachment: bool = False) -> bytes:
    """Write a PDF of empty pages."""
    writer, file = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if attachment:
        writer.add_attachment("a.txt", b"text")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


def docx(words: str = "Biên bản họp chi bộ") -> bytes:
    """Write a Word file."""
    document, file = Document(), BytesIO()
    document.add_paragraph(words)
    document.save(file)
    return file.getvalue()


def xlsx(rows: int = 3) -> bytes:
    """Write an Excel file."""
    book, file = Workbook(), BytesIO()
    for number in range(rows):
        book.active.append([number, "Chỉ tiêu"])
    book.save(file)
    return file.getvalue()


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """Return an office file with one more part in it."""
    return _rewritten(archive, {name: content})


def with_text(archive: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return an office file with one of its parts changed."""
    with zipfile.ZipFile(BytesIO(archive)) as parts:
        text = parts.read(name)
    assert old in text
    return _rewritten(archive, {name: text.replace(old, new, 1)})


def _rewritten(archive: bytes, changed: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(archive)) as parts,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in parts.namelist():
            if name not in changed:
                copy.writestr(name, parts.read(name))
        for name, content in changed.items():
            copy.writestr(name, content)
    return file.getvalue()


def photo(name: str = "bien-ban.jpg", *, colour: str = "#A8121B") -> Upload:
    """Give a photo as it is uploaded."""
    return Upload(name, jpeg(colour=colour))

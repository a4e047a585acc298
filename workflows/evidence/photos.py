"""Photos: drawn anew, so that nothing of the file that came in is left but the picture.

A drawn picture carries no place where it was taken, no camera, no comment, and nothing
that was hidden behind its end.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from threading import Semaphore

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import LONGEST_SIDE, MOST_PIXELS, THUMBNAIL_SIDE, Kind

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # ours is asked for each picture, before it is drawn

FORMATS = ("JPEG", "PNG", "HEIF")
QUALITY, THUMBNAIL_QUALITY = 85, 60
# A picture of 50 megapixels takes 200 MB while it is drawn: two at once, the others wait.
_AT_ONCE = Semaphore(2)
_HIDDEN = re.compile(rb"<script|<\?php|<html|<svg|<!doctype|%PDF-", re.IGNORECASE)
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError, KeyError)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept."""

    kind: Kind
    content: bytes
    thumbnail: bytes
    width: int
    height: int
    taken_on: date | None


def draw(content: bytes) -> Drawn:
    """Draw a photo anew: upright, at most 1600 pixels long, without anything beside the picture.

    Raises:
        Refusal: ``file_pixels``, ``file_hidden``, or ``file_broken``.

    """
    if _HIDDEN.search(content) or zipfile.is_zipfile(BytesIO(content)):
        raise Refusal("file_hidden")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal("file_pixels", most=MOST_PIXELS // 1_000_000)
            with _AT_ONCE:
                return _drawn(picture)
    except _BROKEN as error:
        raise Refusal("file_broken") from error


def _drawn(picture: Image.Image) -> Drawn:
    taken_on = _taken_on(picture)
    kind = Kind.PNG if picture.format == "PNG" else Kind.JPEG
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read at a smaller scale
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = _on_white(upright)
    small = plain.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Drawn(
        kind=kind,
        content=_written(plain, kind),
        thumbnail=_small(small),
        width=plain.width,
        height=plain.height,
        taken_on=taken_on,
    )


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture alone, in plain colours, what was transparent in white."""
    coloured = picture.convert("RGBA")
    paper = Image.new("RGB", coloured.size, "white")
    paper.paste(coloured, mask=coloured.getchannel("A"))
    return paper


def _written(picture: Image.Image, kind: Kind) -> bytes:
    file = BytesIO()
    if kind is Kind.PNG:
        picture.save(file, "PNG", optimize=True)
    else:
        picture.save(file, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return file.getvalue()


def _small(picture: Image.Image) -> bytes:
    """Write a small picture as WebP: of a paper it is a fifth of the JPEG, and pages hold many."""
    file = BytesIO()
    picture.save(file, "WEBP", quality=THUMBNAIL_QUALITY)
    return file.getvalue()


def _taken_on(picture: Image.Image) -> date | None:
    """Return the day that the camera wrote down, if it can be read."""
    exif = picture.getexif()
    written = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    written = written or exif.get(ExifTags.Base.DateTime)
    try:
        year, month, day = (int(part) for part in str(written or "")[:10].split(":"))
        return date(year, month, day)
    except ValueError:
        return None

"""Which kinds of files are taken, and how large they may be (issue of the evidence store).

A file is what its content says. What its name says is only looked at to refuse names
that mean to mislead.
"""

from __future__ import annotations

from enum import StrEnum

LARGEST = 10 * 1024 * 1024
MOST_PAGES = 50
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 320


class Kind(StrEnum):
    """What a file is, by its content. A HEIC photo is kept as JPEG."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it, once it has been drawn anew."""
        return self in {Kind.JPEG, Kind.PNG}


ENDINGS = {
    Kind.JPEG: ".jpg",
    Kind.PNG: ".png",
    Kind.PDF: ".pdf",
    Kind.DOCX: ".docx",
    Kind.XLSX: ".xlsx",
}
MEDIA_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
THUMBNAIL_MARK, THUMBNAIL_TYPE = b"RIFF", "image/webp"
# What a picker of files offers; content decides afterwards.
ACCEPTED = ".jpg,.jpeg,.png,.heic,.heif,.pdf,.docx,.xlsx,image/jpeg,image/png,image/heic"
KNOWN_ENDINGS = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".heic", ".heif", ".hif"}) | {
    ".pdf", ".docx", ".xlsx",
}  # fmt: skip

"""What is taken as evidence, and what becomes of it before it is kept."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from tests.workflows.evidence import made
from workflows.engine.refusals import Refusal
from workflows.evidence.kinds import LARGEST, Kind
from workflows.evidence.preparing import Upload, prepare


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        ("Ảnh họp chi bộ.JPG", made.jpeg(), Kind.JPEG, "Ảnh họp chi bộ.jpg"),
        ("man hinh.png", made.png(), Kind.PNG, "man hinh.png"),
        ("IMG_0001.HEIC", made.heic(), Kind.JPEG, "IMG_0001.jpg"),
        ("Nghị quyết.pdf", made.pdf(3), Kind.PDF, "Nghị quyết.pdf"),
        ("Biên bản.docx", made.docx(), Kind.DOCX, "Biên bản.docx"),
        ("Chỉ tiêu.xlsx", made.xlsx(), Kind.XLSX, "Chỉ tiêu.xlsx"),
        ("anh.jpg", made.png(), Kind.PNG, "anh.png"),
        ("anh.png", made.heic(), Kind.JPEG, "anh.jpg"),
        ("image", made.jpeg(), Kind.JPEG, "image.jpg"),
        ("Tổ dân phố 6. Biên bản", made.pdf(), Kind.PDF, "Tổ dân phố 6. Biên bản.pdf"),
    ],
)
def test_file_is_what_its_content_says(name: str, content: bytes, kind: Kind, kept_as: str) -> None:
    prepared = prepare(Upload(name, content))

    assert (prepared.kind, prepared.name) == (kind, kept_as)
    assert prepared.digest == sha256(prepared.content).hexdigest()


def test_photo_is_turned_and_made_small() -> None:
    prepared = prepare(Upload("a.jpg", made.jpeg(4000, 3000, turned=6)))

    with Image.open(BytesIO(prepared.content)) as kept:
        assert kept.size == (prepared.width, prepared.height) == (1200, 1600)
        top, bottom = kept.getpixel((600, 100)), kept.getpixel((600, 1500))
    assert (min(top) > 240, max(bottom[1:]) < 60) == (True, True)
    with Image.open(BytesIO(prepared.thumbnail or b"")) as small:
        assert (small.size, small.format) == ((240, 320), "WEBP")


def test_nothing_is_left_of_what_the_phone_noted() -> None:
    came = made.jpeg(taken=date(2026, 3, 5), at=(18.0, 105.0))

    prepared = prepare(Upload("a.jpg", came))

    assert b"Dien thoai" in came
    assert b"Exif" not in prepared.content
    assert b"Dien thoai" not in prepared.content + (prepared.thumbnail or b"")
    with Image.open(BytesIO(prepared.content)) as kept:
        assert dict(kept.getexif()) == {}
    assert prepared.taken_on == date(2026, 3, 5)


def test_what_is_transparent_becomes_paper() -> None:
    drawn, file = Image.new("RGBA", (20, 20), (0, 0, 0, 0)), BytesIO()
    drawn.save(file, "PNG")

    prepared = prepare(Upload("a.png", file.getvalue()))

    with Image.open(BytesIO(prepared.content)) as kept:
        assert (kept.mode, kept.getpixel((5, 5))) == ("RGB", (255, 255, 255))


def test_document_is_kept_byte_for_byte() -> None:
    content = made.pdf(50)

    prepared = prepare(Upload("a.pdf", content))

    assert (prepared.content, prepared.pages, prepared.thumbnail) == (content, 50, None)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xff\xd8\xff" + bytes(LARGEST - 2), "file_too_big"),
        (made.pdf(51), "file_pages"),
        (made.jpeg()[:200], "file_broken"),
    ],
    ids=["empty", "one byte too large", "51 pages", "cut off"],
)
def test_limits(content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        prepare(Upload("a.jpg", content))

    assert (refused.value.code, refused.value.info["name"]) == (code, "a.jpg")


def test_largest_file_and_largest_picture_are_taken() -> None:
    padded = made.pdf()
    padded += b"%" + b" " * (LARGEST - len(padded) - 1)
    wide, file = Image.new("1", (10_000, 5_000)), BytesIO()
    wide.save(file, "PNG")

    assert prepare(Upload("a.pdf", padded)).pages == 1
    assert prepare(Upload("a.png", file.getvalue())).width == 1600

"""Giấy khen as PDF: tagged, its fonts inside; one file of all sheets, or one for each.

One compiler serves a run: it keeps what it has read, fonts and artwork, from sheet to sheet.
Files of single sheets are parts of a run. Call this only in a job's own process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import typst
from PIL.ImageFont import FreeTypeFont, Layout, truetype

from jobs.papers.parting import parted
from jobs.papers.qr import squares
from jobs.papers.typeset import HERE, UnprintableError
from tenants.database import Json
from workflows.papers.wording import clean

TEMPLATE = HERE / "templates" / "certificate.typ"
WORDS = (
    "body", "unit", "committee", "achievement", "decision", "register", "replaces",
    "place_and_date", "on_behalf_of", "post", "signer", "code",
)  # fmt: skip
SQUARES = "squares.bin"
SIZES = {"body": (20, 18, 16, 14), "unit": (28, 25, 22, 19, 17)}
"""In points: the largest at which a line fits is taken, and two lines at the smallest."""
LINE = 225 / 25.4 * 72
"""As long as a line may be, in points; its room is a little wider."""


class Press:
    """Prints certificates; equal facts give equal bytes."""

    def __init__(
        self,
        *,
        text_only: bool = False,
        right_mm: float = 0,
        down_mm: float = 0,
        artwork: tuple[str, bytes] | None = None,
    ) -> None:
        """Set up the press.

        Args:
            artwork: the form (``png``, ``jpg``) and content of what lies under the words.

        """
        self._folder = TemporaryDirectory(prefix="bontot-press-")
        self._place = place = Path(self._folder.name)
        copyfile(TEMPLATE, place / TEMPLATE.name)
        self._same: Json = {
            "text_only": text_only, "right": right_mm, "down": down_mm, "artwork": "",
        }  # fmt: skip
        if artwork is not None:
            form, content = artwork
            self._same["artwork"] = f"artwork.{form}"
            (place / self._same["artwork"]).write_bytes(content)
        self._compiler = typst.Compiler(
            place / TEMPLATE.name, root=place, font_paths=[HERE / "fonts"],
            ignore_system_fonts=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._folder.cleanup()

    def sheets(self, facts: Sequence[Json]) -> bytes:
        """Print one sheet for each certificate, all in one file.

        Raises:
            UnprintableError: a text holds a sign that the typeface lacks.

        """
        return self._run(facts, _title(facts[0]) if len(facts) == 1 else "Giấy khen")

    def files(self, facts: Sequence[Json]) -> list[bytes]:
        """Print one file for each certificate, in their order.

        Raises:
            UnprintableError: a text holds a sign that the typeface lacks.

        """
        return list(parted(self._run(facts, "Giấy khen"), [_title(each) for each in facts]))

    def _run(self, facts: Sequence[Json], title: str) -> bytes:
        first = facts[0]
        day = date.fromisoformat(first["document_date"])
        data = {
            **self._same,
            "document_title": title,
            "author": clean(first["issuing_body"]),
            "document_date": [day.year, day.month, day.day],
            "squares": SQUARES,
            "sheets": self._sheets(facts),
        }
        try:
            printed = self._compiler.compile(
                format="pdf",
                pdf_standards=["a-2a", "ua-1"],
                timestamp=datetime.combine(day, time(), tzinfo=UTC),
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            )
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            raise UnprintableError(error.message) from error
        if not isinstance(printed, bytes):
            raise TypeError("the compiler made something else than one PDF")
        return printed

    def _sheets(self, facts: Sequence[Json]) -> list[Json]:
        """Return the words of each sheet, and where its square stands in the file of all."""
        made, began = [], 0
        with (self._place / SQUARES).open("wb") as file:
            drawn = squares([each["address"] or each["code"] for each in facts])
            for each, (wide, points) in zip(facts, drawn, strict=True):
                words = {name: clean(str(each.get(name, ""))) for name in WORDS}
                square = {"wide": wide, "from": began, "words": f"Mã xác nhận {words['code']}"}
                sizes = {f"{name}_size": _largest(words[name], SIZES[name]) for name in SIZES}
                made.append({**words, **sizes, "square": square})
                began += file.write(points)
        return made


def _title(facts: Json) -> str:
    return clean(f"Giấy khen {facts['unit']}")


def _largest(words: str, sizes: Sequence[int]) -> int:
    """Return the largest of the sizes at which a line in bold fits.

    The typesetter could find it out, but not as quickly: what it measures it lays out.
    """
    length = sum(map(_wide, words))
    return next((size for size in sizes if length * size <= LINE), sizes[-1])


@cache
def _wide(letter: str) -> float:
    """Return how wide a letter in bold is, as a share of its size."""
    return _bold().getlength(letter) / _bold().size


@cache
def _bold() -> FreeTypeFont:
    return truetype(HERE / "fonts" / "Tinos-Bold.ttf", 1000, layout_engine=Layout.BASIC)

"""Giấy khen as PDF: tagged, its fonts inside; one sheet or a whole run.

One compiler serves a run: it keeps what it has read, fonts and artwork, from sheet to sheet.
Call this only in a job's own process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import typst

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
        first = facts[0]
        day = date.fromisoformat(first["document_date"])
        title = f"Giấy khen {first['unit']}" if len(facts) == 1 else "Giấy khen"
        data = {
            **self._same,
            "document_title": clean(title),
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
                made.append({**words, "square": square})
                began += file.write(points)
        return made

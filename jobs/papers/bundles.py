"""A bundle of papers: one PDF to print, or a ZIP with each paper as a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pypdf import PdfReader, PdfWriter

from jobs.papers.kinds.bundle import CONTENTS
from jobs.papers.typeset import pdf_of
from tenants.database import Json

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # equal papers give equal bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A paper in the bundle."""

    kind: str
    content: bytes

    @property
    def pages(self) -> int:
        """How many sheets it has."""
        return len(PdfReader(BytesIO(self.content)).pages)


def bundle_pdf(facts: Json, parts: Sequence[Part]) -> bytes:
    """Put the list and every paper into one file, with a bookmark for each."""
    written = PdfWriter()
    for name, content in (
        ("Mục lục", contents_pdf(facts, parts)),
        *((f"{part.kind}", part.content) for part in parts),
    ):
        written.append(BytesIO(content), outline_item=name)
    written.add_metadata({"/Title": f"Bộ hồ sơ {facts['unit']}"})
    out = BytesIO()
    written.write(out)
    return out.getvalue()


def bundle_zip(facts: Json, parts: Sequence[Part]) -> bytes:
    """Put the list and every paper into an archive, in the order in which they are read."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("00-muc-luc.pdf", LONG_AGO), contents_pdf(facts, parts))
        for place, part in enumerate(parts, start=1):
            archive.writestr(ZipInfo(f"{place:02}-{part.kind}.pdf", LONG_AGO), part.content)
    return out.getvalue()


def contents_pdf(facts: Json, parts: Sequence[Part]) -> bytes:
    """Print the list, with how many sheets each paper has."""
    rows = [{**row, "pages": part.pages} for row, part in zip(facts["papers"], parts, strict=True)]
    return pdf_of(CONTENTS, {**facts, "papers": rows})

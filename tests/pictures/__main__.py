"""Draw every page of D1 to D20, as PDF and, where there is one, as the form in Word.

Needs ``soffice`` (LibreOffice) and ``pdftoppm`` (poppler). Usage::

    .venv/bin/python -m tests.pictures [D6 D11 …]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from jobs.papers.bundles import Part, bundle_pdf
from jobs.papers.certificate import Press
from jobs.papers.kinds import LAYOUTS
from jobs.papers.samples import HERE as SAMPLES
from jobs.papers.samples import sample_of
from jobs.papers.typeset import pdf_of
from jobs.papers.word import docx_of
from workflows.papers.kinds import KINDS

PLACE = Path(__file__).parents[2] / "docs" / "papers"
DOTS_AN_INCH, SHADES, COLOURS = 75, 12, 32
ADDRESS = "https://bontot.example/xac-nhan/{code}"


def main(wanted: Sequence[str]) -> None:
    """Draw the wanted papers, or all of them."""
    PLACE.mkdir(exist_ok=True)
    for kind in wanted or list(KINDS):
        if not (SAMPLES / f"{kind}.json").exists():
            print(f"{kind}: no sample")  # noqa: T201  # a command's own words
            continue
        for old in PLACE.glob(f"{kind}-*.png"):
            old.unlink()
        for name, pdf in files_of(kind):
            count = draw(name, pdf, coloured="certificate" in name)
            print(f"{name}: {count}")  # noqa: T201


def files_of(kind: str) -> Iterator[tuple[str, bytes]]:
    """Make the files of a paper, each as PDF: as it is printed, and through LibreOffice."""
    layout, facts = LAYOUTS[kind], sample_of(kind)
    if kind == "D20":
        parts = [
            Part(row["kind"], pdf_of(LAYOUTS[row["kind"]], sample_of(row["kind"])))
            for row in facts["papers"]
        ]
        yield f"{kind}-pdf", bundle_pdf(facts, parts)
        return
    yield f"{kind}-pdf", pdf_of(layout, facts)
    if "docx" in KINDS[kind].forms:
        yield f"{kind}-docx", through_office(docx_of(layout, facts))
    if kind == "D15":
        sheet = sample_of("certificate")
        sheet["address"] = ADDRESS.format(code=sheet["code"])
        with Press() as press:
            yield f"{kind}-certificate", press.sheets([sheet])
        with Press(text_only=True) as press:
            yield f"{kind}-certificate-preprinted", press.sheets([sheet])


def through_office(word: bytes) -> bytes:
    """Print a form in Word as an office's program does."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "paper.docx").write_bytes(word)
        subprocess.run(  # noqa: S603  # our own file
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",  # noqa: S607
             "--convert-to", "pdf", "--outdir", folder, str(place / "paper.docx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (place / "paper.pdf").read_bytes()


def draw(name: str, pdf: bytes, *, coloured: bool) -> int:
    """Draw the pages of a file, small; return how many there are."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "paper.pdf").write_bytes(pdf)
        subprocess.run(  # noqa: S603
            ["pdftoppm", "-r", str(DOTS_AN_INCH), "-png", str(place / "paper.pdf"),  # noqa: S607
             str(place / "page")],
            check=True, capture_output=True,
        )  # fmt: skip
        pages = sorted(place.glob("page-*.png"))
        for number, page in enumerate(pages, start=1):
            with Image.open(page) as picture:
                plain = picture.convert("RGB" if coloured else "L")
                small = plain.quantize(COLOURS if coloured else SHADES)
                out = BytesIO()
                small.save(out, "PNG", optimize=True)
            (PLACE / f"{name}-{number}.png").write_bytes(out.getvalue())
        return len(pages)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the cells of the demo gathered through the year: photos of papers, and figures reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from demo import texts
from demo.acts import Acts
from workflows.criteria.framework import Criterion
from workflows.dossiers.tables import Dossier
from workflows.evidence.attaching import attach
from workflows.evidence.keeping import keep_file
from workflows.evidence.preparing import Upload
from workflows.targets.lines import Line
from workflows.targets.reading import targets_of
from workflows.targets.reporting import Reached, report_targets

WIDTH, HEIGHT = 420, 560
PAPER, INK, GREY, RED = "#FBFAF6", "#2B2A2E", "#9C978F", "#A8121B"
DAYS_APART = 31


def planned(number: int) -> list[dict[str, Any]]:
    """Return the targets that a cell registers; every second one is given no admissions."""
    lines = [
        Line("Thu các loại quỹ", "%", Decimal(100), series="socio_economic"),
        Line("Gia đình văn hóa", "%", Decimal(90), series="socio_economic"),
    ]
    if number % 2 == 0:
        lines += [
            Line("Kết nạp đảng viên", "đồng chí", Decimal(1), series="admission"),
            Line("Nữ", "đồng chí", None, part_of="Kết nạp đảng viên", series="admission"),
        ]
    return [line.as_data() for line in lines]


def number_of(dossier: Dossier) -> int:
    """Return the number in a dossier's code, by which cells of the demo differ."""
    return int(dossier.code.rpartition("-")[2])


def report(acts: Acts, dossier: Dossier, number: int) -> None:
    """Report how far the targets are, as the secretary."""
    reached = {
        "Thu các loại quỹ": Decimal(102),
        "Gia đình văn hóa": Decimal("87.5") if number % 3 == 0 else Decimal(93),
        "Kết nạp đảng viên": Decimal(2),
        "Nữ": Decimal(1),
    }
    given = {
        row.id: Reached(
            reached[row.name], acts.today - timedelta(days=2), texts.SOURCE, row.version
        )
        for row in targets_of(acts.session, dossier.id)
        if row.name in reached
    }
    with acts.clockwork.at_its_time():
        report_targets(acts.session, dossier.id, given, actor=acts.secretary(dossier))


def gather(acts: Acts, dossier: Dossier, criteria: Sequence[Criterion]) -> None:
    """Photograph some papers as the secretary; those of answered criteria are attached."""
    secretary, answered = acts.secretary(dossier), {criterion.key for criterion in criteria}
    for number, (name, note, key) in enumerate(texts.PAPERS):
        upload = Upload(name, photographed(number))
        with acts.clockwork.at_its_time():
            row = keep_file(
                acts.session, dossier.unit, upload,
                actor=secretary, year=dossier.campaign.year, note=note,
            ).evidence  # fmt: skip
            row.taken_on -= timedelta(days=DAYS_APART * (len(texts.PAPERS) - number))
            if key in answered:
                attach(acts.session, dossier.id, key, [row.id], actor=secretary)


@cache
def photographed(number: int) -> bytes:
    """Draw a paper as a phone sees it: a heading, lines of writing, a stamp."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), ("#6E6A64", "#7A756C", "#5E6468")[number % 3])
    pen = ImageDraw.Draw(picture)
    pen.rectangle((24, 20, WIDTH - 20, HEIGHT - 24), fill=PAPER)
    pen.rectangle((52, 48, 190, 56), fill=GREY)
    pen.rectangle((230, 48, WIDTH - 48, 56), fill=INK)
    pen.rectangle((120, 96, WIDTH - 120, 108), fill=INK)
    for line in range(15 + number % 3):
        end = WIDTH - 48 - (line * 37 + number * 53) % 90
        pen.rectangle((52, 136 + line * 20, end, 140 + line * 20), fill=GREY)
    pen.ellipse((236, 452, 300, 516), outline=RED, width=3)
    pen.line((286, 500, 300, 470, 312, 496, 330, 466), fill="#24489C", width=2)
    file = BytesIO()
    picture.save(file, "JPEG", quality=70)
    return file.getvalue()

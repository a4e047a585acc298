"""Measure 500 certificates, as single files and as one run, against WeasyPrint on this machine.

Time is the processors', so that a busy machine does not decide.

WeasyPrint is no part of the product: give the Python of an environment that has it.

usage: python -m tests.benchmarks.certificates PYTHON-WITH-WEASYPRINT [--count 500] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from jobs.papers.samples import sample_of
from jobs.papers.typeset import HERE as PAPERS
from tenants.database import Json

HERE = Path(__file__).parent
FEWER = 10  # WeasyPrint prints a tenth of them one by one; its rate does not depend on the count
HOWS = ("each", "run")
EACH = "to its one by one"  # what the goals are set against, for the run too
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"""


def main() -> None:
    """Take turns, so that both see the same machine."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("python")
    asked.add_argument("--count", type=int, default=500)
    asked.add_argument("--rounds", type=int, default=3)
    wanted = asked.parse_args()
    with TemporaryDirectory() as folder:
        # Both set the same typeface.
        place = Path(folder, "fonts.conf")
        place.write_text(FONTS.format(fonts=PAPERS / "fonts", folder=folder))
        os.environ["FONTCONFIG_FILE"] = str(place)
        rows = [
            measured(wanted, Path(folder), how, turn)
            for turn in range(wanted.rounds)
            for how in HOWS
        ]
    print(f"| | ours, a second of CPU | WeasyPrint | ratio | {EACH} | MB | its MB | ratio |")  # noqa: T201
    print("|---|---|---|---|---|---|---|---|")  # noqa: T201
    one_by_one = median(row["theirs"] for row in rows if row["how"] == "each")
    for how in HOWS:
        here = [row for row in rows if row["how"] == how]
        cells = [median(row[name] for row in here) for name in ("ours", "theirs", "mb", "their_mb")]
        print(  # noqa: T201
            f"| {how} | {cells[0]:.1f} | {cells[1]:.2f} | {cells[0] / cells[1]:.1f} |"
            f" {cells[0] / one_by_one:.1f} | {cells[2]:.0f} | {cells[3]:.0f} |"
            f" {cells[2] / cells[3]:.2f} |"
        )


def measured(wanted: argparse.Namespace, folder: Path, how: str, turn: int) -> Json:
    """Print with both, never the same certificates twice."""
    ours = run(sys.executable, "ours.py", how, facts_in(folder, wanted.count, turn))
    fewer = wanted.count // FEWER if how == "each" else wanted.count
    theirs = run(wanted.python, "weasy.py", how, facts_in(folder, fewer, turn + 100))
    return {
        "how": how,
        "ours": ours["count"] / ours["seconds"],
        "theirs": theirs["count"] / theirs["seconds"],
        "mb": ours["mb"],
        "their_mb": theirs["mb"],
    }


def run(python: str, script: str, how: str, facts: Path) -> Json:
    """Run a contender in a process of its own."""
    command = [python, str(HERE / script), how, str(facts)]
    if script == "ours.py":
        command = [python, "-m", "tests.benchmarks.certificates.ours", how, str(facts)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    answer: Json = json.loads(said.stdout.splitlines()[-1])
    return answer


def facts_in(folder: Path, count: int, turn: int) -> Path:
    """Write down so many certificates and one to warm up with; the squares are not drawn yet."""
    sample, place = sample_of("certificate"), folder / f"{turn}-{count}.json"
    facts = []
    for number in range(count + 1):
        code = f"{turn:04}-{number:04}-XQNZ-7RTP"
        address = f"https://bontot.example/xac-nhan/{code}"
        facts.append(
            {
                **sample, "unit": f"Chi bộ Tổ dân phố {number}", "code": code, "address": address,
                "register": f"Vào sổ số {number}/2026",
            }
        )  # fmt: skip
    place.write_text(json.dumps(facts, ensure_ascii=False))
    return place


main()

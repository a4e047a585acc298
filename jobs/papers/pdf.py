"""Decisions as PDF: tagged (PDF/UA-1), to be kept (PDF/A-2a), their fonts inside."""

import json
from datetime import UTC, datetime, time
from pathlib import Path

import typst

from jobs.papers.facts import DecisionFacts
from jobs.papers.values import decision_values

TEMPLATE = Path(__file__).parent / "templates" / "decision.typ"


class UnprintableError(ValueError):
    """A text holds a sign that the typeface lacks; the message names the sign."""


def render_pdf(facts: DecisionFacts) -> bytes:
    """Print the decision; equal facts give equal bytes.

    The values travel as JSON data, so that nothing in a name can act as markup. The compiler
    keeps what it laid out as long as the process lives: call this only in a job's own process.
    """
    day = facts.document_date
    data = {**decision_values(facts), "document_date": [day.year, day.month, day.day]}
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=[TEMPLATE.parents[1] / "fonts"],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.combine(day, time(), tzinfo=UTC),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        raise UnprintableError(error.message) from error

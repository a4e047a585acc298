"""A paper as PDF: tagged (PDF/UA-1), to be kept (PDF/A-2a), its fonts inside."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from jobs.papers.layout import Layout
from jobs.papers.resolving import resolve
from jobs.papers.word import cleaned, title_of
from tenants.database import Json

HERE = Path(__file__).parent
TEMPLATE = HERE / "templates" / "paper.typ"


class UnprintableError(ValueError):
    """A text holds a sign that the typeface lacks; the message names the sign."""


def pdf_of(layout: Layout, facts: Json) -> bytes:
    """Print a paper; equal facts give equal bytes.

    The values travel as JSON data, so that nothing in a name can act as markup. The compiler
    keeps what it laid out as long as the process lives: call this only in a job's own process.

    Raises:
        UnprintableError: a text holds a sign that the typeface lacks.

    """
    words = cleaned(facts)
    day = date.fromisoformat(facts["document_date"])
    data = {
        "document_title": title_of(layout, facts),
        "author": words["head"]["issuing_body"],
        "keywords": words["keywords"],
        "document_date": [day.year, day.month, day.day],
        "draft": words["draft"],
        "landscape": layout.landscape,
        "head": words["head"],
        "verification": words["verification"],
        "seen": words["seen"],
        "blocks": resolve(layout.blocks, words),
    }
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=[HERE / "fonts"],
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

"""The frame of a paper's facts: what every layout needs besides its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tenants.database import Json
from workflows.decisions.awards import (
    MEETING,
    SIGNING,
    VOTERS,
    award_of,
    leader_of,
    units_of,
)
from workflows.papers.wording import date_line


def words_of(flow: str) -> Json:
    """Return what a paper calls the title, the units it is for, and those who lead them."""
    award = award_of(flow)
    return {
        "award": award,
        "units": units_of(flow),
        "leader": leader_of(flow),
        "meeting": MEETING[award],
        "voters": VOTERS[award],
        "signing": SIGNING[award],
    }


def framed(
    head: Json,
    *,
    on: date | None,
    year: int,
    subject: Sequence[str],
    verification: str,
    seen: str,
    draft: bool = False,
    named: str = "hồ sơ",
    flow: str = "",
    **said: object,
) -> Json:
    """Return the facts of a paper.

    Args:
        head: a letterhead of ``workflows.papers.heads``.
        on: the day on the paper; dotted where it has yet to come from the clerk's book.
        year: the campaign's, for the file's own date while the paper has none.
        subject: the lines under the paper's type.
        verification: a code that leads back here: the dossier's, or the public one.
        named: what the code is of: a dossier, a sitting.
        flow: which way the dossiers go that it speaks of; their title and units follow.
        seen: the hash of what the paper speaks of.
        said: what the layout of this kind needs besides, as JSON.

    """
    place = head["place"]
    return {
        **words_of(flow),
        **said,
        "head": {
            "upper_body": head["upper_body"],
            "issuing_body": head["issuing_body"],
            "number": head["number"],
            "place_and_date": f"{place}, {date_line(on)}",
        },
        "draft": draft,
        "document_date": (on or date(year, 1, 1)).isoformat(),
        "subject": list(subject),
        "verification": f"Mã {named}: {verification}",
        "seen": f"Mã nội dung: {seen[:16]}" if seen else "",
        "keywords": [code for code in (verification, seen) if code],
    }

"""The one set of words that the PDF and the DOCX of a decision are both filled with."""

from typing import Any

from jobs.papers.facts import DecisionFacts, RecognisedCell
from workflows.decisions.awards import units_of
from workflows.papers import wording
from workflows.papers.frame import words_of
from workflows.papers.wording import clean


def decision_values(facts: DecisionFacts) -> dict[str, Any]:
    """Every text as it is printed, by name; lists are lists of texts or of rows by column.

    The values are JSON as they stand. Templates place them and decide nothing but the layout.
    """
    number, day = facts.number, facts.signed_on
    flow = facts.flow_version.split("/")[0]
    units = units_of(flow)
    values: dict[str, Any] = _cleaned(
        {
            "draft": facts.draft,
            "document_date": facts.document_date.isoformat(),
            "head": {
                "upper_body": facts.letterhead.upper_body,
                "issuing_body": facts.letterhead.issuing_body,
                "number": wording.number_line(number, symbol=facts.symbol),
                "place_and_date": f"{facts.letterhead.place}, {wording.date_line(day)}",
            },
            "subject": facts.subject,
            "corrected": facts.corrected,
            "bases": wording.closed_list(facts.legal_bases, between=";", last=","),
            "deciding_heading": f"{facts.deciding_heading} QUYẾT ĐỊNH",
            "articles": [
                {"heading": f"Điều {place}.", "text": text}
                for place, text in enumerate(facts.articles, start=1)
            ],
            "recipients": wording.closed_list(facts.recipients, between=",", last="."),
            "on_behalf_of": facts.signature.on_behalf_of,
            "post": facts.signature.post,
            "signer": facts.signature.name,
            "annex_subject": facts.annex_subject,
            "enclosure": wording.enclosure_line(
                number, day, symbol=facts.symbol, body=facts.deciding_body
            ),
            "cells": [_row(cell) for cell in facts.cells],
            "cells_total": f"Danh sách này có {wording.count_words(len(facts.cells))} {units}.",
            "of_parts": any(cell.ward for cell in facts.cells),
            **words_of(flow),
            "verification": f"Mã xác nhận: {facts.verification_code}",
            "check_address": facts.check_address,
            "seen": f"Mã nội dung: {facts.seen}",
            "keywords": [facts.verification_code, facts.seen, facts.flow_version],
        }
    )
    return values


def _row(cell: RecognisedCell) -> dict[str, str]:
    return {
        "position": str(cell.position),
        "cell": cell.cell,
        "ward": cell.ward,
        "secretary": cell.secretary,
        "score": cell.score,
        "rating": cell.rating,
        "votes": cell.votes,
    }


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(item) for item in value]
    return value

"""What a decision of recognition says, frozen when it was made.

Nothing here is looked up again: a paper printed in ten years is made from these facts alone,
so names, posts and wording are the ones of the day.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

EDITION = 1
LISTS_OF_LINES = ("subject", "legal_bases", "articles", "annex_subject", "recipients")


class FactsError(ValueError):
    """The stored text does not hold the facts of a decision."""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who issues the paper, and where."""

    upper_body: str
    """In capitals, the first line: «ĐẢNG BỘ TỈNH HÀ TĨNH»."""
    issuing_body: str
    """In capitals, the second: «THÀNH ỦY HÀ TĨNH»."""
    place: str
    """Before the date: «Hà Tĩnh»."""


@dataclass(frozen=True, kw_only=True)
class RecognisedCell:
    """One row of the list that goes with the decision, worded as it is printed."""

    position: int
    cell: str
    ward: str
    secretary: str
    score: str
    """With a decimal comma: «92,5»."""
    rating: str
    """In words: «Hoàn thành tốt nhiệm vụ»."""
    votes: str
    """In favour, of the base of the item: «11/11»."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs for the deciding body.

    A deputy signs under the own post: a committee's papers know no «K/T».
    """

    on_behalf_of: str
    """«T/M BAN THƯỜNG VỤ»."""
    post: str
    """«BÍ THƯ», «PHÓ BÍ THƯ»."""
    name: str


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """A decision that recognises the cells of one year."""

    letterhead: Letterhead
    number: str | None
    """From the clerk's book, with its symbol: «125-QĐ/Th.U»; ``None`` before it is entered."""
    symbol: str
    """The office's symbol for decisions, «QĐ/Th.U»: printed while there is no number."""
    signed_on: date | None
    """From the clerk's book; ``None`` before it is entered."""
    year: int
    """The year the title is for, which may end before the signing."""
    subject: tuple[str, ...]
    """The lines under «QUYẾT ĐỊNH»."""
    deciding_heading: str
    """In capitals, above the articles: «BAN THƯỜNG VỤ THÀNH ỦY»."""
    deciding_body: str
    """As a sentence names it: «Ban Thường vụ Thành ủy Hà Tĩnh»."""
    legal_bases: tuple[str, ...]
    """One clause each, without dash or closing mark."""
    articles: tuple[str, ...]
    """One text each, without «Điều 1.»."""
    annex_subject: tuple[str, ...]
    """The lines under «DANH SÁCH»."""
    cells: tuple[RecognisedCell, ...]
    """In the order of printing."""
    signature: Signature
    recipients: tuple[str, ...]
    """One addressee each, without dash or closing mark."""
    verification_code: str
    seen: str
    """The hash of the content that the body voted on."""
    flow_version: str
    """The flow and its version that the dossiers went through: «cell_title/1»."""
    check_address: str = ""
    """Where anybody may ask whether the paper is genuine; empty where that is nowhere."""
    corrected: tuple[str, ...] = ()
    """What was put right since the first print, one line each."""

    @property
    def draft(self) -> bool:
        """Whether number or date has yet to come from the clerk's book."""
        return self.number is None or self.signed_on is None

    @property
    def document_date(self) -> date:
        """The date in the file's own description: a draft takes the first day of its year."""
        return self.signed_on or date(self.year, 1, 1)

    def to_json(self) -> str:
        """Write the facts as one JSON text; equal facts give equal texts."""
        tree = {"edition": EDITION, **asdict(self)}
        tree["signed_on"] = self.signed_on and self.signed_on.isoformat()
        return json.dumps(tree, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what ``to_json`` wrote; raise ``FactsError`` on anything else."""
        try:
            return cls(**_read(json.loads(text)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FactsError(f"Not the facts of a decision: {error}") from error


def _read(tree: dict[str, Any]) -> dict[str, Any]:
    edition = tree.pop("edition")
    if edition != EDITION:
        raise FactsError(f"edition {edition!r} is unknown")

    signed_on = tree["signed_on"]
    return {
        **tree,
        **{key: tuple(tree[key]) for key in LISTS_OF_LINES},
        "corrected": tuple(tree.get("corrected", ())),
        "letterhead": Letterhead(**tree["letterhead"]),
        "signed_on": signed_on and date.fromisoformat(signed_on),
        "cells": tuple(RecognisedCell(**row) for row in tree["cells"]),
        "signature": Signature(**tree["signature"]),
    }

"""Filling a layout with a paper's facts: plain blocks that the typesetter places as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import segno
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from jobs.papers.layout import (
    Block,
    Each,
    Heading,
    Lead,
    NewSheet,
    Recipients,
    Scan,
    Signatures,
    Signer,
    Table,
    Text,
    Together,
    When,
)
from tenants.database import Json
from workflows.papers.wording import clean

# Not escaped: what comes out is data for the typesetter, never markup. A tag reaches nothing
# but the facts, and a misspelt one raises instead of printing a gap.
_WORDS = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)  # data


def resolve(blocks: Sequence[Block], facts: Mapping[str, Any]) -> list[Json]:
    """Return the blocks with their texts filled in, loops and conditions gone.

    Raises:
        jinja2.UndefinedError: a text names what the facts do not have.

    """
    return [placed for block in blocks for placed in _placed(block, facts)]


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """Fill in one text: one line of composed letters."""
    return clean(_WORDS.from_string(text).render(**facts))


def value_of(expression: str, facts: Mapping[str, Any]) -> Any:
    """Return what an expression over the facts comes to."""
    return _WORDS.compile_expression(expression, undefined_to_none=False)(**facts)


def _placed(block: Block, facts: Mapping[str, Any]) -> Iterator[Json]:
    match block:
        case Each():
            values = list(value_of(block.over, facts))
            for place, value in enumerate(values, start=1):
                # Named as a form in Word names it, where the loop is Jinja's own.
                loop = {"last": place == len(values)}
                yield from resolve(block.blocks, {**facts, block.name: value, "loop": loop})
        case When():
            if value_of(block.condition, facts):
                yield from resolve(block.blocks, facts)
        case Scan():
            if address := value_of(block.address, facts):
                yield _scan(block, address, facts)
        case _:
            yield PLACED[type(block)](block, facts)


def _together(block: Together, facts: Mapping[str, Any]) -> Json:
    return {"block": "together", "blocks": resolve(block.blocks, facts)}


def _text(block: Text, facts: Mapping[str, Any]) -> Json:
    return {"block": "text", "style": block.style.value, "text": filled(block.text, facts)}


def _lead(block: Lead, facts: Mapping[str, Any]) -> Json:
    lead, text = filled(block.lead, facts), filled(block.text, facts)
    return {"block": "lead", "lead": lead, "text": text}


def _heading(block: Heading, facts: Mapping[str, Any]) -> Json:
    return {"block": "heading", "text": filled(block.text, facts)}


def _sheet(block: NewSheet, _facts: Mapping[str, Any]) -> Json:
    return {"block": "sheet", "landscape": block.landscape}


def _signatures(block: Signatures, facts: Mapping[str, Any]) -> Json:
    left, right = _half(block.left, facts), _half(block.right, facts)
    return {"block": "signatures", "left": left, "right": right}


def _scan(block: Scan, address: str, facts: Mapping[str, Any]) -> Json:
    """Draw the square as a picture of lines, quiet border and all."""
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=2, xmldecl=False)
    return {
        "block": "scan",
        "picture": picture.getvalue().decode(),
        "address": address,
        "words": filled(block.words, facts),
        "width": block.width,
    }


def _table(table: Table, facts: Mapping[str, Any]) -> Json:
    rows = [
        [filled(column.text, {**facts, table.name: value}) for column in table.columns]
        for value in value_of(table.over, facts)
    ]
    return {
        "block": "table",
        "heads": [filled(column.head, facts) for column in table.columns],
        "widths": [column.width for column in table.columns],
        "aligns": [column.align.value for column in table.columns],
        "rows": rows,
        "total": filled(table.total, facts),
        "foot": resolve(table.foot, facts),
    }


def _half(half: Signer | Recipients | None, facts: Mapping[str, Any]) -> Json | None:
    match half:
        case Signer():
            return {
                "half": "signer",
                "on_behalf_of": filled(half.on_behalf_of, facts),
                "post": filled(half.post, facts),
                "hint": half.hint,
                "name": filled(half.name, facts),
            }
        case Recipients():
            return {
                "half": "recipients",
                "lines": [clean(str(line)) for line in value_of(half.over, facts)],
            }
    return None


PLACED: dict[type, Callable[[Any, Mapping[str, Any]], Json]] = {
    Text: _text,
    Lead: _lead,
    Heading: _heading,
    Table: _table,
    Together: _together,
    Signatures: _signatures,
    NewSheet: _sheet,
}

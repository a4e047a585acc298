"""A paper as DOCX, for clerks who edit before signing: its form, filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from typing import Any

import segno
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from jobs.papers.forms import form_of
from jobs.papers.layout import Block, Each, Layout, Scan, Together, When
from tenants.database import Json
from workflows.papers.wording import clean

PROPERTY_LENGTH = 255  # what the format allows
# What a form may do to a word. Nothing here makes more of a text than a form has letters.
FILTERS = (
    "capitalize", "default", "d", "e", "escape", "first", "float", "int", "join", "last", "length",
    "list", "lower", "replace", "reverse", "round", "sort", "string", "title", "trim", "upper",
)  # fmt: skip
METHODS = frozenset(
    {
        "capitalize", "endswith", "lower", "lstrip", "removeprefix", "removesuffix", "rstrip",
        "startswith", "strip", "upper",
    }
)  # fmt: skip


class Forms(SandboxedEnvironment):
    """What fills in forms: tags reach the facts and a few harmless words, and nothing grows.

    A tenant writes its own forms. Neither ``{{ "a" * 9999999999 }}`` nor a loop over numbers may
    hold up the office of another.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:
        """Refuse what multiplies.

        Raises:
            SecurityError: always.

        """
        raise SecurityError(f"a form does not reckon with {operator}")

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow what trims and compares words."""
        return getattr(obj, "__name__", "") in METHODS and super().is_safe_callable(obj)


def docx_of(layout: Layout, facts: Json, *, form: bytes | None = None) -> bytes:
    """Fill in the form of a paper: the tenant's own where it has one, or the product's.

    The environment is sandboxed and strict (``Forms``): a tag reaches nothing but the facts,
    and a misspelt one raises ``jinja2.UndefinedError`` instead of printing a gap.
    """
    template = DocxTemplate(BytesIO(form if form is not None else form_file(layout)))
    words = cleaned(facts)
    for block in _scans(layout.blocks):
        words[f"{block.address}_picture"] = _square(template, block, words[block.address])
    template.render(words, Forms())
    # Set here and not by tags: in a template they would be escaped twice.
    properties = template.docx.core_properties
    properties.title = title_of(layout, facts)[:PROPERTY_LENGTH]
    properties.author = words["head"]["issuing_body"][:PROPERTY_LENGTH]
    properties.keywords = ", ".join(words["keywords"])[:PROPERTY_LENGTH]
    day = date.fromisoformat(facts["document_date"])
    properties.created = properties.modified = datetime.combine(day, time())
    paper = BytesIO()
    template.save(paper)
    return paper.getvalue()


def _scans(blocks: Sequence[Block]) -> Iterator[Scan]:
    """Find the squares to scan, wherever they stand."""
    for block in blocks:
        if isinstance(block, Scan):
            yield block
        elif isinstance(block, (Each, When, Together)):
            yield from _scans(block.blocks)


def _square(template: DocxTemplate, block: Scan, address: str) -> InlineImage | str:
    """Draw the square that leads to an address."""
    if not address:
        return ""
    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=8, border=2)
    picture.seek(0)
    return InlineImage(template, picture, width=Mm(block.width))


@cache
def form_file(layout: Layout) -> bytes:
    """Return the product's form of a paper as a file."""
    made = BytesIO()
    form_of(layout).save(made)
    return made.getvalue()


def title_of(layout: Layout, facts: Json) -> str:
    """Name the paper in the file's own description: «Tờ trình đề nghị công nhận …»."""
    return clean(f"{layout.title} {' '.join(facts['subject'])}")


def cleaned(value: Any) -> Any:
    """Make every text of the facts one line of composed letters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(item) for item in value]
    return value

"""How a paper is laid out, declared once: the PDF and the form in Word both come from it.

Texts are templates over the paper's facts (``{{ year }}``). The typesetter gets them filled in;
the form in Word gets them as they stand, so that a clerk can change the words around the tags.
Measures follow guideline 36-HD/VPTW of 03/4/2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Style(StrEnum):
    """How a line of text stands on the sheet."""

    BODY = "body"
    PLAIN = "plain"
    """Like the body, without the indent of a first line."""
    ITEM = "item"
    BOLD = "bold"
    CENTRED = "centred"
    CENTRED_BOLD = "centred_bold"
    CENTRED_ITALIC = "centred_italic"
    ITALIC = "italic"


class Align(StrEnum):
    """Where the words of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Lead:
    """A paragraph that begins in bold: «Điều 1.», «Vắng mặt:»."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A title on the sheet: the paper's type, or that of an annex."""

    text: str


@dataclass(frozen=True, slots=True)
class Each:
    """Blocks once for each value of a list; ``name`` is the value's name in their texts.

    ``loop.last`` tells there whether it is the last one.
    """

    name: str
    over: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Blocks that stand only where the condition holds."""

    condition: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, width in millimetres, and the text of a row."""

    head: str
    width: float
    text: str
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A row for each value of a list, its heads repeated on every sheet.

    ``total`` is a line under it that never stands without the last row, and neither does the
    ``foot`` below that: a signature is never alone on a sheet.
    """

    name: str
    over: str
    columns: tuple[Column, ...]
    total: str = ""
    foot: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one sheet."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: on whose behalf, in which post, the name; each may be empty."""

    on_behalf_of: str
    post: str
    name: str
    hint: str = ""
    """Under the post, in italics: «(Ký, ghi rõ họ tên)»."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """«Nơi nhận:» with one addressee a line; the value is a list in the facts."""

    over: str = "recipients"


@dataclass(frozen=True, slots=True)
class Signatures:
    """The foot of a paper: two halves, each a signer, the recipients or nothing."""

    left: Signer | Recipients | None
    right: Signer | None


@dataclass(frozen=True, slots=True)
class Scan:
    """A square to scan that leads to an address, with words beside it; nothing where it is empty.

    The value is named as it stands in the facts. ``width`` is in millimetres.
    """

    address: str = "check_address"
    words: str = "{{ verification }}"
    width: float = 18


@dataclass(frozen=True, slots=True)
class NewSheet:
    """What follows begins on a new sheet, upright or lying."""

    landscape: bool = False


Block: TypeAlias = (
    "Text | Lead | Heading | Each | When | Table | Together | Signatures | Scan | NewSheet"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper: its name in the file's description, and what stands on it.

    Every paper has the letterhead of ``head`` in its facts (``upper_body``,
    ``issuing_body``, ``number``, ``place_and_date``), its ``draft`` mark, and at its foot
    ``verification`` and ``seen``.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


def opening(type_name: str, *, addressed: bool = False) -> tuple[Block, ...]:
    """The paper's type, what it is about (``subject``), and «Kính gửi» (``addressees``)."""
    to = (Each("line", "addressees", (Text("{{ line }}", Style.CENTRED),)),) if addressed else ()
    return (
        Heading(type_name),
        Each("line", "subject", (Text("{{ line }}", Style.CENTRED_BOLD),)),
        Text("-----", Style.CENTRED_BOLD),
        *to,
    )


def listed(words: str) -> Text:
    """One of a list, within ``Each``: «- …;», and the last one «- ….»."""
    return Text(f"- {words}{{{{ '.' if loop.last else ';' }}}}", Style.ITEM)

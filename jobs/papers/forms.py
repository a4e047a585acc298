"""The form of a paper in Word, made from its layout: what a clerk downloads, edits and uploads.

The tags stand in it as the layout writes them; ``jobs.papers.word`` fills them in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from types import NoneType
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Inches, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from jobs.papers.layout import (
    Align,
    Block,
    Each,
    Heading,
    Layout,
    Lead,
    NewSheet,
    Recipients,
    Scan,
    Signatures,
    Signer,
    Style,
    Table,
    Text,
    Together,
    When,
)

TYPEFACE = "Times New Roman"
UPRIGHT, LYING = 165, 257  # millimetres between the margins
MOTTO = 73  # as long as its words in bold of 15 points, and so is the rule below them
FOOTER_STOPS = (3.25, 6.5)  # inches, of the style that every new document has
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
STYLES = {
    Style.BODY: ("Thân bài", False, False),
    Style.PLAIN: ("Thân bài liền", False, False),
    Style.ITEM: ("Gạch đầu dòng", False, False),
    Style.BOLD: ("Thân bài", True, False),
    Style.ITALIC: ("Thân bài", False, True),
    Style.CENTRED: ("Giữa", False, False),
    Style.CENTRED_BOLD: ("Giữa đậm", False, False),
    Style.CENTRED_ITALIC: ("Giữa", False, True),
}
CENTRED = frozenset({Style.CENTRED, Style.CENTRED_BOLD, Style.CENTRED_ITALIC})
CELLS = {Align.LEFT: "Ô", Align.CENTRE: "Ô giữa", Align.RIGHT: "Ô phải"}


def form_of(layout: Layout) -> Document:
    """Build the form of a paper with its tags."""
    document = docx.Document()
    _set_styles(document)
    _set_sheet(document.sections[0], landscape=layout.landscape)
    _write_margins(document.sections[0], landscape=layout.landscape)
    _write_letterhead(document, landscape=layout.landscape)
    _Form(document, landscape=layout.landscape).write(layout.blocks)
    _describe(document)
    return document


class _Form:
    """A form that is being written, block by block."""

    def __init__(self, document: Document, *, landscape: bool) -> None:
        self.document = document
        self.landscape = landscape
        self.turns_over = self.under_a_table = self.foot_follows = False

    def write(self, blocks: Sequence[Block]) -> None:
        """Write blocks below what stands already."""
        for block, following in pairwise((*blocks, None)):
            self.foot_follows = isinstance(following, (Together, Signatures, NoneType))
            WRITERS[type(block)](self, block)

    def paragraph(self, style: str, text: str) -> Paragraph:
        """Add a paragraph; the first of a new sheet stands on top, one under a table apart."""
        paragraph = _write(self.document, style, text)
        if self.turns_over:
            paragraph.paragraph_format.page_break_before = True
            paragraph.paragraph_format.space_before = Pt(0)
            self.turns_over = False
        elif self.under_a_table:
            paragraph.paragraph_format.space_before = Pt(6)
        self.under_a_table = False
        return paragraph

    def text(self, block: Text) -> None:
        style, bold, italic = STYLES[block.style]
        paragraph = self.paragraph(style, block.text)
        paragraph.runs[0].bold, paragraph.runs[0].italic = bold or None, italic or None
        if block.style in CENTRED:
            paragraph.paragraph_format.space_after = Pt(6)
        # What announces more never stands last on a sheet.
        if block.style is Style.BOLD or block.text.endswith(":"):
            paragraph.paragraph_format.keep_with_next = True

    def lead(self, block: Lead) -> None:
        paragraph = self.paragraph("Thân bài", block.lead)
        paragraph.runs[0].bold = True
        paragraph.add_run(f" {block.text}")

    def heading(self, block: Heading) -> None:
        self.paragraph("Heading 1", block.text)

    def each(self, block: Each) -> None:
        _write(self.document, "Thân bài", f"{{%p for {block.name} in {block.over} %}}")
        self.write(block.blocks)
        _write(self.document, "Thân bài", "{%p endfor %}")

    def when(self, block: When) -> None:
        _write(self.document, "Thân bài", f"{{%p if {block.condition} %}}")
        self.write(block.blocks)
        _write(self.document, "Thân bài", "{%p endif %}")

    def together(self, block: Together) -> None:
        """Keep every paragraph with the next, up to the foot."""
        before = len(self.document.paragraphs)
        self.write(block.blocks)
        for paragraph in self.document.paragraphs[before:]:
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = True

    def table(self, block: Table) -> None:
        tied = self.foot_follows or bool(block.total or block.foot)
        _write_table(self.document, block, tied=tied)
        self.under_a_table = True
        if block.total:
            after = self.paragraph("Thân bài", block.total)
            after.runs[0].italic = True
            after.paragraph_format.keep_with_next = bool(block.foot)
        self.together(Together(block.foot))

    def signatures(self, block: Signatures) -> None:
        halves = _add_halves(self.document, LYING if self.landscape else UPRIGHT)
        for cell, half in zip(halves, (block.left, block.right), strict=True):
            _write_half(cell, half)

    def scan(self, block: Scan) -> None:
        """Leave the place of the square; ``jobs.papers.word`` draws it."""
        _write(self.document, "Thân bài", f"{{%p if {block.address} %}}")
        _write(self.document, "Hình", f"{{{{ {block.address}_picture }}}}")
        where = f"Kiểm tra tại {{{{ {block.address} }}}}"
        _write(self.document, "Chú thích", f"{block.words}. {where}")
        _write(self.document, "Thân bài", "{%p endif %}")

    def new_sheet(self, block: NewSheet) -> None:
        """Turn over; a sheet that lies where the last one stood is a section of its own."""
        if block.landscape == self.landscape:
            self.turns_over = True
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _set_sheet(section, landscape=block.landscape)
        section.different_first_page_header_footer = False
        self.landscape = block.landscape


WRITERS: dict[type, Callable[[_Form, Any], None]] = {
    Text: _Form.text,
    Lead: _Form.lead,
    Heading: _Form.heading,
    Each: _Form.each,
    When: _Form.when,
    Together: _Form.together,
    Table: _Form.table,
    Signatures: _Form.signatures,
    Scan: _Form.scan,
    NewSheet: _Form.new_sheet,
}


def _write_table(document: Document, block: Table, *, tied: bool) -> None:
    """Write a row for each value; the heads stand again on every sheet.

    The last row of one that is ``tied`` stays on the sheet of what stands below it.
    """
    table = _add_table(document, [column.width for column in block.columns], rows=7)
    table.style = "Table Grid"
    heads, opening, each, closing, reopening, last, end = table.rows
    _mark_row(heads, "w:tblHeader")
    for cell, column in zip(heads.cells, block.columns, strict=True):
        _write(cell, "Ô đầu", column.head)
    for row, part in ((opening, "[:-1]"), (reopening, "[-1:]")):
        _write(row.cells[0], "Ô", f"{{%tr for {block.name} in {block.over}{part} %}}")
    for row in (each, last):
        for cell, column in zip(row.cells, block.columns, strict=True):
            paragraph = _write(cell, CELLS[column.align], column.text)
            paragraph.paragraph_format.keep_with_next = (tied and row is last) or None
    for row in (closing, end):
        _write(row.cells[0], "Ô", "{%tr endfor %}")
    for row in (heads, each, last):
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _write_half(cell: _Cell, half: Signer | Recipients | None) -> None:
    """Write a half of the foot, a little below what stands above it."""
    match half:
        case Recipients():
            label = _write(cell, "Nơi nhận", "Nơi nhận:")
            label.runs[0].underline = True
            label.runs[0].font.size = Pt(14)
            _write_each(cell, "Nơi nhận", "line", half.over)
        case Signer():
            if half.on_behalf_of:
                _write(cell, "Giữa đậm", half.on_behalf_of)
            _write(cell, "Giữa", half.post)
            if half.hint:
                _write(cell, "Giữa", half.hint).runs[0].italic = True
            name = _write(cell, "Giữa đậm", half.name)
            name.paragraph_format.space_before = Mm(22 if half.hint else 28)
    cell.paragraphs[0].paragraph_format.space_before = Pt(14)


def _write_letterhead(document: Document, *, landscape: bool) -> None:
    left, right = _add_halves(document, LYING if landscape else UPRIGHT)
    _write(left, "Giữa", "{{ head.upper_body }}")
    _write(left, "Giữa đậm", "{{ head.issuing_body }}")
    _write(left, "Giữa", "*")
    _write(left, "Giữa", "{{ head.number }}")
    motto = _write(right, "Giữa đậm", "ĐẢNG CỘNG SẢN VIỆT NAM")
    motto.runs[0].font.size = Pt(15)
    width = LYING if landscape else UPRIGHT
    indent = Mm((width * 86 / UPRIGHT - MOTTO) / 2)
    motto.paragraph_format.left_indent = motto.paragraph_format.right_indent = indent
    motto.paragraph_format.space_after = Pt(8)
    _rule_below(motto)
    date = _write(right, "Giữa", "{{ head.place_and_date }}")
    date.runs[0].italic = True


def _set_sheet(section: Section, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    )
    if landscape:
        section.top_margin, section.bottom_margin = Mm(30), Mm(15)
        section.left_margin = section.right_margin = Mm(20)
    else:
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(9)


def _write_margins(section: Section, *, landscape: bool) -> None:
    section.different_first_page_header_footer = True
    width = LYING if landscape else UPRIGHT
    draft = "{% if draft %}DỰ THẢO{% endif %}"
    _write_draft_mark(section.first_page_header.paragraphs[0], draft)
    header = section.header.paragraphs[0]
    _write_draft_mark(header, f"{draft}\t")
    header.paragraph_format.tab_stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
    _add_page_number(header)
    for footer in (section.first_page_footer.paragraphs[0], section.footer.paragraphs[0]):
        footer.text = "{{ verification }}\t{{ seen }}"
        stops = footer.paragraph_format.tab_stops
        for inherited in FOOTER_STOPS:
            stops.add_tab_stop(Inches(inherited), WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)


def _write_draft_mark(header: Paragraph, text: str) -> None:
    header.style = "Normal"
    header.add_run(text).font.size = Pt(10)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # the library has no fields


def _set_styles(document: Document) -> None:
    _set_ground(document)
    body = _new_style(document, "Thân bài", alignment=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
    body.paragraph_format.first_line_indent = Mm(10)
    _new_style(document, "Thân bài liền", alignment=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
    item = _new_style(document, "Gạch đầu dòng", alignment=WD_ALIGN_PARAGRAPH.JUSTIFY, after=3)
    item.paragraph_format.first_line_indent = Mm(10)
    recipients = _new_style(document, "Nơi nhận", alignment=LEFT, size=12, line=15, after=2)
    recipients.paragraph_format.left_indent = Mm(2)
    recipients.paragraph_format.first_line_indent = Mm(-2)
    # A line of fixed height would cut a picture off.
    _new_style(document, "Hình", alignment=LEFT).paragraph_format.line_spacing = 1.0
    _new_style(document, "Chú thích", alignment=LEFT, size=9, line=11)
    _new_style(document, "Giữa", alignment=CENTRE)
    _new_style(document, "Giữa đậm", alignment=CENTRE).font.bold = True
    _new_style(document, "Ô", alignment=LEFT, size=12, line=14, before=2, after=2)
    _new_style(document, "Ô giữa", alignment=CENTRE, size=12, line=14, before=2, after=2)
    _new_style(
        document, "Ô phải", alignment=WD_ALIGN_PARAGRAPH.RIGHT, size=12, line=14, before=2, after=2
    )
    heads = _new_style(document, "Ô đầu", alignment=CENTRE, size=12, line=14, before=2, after=2)
    heads.font.bold = True


def _set_ground(document: Document) -> None:
    """Set the typeface and the styles that Word brings along."""
    for letters in document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        _set_typeface(letters)
    normal, heading, footer = (document.styles[name] for name in ("Normal", "Heading 1", "Footer"))
    for style, size, grey in ((normal, 14, 0), (heading, 16, 0), (footer, 8, 80)):
        _set_typeface(style.element.get_or_add_rPr())
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(grey, grey, grey)
    normal.paragraph_format.line_spacing = Pt(18)
    normal.paragraph_format.space_after = Pt(0)
    heading.paragraph_format.alignment = CENTRE
    heading.paragraph_format.space_before = Pt(18)
    heading.paragraph_format.space_after = Pt(4)


def _set_typeface(letters: Any) -> None:
    """Name the typeface for every script; the theme's, if left, would win over the name."""
    for element in (*letters.findall(qn("w:rFonts")), *letters.findall(qn("w:lang"))):
        letters.remove(element)
    fonts, language = OxmlElement("w:rFonts"), OxmlElement("w:lang")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    language.set(qn("w:val"), "vi-VN")
    letters.insert(0, fonts)
    letters.append(language)


def _new_style(
    document: Document,
    name: str,
    *,
    alignment: WD_ALIGN_PARAGRAPH,
    size: float = 14,
    line: float = 18,
    before: float = 0,
    after: float = 0,
) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(size)
    style.paragraph_format.alignment = alignment
    style.paragraph_format.line_spacing = Pt(line)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    return style


def _rule_below(paragraph: Paragraph) -> None:
    """Draw a rule as long as the words: the indents of the paragraph set its ends."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # the library has no borders
    properties.insert_element_before(borders, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _add_halves(document: Document, width: float) -> tuple[_Cell, ...]:
    """Add two halves of the sheet without lines, and without padding: letterheads are wide."""
    left = width * 79 / UPRIGHT
    table = _add_table(document, [left, width - left], rows=1)
    padding = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        cell_width = OxmlElement(f"w:{side}")
        cell_width.set(qn("w:w"), "0")
        cell_width.set(qn("w:type"), "dxa")
        padding.append(cell_width)
    table._tblPr.insert_element_before(padding, "w:tblLook")  # noqa: SLF001  # not in the library
    return tuple(table.rows[0].cells)


def _add_table(document: Document, widths: list[float], *, rows: int) -> WordTable:
    table: WordTable = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _mark_row(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _mark_row(row: _Row, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001  # not in the library


def _write_each(place: Document | _Cell, style: str, name: str, values: str) -> None:
    """Write one paragraph for each of the values."""
    _write(place, style, f"{{%p for {name} in {values} %}}")
    _write(place, style, f"{{{{ {name} }}}}")
    _write(place, style, "{%p endfor %}")


def _write(place: Document | _Cell, style: str, text: str) -> Paragraph:
    """Add a paragraph with the text; a new cell has one that waits to be written."""
    waiting = isinstance(place, _Cell) and not place.text and len(place.paragraphs) == 1
    paragraph = place.paragraphs[0] if waiting else place.add_paragraph()
    paragraph.style = style
    paragraph.add_run(text)
    return paragraph


def _describe(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.comments = properties.title = properties.last_modified_by = ""
    properties.language = "vi-VN"

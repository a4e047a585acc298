"""Make ``decision.docx``, the form of a decision that a clerk can edit in Word.

Run ``python -m jobs.papers.templates.make_decision`` after a change here and commit the result.
The measures are those of ``decision.typ``; both are filled with ``decision_values``.
"""

from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

TEMPLATE = Path(__file__).with_name("decision.docx")
TYPEFACE = "Times New Roman"
TEXT_WIDTH = 165
HALVES = (79, 86)
FOOTER_STOPS = (3.25, 6.5)  # inches, of the style that every new document has
ANNEX_COLUMNS = (  # head, millimetres, value, style
    ("TT", 11, "position", "Ô giữa"),
    ("Chi bộ", 28, "cell", "Ô"),
    ("Đảng bộ", 29, "ward", "Ô"),
    ("Bí thư chi bộ", 33, "secretary", "Ô"),
    ("Điểm", 16, "score", "Ô giữa"),
    ("Xếp loại chất lượng", 33, "rating", "Ô"),
    ("Tán thành", 15, "votes", "Ô giữa"),
)


def make() -> Document:
    """Build the form with its tags."""
    document = docx.Document()
    _set_sheet(document)
    _set_styles(document)
    _write_margins(document)

    _write_letterhead(document)
    _write_subject(document)
    _write_articles(document)
    _write_signature(document)
    _write_annex(document)
    _describe(document)
    return document


def _set_sheet(document: Document) -> None:
    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.top_margin = sheet.bottom_margin = Mm(20)
    sheet.left_margin, sheet.right_margin = Mm(30), Mm(15)
    sheet.header_distance = sheet.footer_distance = Mm(9)
    sheet.different_first_page_header_footer = True


def _set_styles(document: Document) -> None:
    _set_ground(document)
    centre, left = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
    body = _new_style(document, "Thân bài", alignment=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
    body.paragraph_format.first_line_indent = Mm(10)
    recipients = _new_style(document, "Nơi nhận", alignment=left, size=12, line=15, after=2)
    recipients.paragraph_format.left_indent = Mm(2)
    recipients.paragraph_format.first_line_indent = Mm(-2)

    _new_style(document, "Giữa", alignment=centre)
    _new_style(document, "Giữa đậm", alignment=centre).font.bold = True
    _new_style(document, "Ô", alignment=left, size=12, line=14)
    _new_style(document, "Ô giữa", alignment=centre, size=12, line=14)
    _new_style(document, "Ô đầu", alignment=centre, size=12, line=14).font.bold = True


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
    heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
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
    after: float = 0,
) -> ParagraphStyle:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(size)
    style.paragraph_format.alignment = alignment
    style.paragraph_format.line_spacing = Pt(line)
    style.paragraph_format.space_after = Pt(after)
    return style


def _write_margins(document: Document) -> None:
    sheet = document.sections[0]
    draft = "{% if draft %}DỰ THẢO{% endif %}"
    _write_draft_mark(sheet.first_page_header.paragraphs[0], draft)

    header = sheet.header.paragraphs[0]
    _write_draft_mark(header, f"{draft}\t")
    header.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
    _add_page_number(header)

    for footer in (sheet.first_page_footer.paragraphs[0], sheet.footer.paragraphs[0]):
        footer.text = "{{ verification }}\t{{ seen }}"
        stops = footer.paragraph_format.tab_stops
        for inherited in FOOTER_STOPS:
            stops.add_tab_stop(Inches(inherited), WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _write_draft_mark(header: Paragraph, text: str) -> None:
    header.style = "Normal"
    header.add_run(text).font.size = Pt(10)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  (the library has no fields)


def _write_letterhead(document: Document) -> None:
    left, right = _add_bare_row(document)
    _write(left, "Giữa", "{{ upper_body }}")
    _write(left, "Giữa đậm", "{{ issuing_body }}")
    _write(left, "Giữa", "*")
    _write(left, "Giữa", "{{ number }}")

    motto = _write(right, "Giữa đậm", "ĐẢNG CỘNG SẢN VIỆT NAM")
    motto.runs[0].font.size = Pt(15)
    motto.paragraph_format.left_indent = motto.paragraph_format.right_indent = Mm(6.5)
    motto.paragraph_format.space_after = Pt(8)
    _rule_below(motto)
    date = _write(right, "Giữa", "{{ place_and_date }}")
    date.runs[0].italic = True


def _rule_below(paragraph: Paragraph) -> None:
    """Draw a rule as long as the words: the indents of the paragraph set its ends."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  (the library has no borders)
    properties.insert_element_before(borders, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _write_subject(document: Document) -> None:
    document.add_paragraph("QUYẾT ĐỊNH", style="Heading 1")
    _write_each(document, "Giữa đậm", "line", "subject")
    _write(document, "Giữa đậm", "-----")


def _write_articles(document: Document) -> None:
    _write_each(document, "Thân bài", "basis", "bases")
    heading = _write(document, "Giữa đậm", "{{ deciding_heading }}")
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(8)
    heading.paragraph_format.keep_with_next = True

    _write(document, "Thân bài", "{%p for article in articles[:-1] %}")
    _write_article(document, "article")
    _write(document, "Thân bài", "{%p endfor %}")

    last = _write_article(document, "articles[-1]")
    last.paragraph_format.keep_together = last.paragraph_format.keep_with_next = True
    last.paragraph_format.space_after = Pt(14)


def _write_article(document: Document, article: str) -> Paragraph:
    paragraph = _write(document, "Thân bài", f"{{{{ {article}.heading }}}}")
    paragraph.runs[0].bold = True
    paragraph.add_run(f" {{{{ {article}.text }}}}")
    return paragraph


def _write_signature(document: Document) -> None:
    left, right = _add_bare_row(document)
    label = _write(left, "Nơi nhận", "Nơi nhận:")
    label.runs[0].underline = True
    label.runs[0].font.size = Pt(14)
    _write_each(left, "Nơi nhận", "recipient", "recipients")

    _write(right, "Giữa đậm", "{{ on_behalf_of }}")
    _write(right, "Giữa", "{{ post }}")
    name = _write(right, "Giữa đậm", "{{ signer }}")
    name.paragraph_format.space_before = Mm(28)


def _write_annex(document: Document) -> None:
    heading = document.add_paragraph("DANH SÁCH", style="Heading 1")
    heading.paragraph_format.page_break_before = True
    heading.paragraph_format.space_before = Pt(0)
    _write_each(document, "Giữa đậm", "line", "annex_subject")
    _write(document, "Giữa", "{{ enclosure }}").runs[0].italic = True
    dash = _write(document, "Giữa đậm", "-----")
    dash.paragraph_format.space_after = Pt(6)

    _write_list(document)
    total = _write(document, "Thân bài", "{{ cells_total }}")
    total.runs[0].italic = True
    total.paragraph_format.space_before = Pt(6)


def _write_list(document: Document) -> None:
    """Write a row for each cell; the last stays on the sheet of the total below it."""
    widths = tuple(width for _, width, _, _ in ANNEX_COLUMNS)
    table = _add_table(document, widths, rows=5)
    table.style = "Table Grid"
    heads, opening, each, closing, last = table.rows

    _mark_row(heads, "w:tblHeader")
    for cell, (head, _, _, _) in zip(heads.cells, ANNEX_COLUMNS, strict=True):
        _write(cell, "Ô đầu", head)
    _write(opening.cells[0], "Ô", "{%tr for cell in cells[:-1] %}")
    _write_row(each, "cell")
    _write(closing.cells[0], "Ô", "{%tr endfor %}")
    for paragraph in _write_row(last, "cells[-1]"):
        paragraph.paragraph_format.keep_with_next = True

    for row in (heads, each, last):
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _write_row(row: _Row, source: str) -> list[Paragraph]:
    return [
        _write(cell, style, f"{{{{ {source}.{value} }}}}")
        for cell, (_, _, value, style) in zip(row.cells, ANNEX_COLUMNS, strict=True)
    ]


def _add_bare_row(document: Document) -> tuple[_Cell, ...]:
    """Add two halves of the sheet without lines, and without padding: letterheads are wide."""
    table = _add_table(document, HALVES, rows=1)
    padding = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        width = OxmlElement(f"w:{side}")
        width.set(qn("w:w"), "0")
        width.set(qn("w:type"), "dxa")
        padding.append(width)
    table._tblPr.insert_element_before(padding, "w:tblLook")  # noqa: SLF001  (not in the library)
    return tuple(table.rows[0].cells)


def _add_table(document: Document, widths: tuple[int, ...], *, rows: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
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
    row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001  (not in the library)


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


if __name__ == "__main__":
    make().save(str(TEMPLATE))

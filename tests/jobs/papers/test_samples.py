"""Every paper can be printed of its sample, and says the same however often it is printed."""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from jobs.papers.kinds import LAYOUTS
from jobs.papers.samples import sample_of
from jobs.papers.typeset import pdf_of
from jobs.papers.word import docx_of
from workflows.papers.kinds import KINDS

# A bundle is put together of the others; the slips of meetings have tests of their own.
PRINTED = sorted(set(LAYOUTS) - {"D20", "D5", "D5B"})


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("kind", PRINTED)
def test_paper_is_of_the_party_and_the_same_every_time(kind: str) -> None:
    facts = sample_of(kind)

    pdf = pdf_of(LAYOUTS[kind], facts)

    assert sha256(pdf).digest() == sha256(pdf_of(LAYOUTS[kind], facts)).digest()
    said = words_of(pdf)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in said
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" not in said
    assert "Độc lập - Tự do" not in said
    assert not re.search(r"\bSố:", said)
    assert not re.search(r"\b(TM|KT|TL)\. ", said)
    assert not re.search(r"ngày [1-9] tháng", said)
    assert not re.search(r"tháng [12] năm", said)
    read = PdfReader(BytesIO(pdf))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "\ufffd" not in said
    fonts = [
        descendant.get_object()
        for page in read.pages
        for font in page["/Resources"]["/Font"].values()
        for descendant in font.get_object()["/DescendantFonts"]
    ]
    assert {font["/BaseFont"].split("+")[-1].split("-")[0] for font in fonts} == {"Tinos"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)
    assert all("/StructParents" in page for page in read.pages)
    for line in [*facts["head"].values(), *facts["subject"]]:
        assert " ".join(line.split()) in said
    lies = read.pages[0].mediabox.width > read.pages[0].mediabox.height
    assert lies == LAYOUTS[kind].landscape


@pytest.mark.parametrize("kind", [kind for kind in PRINTED if "docx" in KINDS[kind].forms])
def test_form_in_word_says_what_the_print_says(kind: str) -> None:
    facts = sample_of(kind)

    written = docx.Document(BytesIO(docx_of(LAYOUTS[kind], facts)))

    lines = [line.text.strip() for line in written.paragraphs if line.text.strip()]
    said = words_of(pdf_of(LAYOUTS[kind], facts))
    assert len(lines) > 3
    for line in lines:
        assert "{{" not in line
        assert "{%" not in line
        assert line.startswith("Mã xác nhận") or line[:40] in said


@pytest.mark.parametrize("kind", ["D14", "D15", "D17"])
def test_list_of_committees_is_headed_by_their_own_words(kind: str) -> None:
    of_committees = {"of_parts": False, "units": "đảng bộ", "leader": "Bí thư Đảng ủy"}
    facts = sample_of(kind) | of_committees

    said = words_of(pdf_of(LAYOUTS[kind], facts))
    written = docx.Document(BytesIO(docx_of(LAYOUTS[kind], facts)))

    heads = [cell.text for cell in written.tables[-1].rows[0].cells]
    assert heads.count("Đảng bộ") == 1
    assert "Chi bộ" not in heads
    assert "Bí thư chi bộ" not in said
    assert " ".join(heads) in said

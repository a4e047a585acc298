"""D5 and the minutes of a meeting: made of what was written down, in both forms."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from jobs.papers.kinds import LAYOUTS
from jobs.papers.typeset import pdf_of
from jobs.papers.word import docx_of
from tests import make
from tests.make import Town
from tests.workflows.meetings import made
from workflows.meetings.tables import MeetingKind
from workflows.papers.meetings import (
    ask_for_meeting_papers,
    minutes_facts,
    papers_of_meeting,
    score_sheet_facts,
)


@pytest.fixture(autouse=True)
def founded(town: Town) -> None:
    make.founded_last_year(town)


def test_score_sheet_and_minutes_say_what_was_written_down(town: Town) -> None:
    meeting = made.held(
        town, 1, lacking=["agenda"],
        words={"began": "19:30", "ended": "21:00", "chair": "Lan", "agenda": "Việc A\nViệc B"},
    )  # fmt: skip
    for kind, facts, wanted in (
        ("D5", score_sheet_facts(town.session, meeting),
         ("92/100", "Tốt", "22/23 dự họp", "chưa đạt")),
        ("D5B", minutes_facts(town.session, meeting),
         ("19h30", "có mặt 22", "Việc B", "Thu gom rác thải", "Đ/c An")),
    ):  # fmt: skip
        sheets = PdfReader(BytesIO(pdf_of(LAYOUTS[kind], facts))).pages
        pdf = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
        document = docx.Document(BytesIO(docx_of(LAYOUTS[kind], facts)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        word = " ".join([*(each.text for each in document.paragraphs), *cells])
        for words in wanted:
            assert words in pdf, (kind, words)
            assert words in word, (kind, words)


def test_papers_are_made_again_from_what_stands_now(town: Town) -> None:
    scored = made.held(town, 1)
    ask_for_meeting_papers(town.session, scored)
    ask_for_meeting_papers(town.session, scored)
    plain = made.held(town, 2, kind=MeetingKind.EXTRAORDINARY)
    ask_for_meeting_papers(town.session, plain)

    kinds = [(each.kind, each.form) for each in papers_of_meeting(town.session, scored)]
    assert kinds == [("D5", "pdf"), ("D5", "docx"), ("D5B", "pdf"), ("D5B", "docx")]
    assert {each.kind for each in papers_of_meeting(town.session, plain)} == {"D5B"}

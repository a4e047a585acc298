"""Facts of decisions to print."""

from dataclasses import replace
from datetime import date
from typing import Any

from jobs.papers.facts import DecisionFacts, Letterhead, RecognisedCell, Signature
from workflows.papers.wording import recognition_articles

IMPLEMENTERS = "Văn phòng, Ban Tổ chức Thành ủy và các chi bộ có tên tại Điều 1"

FACTS = DecisionFacts(
    letterhead=Letterhead(
        upper_body="ĐẢNG BỘ TỈNH HÀ TĨNH", issuing_body="THÀNH ỦY HÀ TĨNH", place="Hà Tĩnh"
    ),
    number="125-QĐ/Th.U",
    symbol="QĐ/Th.U",
    signed_on=date(2024, 4, 5),
    year=2023,
    subject=("công nhận danh hiệu “Chi bộ 4 tốt” năm 2023",),
    deciding_heading="BAN THƯỜNG VỤ THÀNH ỦY",
    deciding_body="Ban Thường vụ Thành ủy",
    legal_bases=(
        "Căn cứ Điều lệ Đảng Cộng sản Việt Nam",
        "Căn cứ Kế hoạch số 98-KH/Th.U, ngày 16 tháng 02 năm 2023",
        "Xét Tờ trình số 12-TTr/ĐU của Đảng ủy phường Tân Giang",
    ),
    articles=recognition_articles(count=1, year=2023, implementers=IMPLEMENTERS),
    annex_subject=("các chi bộ đạt danh hiệu “Chi bộ 4 tốt” năm 2023",),
    cells=(),
    signature=Signature(
        on_behalf_of="T/M BAN THƯỜNG VỤ", post="PHÓ BÍ THƯ", name="Nguyễn Trọng Hiếu"
    ),
    recipients=("Như Điều 3", "Lưu Văn phòng Thành ủy"),
    verification_code="HT-7F3K-92QD",
    seen="9f86d081884c7d65",
    flow_version="cell_title/1",
)


def cell(position: int = 1, **changes: Any) -> RecognisedCell:
    """Make a row of a list whose names stay on one line."""
    row = RecognisedCell(
        position=position,
        cell=f"Tổ dân phố {position}",
        ward="Tân Giang",
        secretary="Lê Thị Hoa",
        score="92,5",
        rating="Hoàn thành tốt nhiệm vụ",
        votes="11/11",
    )
    return replace(row, **changes)


def decision(*, cells: int = 1, **changes: Any) -> DecisionFacts:
    """Make a signed decision with so many cells."""
    rows = tuple(cell(position) for position in range(1, cells + 1))
    articles = recognition_articles(count=cells, year=2023, implementers=IMPLEMENTERS)
    return replace(FACTS, **{"cells": rows, "articles": articles, **changes})


def hostile(text: str) -> DecisionFacts:
    """Make a decision that says ``text`` in every place but the cells and the codes."""
    return decision(
        letterhead=Letterhead(upper_body=text, issuing_body=text, place=text),
        number=text,
        subject=(text,),
        deciding_heading=text,
        deciding_body=text,
        legal_bases=(text,),
        articles=(text, text),
        annex_subject=(text,),
        signature=Signature(on_behalf_of=text, post=text, name=text),
        recipients=(text,),
    )

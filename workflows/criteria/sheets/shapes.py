"""Which sheets a set has, and which columns: one table for what goes out and what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from datetime import date
from typing import Final

Value = str | int | float | date | None
Rows = list[list[Value]]

SOURCES: Final = {"targets": "chỉ tiêu", "series": "số liệu tháng"}
TAKES: Final = {
    "ratio": "mức đạt chỉ tiêu", "share_reaching": "tỷ lệ đạt", "mean": "bình quân",
    "count_reaching": "số tháng đạt", "sum": "tổng cộng",
}  # fmt: skip
KINDS: Final = {"bonus": "thưởng", "penalty": "trừ"}
EFFECTS: Final = {"hold": "tạm dừng"}
YES, NO = "có", "không"
WORDS_FOR_YES: Final = frozenset({"co", "x", "true", "1", "dung", "yes"})
WORDS_FOR_NO: Final = frozenset({"", "khong", "false", "0", "sai", "no"})
MOST_ROWS: Final = 2000


@dataclass(frozen=True, slots=True)
class Column:
    """A field with its heading; ``kind`` says what stands in its cells.

    ``text``, ``number``, ``share`` (in hundredths), ``count``, ``flag``, ``day``, ``word``
    (one of ``words``), ``plain`` (text, whole numbers, lists of them).
    """

    field: str
    heading: str
    kind: str = "text"
    words: Mapping[str, str] = filled(default_factory=dict)
    required: bool = False
    width: int = 16


@dataclass(frozen=True, slots=True)
class SheetShape:
    """A sheet of entries: its name, its columns, and what its rows are called in refusals."""

    name: str
    columns: tuple[Column, ...]
    noun: str = ""


def _key(width: int = 10) -> Column:
    return Column("key", "Mã", required=True, width=width)


_LABEL: Final = Column("label", "Nội dung", required=True, width=60)
_MEASURE: Final = (
    Column("source", "Đo theo", "word", SOURCES),
    Column("measure_key", "Mã số liệu"),
    Column("take", "Cách tính", "word", TAKES, width=18),
    Column("reaching", "Ngưỡng tính đạt", "number"),
    Column("above", "Phải vượt ngưỡng", "flag"),
    Column("expected", "Số tháng phải có", "count"),
    Column("full_at", "Đủ điểm khi bằng", "number"),
)
INFO: Final = "Thông tin"
INFO_ROWS: Final = (
    Column("key", "Mã bộ tiêu chí", required=True),
    Column("title", "Tên bộ tiêu chí", required=True),
    Column("note", "Ghi chú"),
    Column("pass_fail", "Chỉ chấm đạt, chưa đạt", "flag"),
    Column("scale.maximum", "Tổng điểm", "number", required=True),
    Column("effective.from", "Áp dụng từ ngày", "day"),
    Column("effective.to", "Áp dụng đến hết ngày", "day"),
    Column("rule.total_at_least", "Tổng điểm tối thiểu", "number", required=True),
    Column("rule.each_group_at_least_share", "Mỗi nhóm tối thiểu, %", "share", required=True),
    Column("rule.each_criterion_at_least_share", "Mỗi tiêu chí tối thiểu, %", "share"),
    Column("rule.criteria_may_miss", "Số tiêu chí được dưới mức", "count"),
    Column("rule.prerequisites_all", "Bắt buộc đủ điều kiện", "flag"),
    Column("rule.disqualifiers_none", "Bắt buộc không bị loại trừ", "flag"),
    Column("rule.bonus_at_most", "Điểm thưởng tối đa", "number"),
    Column("rule.penalty_at_most", "Điểm trừ tối đa", "number"),
)
PLAIN_PARTS: Final = {
    "applies_to": "Đối tượng", "calendar": "Lịch", "pilot": "Làm điểm",
    "from_cells": "Tính từ chi bộ",
}  # fmt: skip
SHAPES: Final = {
    "levels": SheetShape(
        "Mức",
        (_key(), Column("label", "Nội dung", required=True, width=24),
         Column("share", "Tỷ lệ điểm, %", "share", required=True)),
        "Level",
    ),
    "groups": SheetShape(
        "Nhóm",
        (_key(), _LABEL, Column("at_least", "Điểm tối thiểu", "number"),
         Column("commitment", "Cam kết gợi ý", width=60)),
        "Group",
    ),
    "criteria": SheetShape(
        "Tiêu chí",
        (
            Column("group", "Nhóm", required=True, width=8), _key(8), _LABEL,
            Column("points", "Điểm", "number", required=True, width=8),
            Column("evidence", "Minh chứng", width=30), Column("hint", "Hướng dẫn", width=40),
            Column("target_series", "Mã chỉ tiêu"),
            Column("evidence_required", "Bắt buộc minh chứng", "flag"),
            Column("may_be_not_applicable", "Được không áp dụng", "flag"),
            Column("disqualifier", "Loại trừ", "flag"), Column("legal_basis", "Căn cứ"),
            *_MEASURE,
        ),
        "Criterion",
    ),
    "own_levels": SheetShape(
        "Mức riêng",
        (Column("criterion", "Tiêu chí", required=True, width=8), _key(),
         Column("label", "Nội dung", required=True, width=40),
         Column("points", "Điểm", "number", required=True)),
    ),
    "steps": SheetShape(
        "Bậc điểm",
        (Column("of", "Tiêu chí hoặc khoản", required=True), Column("value", "Từ", "number",
         required=True), Column("above", "Phải vượt", "flag"),
         Column("points", "Điểm", "number", required=True)),
    ),
    "adjustments": SheetShape(
        "Thưởng, trừ",
        (
            _key(20), _LABEL, Column("kind", "Loại", "word", KINDS, required=True),
            Column("points", "Điểm mỗi lần", "number", required=True),
            Column("at_most", "Tối đa", "number"), Column("evidence", "Minh chứng", width=30),
            Column("hint", "Hướng dẫn", width=40), *_MEASURE,
        ),
        "Adjustment",
    ),
    "prerequisites": SheetShape(
        "Điều kiện",
        (_key(28), _LABEL, Column("exception_needs", "Ngoại lệ cần", width=30),
         Column("effect", "Khi chưa rõ", "word", EFFECTS)),
        "Prerequisite",
    ),
    "disqualifiers": SheetShape(
        "Loại trừ", (_key(20), _LABEL, Column("exception", "Có ngoại lệ", "flag")), "Disqualifier"
    ),
    "grades": SheetShape(
        "Xếp mức",
        (_key(), Column("label", "Nội dung", required=True, width=24),
         Column("at_least", "Từ điểm", "number", required=True)),
        "Grade",
    ),
    "legal_bases": SheetShape(
        "Căn cứ",
        (
            Column("number", "Số, ký hiệu", required=True), Column("kind", "Loại văn bản",
            required=True), Column("issuer", "Cơ quan ban hành", required=True, width=30),
            Column("title", "Trích yếu", width=60), Column("date", "Ngày ban hành", "day"),
            Column("until", "Hết hiệu lực", "day"), Column("note", "Ghi chú", width=40),
        ),
        "Legal basis",
    ),
}  # fmt: skip

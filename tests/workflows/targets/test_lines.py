"""Targets as people type them, and percentages as offices write them. No database."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workflows.engine.refusals import Refusal
from workflows.targets.lines import Line, from_data, read_lines, written
from workflows.targets.percentages import shown_percentage


def read(text: str) -> list[Line]:
    return read_lines(text, field="targets", series="admission")


def test_lines_are_read_with_their_parts() -> None:
    lines = read(
        "Kết nạp đảng viên; người; 3\n\n - Nữ ;người; 1\nGia đình văn hóa; %; 92,5\nHiến đất"
    )

    assert lines == [
        Line("Kết nạp đảng viên", "người", Decimal(3), series="admission"),
        Line("Nữ", "người", Decimal(1), part_of="Kết nạp đảng viên", series="admission"),
        Line("Gia đình văn hóa", "%", Decimal("92.5"), series="admission"),
        Line("Hiến đất", series="admission"),
    ]
    assert read(written(lines)) == lines
    assert [from_data(line.as_data()) for line in lines] == lines


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kết nạp; người; ba", "target_line"),
        ("Kết nạp; người; -3", "target_line"),
        ("Kết nạp; người; 3; 4", "target_line"),
        ("; người; 3", "target_line"),
        ("x" * 201, "target_line"),
        ("Thu; đồng; 999999999999", "target_line"),
        ("- Nữ; người; 1", "target_part_first"),
        ("Kết nạp; người; 3\nkết  NẠP; người; 4", "target_twice"),
        ("\n".join(f"Chỉ tiêu {n}" for n in range(61)), "target_too_many"),
    ],
)
def test_line_that_cannot_be_read_is_named(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)

    assert refused.value.code == code


def test_same_part_may_belong_to_two_wholes() -> None:
    lines = read("Kết nạp; người; 3\n- Nữ; người; 1\nChuyển chính thức; người; 2\n- Nữ; người; 1")

    assert [line.part_of for line in lines] == ["", "Kết nạp", "", "Chuyển chính thức"]


@pytest.mark.parametrize(
    ("planned", "reached", "shown"),
    [
        ("69", "109", "158%"),
        ("3", "3", "100%"),
        ("3", "1", "33%"),
        ("200", "1", "0,5%"),
        ("3", "0", "0%"),
        ("0", "5", ""),
        ("0", "0", ""),
        (None, "5", ""),
        ("5", None, ""),
        ("1000", "999", "99,9%"),
        ("100000", "99999", "99,9%"),
        ("1000", "1001", "100%"),
        ("92.5", "87.75", "95%"),
        ("8", "20", "250%"),
    ],
)
def test_percentage(planned: str | None, reached: str | None, shown: str) -> None:
    numbers = [None if value is None else Decimal(value) for value in (planned, reached)]

    assert shown_percentage(*numbers) == shown

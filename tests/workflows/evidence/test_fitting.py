"""Which lines of the books fit which criterion, by the words of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflows.criteria.reading import read_criteria
from workflows.evidence.fitting import best_for, by_kinship, kinship, meetings_for
from workflows.meetings.tables import MeetingKind

REFERENCE = read_criteria(Path("workflows/criteria/reference.yaml").read_text(encoding="utf-8"))
POINTS = read_criteria(
    Path("workflows/criteria_sets/templates/chi-bo-4-tot-100-diem.yaml").read_text(encoding="utf-8")
)
REGULAR, THEMATIC = MeetingKind.REGULAR, MeetingKind.THEMATIC


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Hoàn thành chương trình kiểm tra, giám sát quý III", "1.4"),
        ("HOAN THANH KIEM TRA GIAM SAT", "1.4"),
        ("Kết nạp 2 đồng chí, vượt chỉ tiêu", "1.5"),
        ("Sửa quy chế làm việc", "3.1"),
        ("Chi bộ thực hiện trong năm", None),
        ("Ra quân", None),
        ("", None),
    ],
)
def test_entry_belongs_to_the_criterion_it_speaks_of(words: str, key: str | None) -> None:
    assert best_for(words, list(REFERENCE.criteria)) == key


def test_what_everybody_says_and_single_syllables_count_for_nothing() -> None:
    assert kinship("Chi bộ kiểm tra", "chi bộ thực hiện") == 0
    assert kinship("tra soát kiểm kê", "kiểm tra") == 0
    assert kinship("Kiểm tra.", "đã kiểm tra") == 1


def test_things_that_speak_of_it_come_first_and_equals_keep_their_order() -> None:
    criterion = next(each for each in REFERENCE.criteria if each.key == "1.4")
    things = ["Họp", "Giám sát chuyên đề", "Ảnh", "Kiểm tra, giám sát"]
    assert by_kinship(things, criterion, str) == [
        "Kiểm tra, giám sát", "Giám sát chuyên đề", "Họp", "Ảnh",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("1.1", set()),
        ("1.3", {THEMATIC}),
        ("2.1", set(MeetingKind)),
        ("2.2", set(MeetingKind)),
        ("3.2", set()),
    ],
)
def test_meetings_fit_where_the_criterion_names_them(key: str, kinds: set[MeetingKind]) -> None:
    criterion = next(each for each in REFERENCE.criteria if each.key == key)
    assert meetings_for(criterion) == kinds


def test_measured_criterion_takes_the_meetings_that_its_measure_counts() -> None:
    found = {each.measure.key: meetings_for(each) for each in POINTS.criteria if each.measure}
    assert found["meetings_held"] == found["attendance"] == {REGULAR}
    assert found["thematic_meetings"] == {THEMATIC}
    assert found["socio_economic"] == frozenset()

"""Numbers from the clerk's book: one a paper in its series and term; gaps and order shown."""

from __future__ import annotations

from datetime import date

import pytest

from workflows.papers.numbers import Kind, Numbered, read_number, same_number, series_of, term_of


@pytest.mark.parametrize(
    ("text", "value", "symbol"),
    [
        ("125-QĐ/Th.U", 125, "QĐ/Th.U"), (" 12 - TTr/ĐU ", 12, "TTr/ĐU"),
        ("07–TB/ĐU", 7, "TB/ĐU"), ("3/QĐ-ĐU", 3, "QĐ-ĐU"),
    ],
)  # fmt: skip
def test_number_is_read_with_its_symbol(text: str, value: int, symbol: str) -> None:
    found = read_number(text)

    assert found is not None
    assert (found.value, found.symbol) == (value, symbol)


@pytest.mark.parametrize("text", ["", "QĐ/Th.U", "không số", "-QĐ/Th.U", "1234567-QĐ", "12-"])
def test_text_without_a_number_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("day", "term"),
    [
        ("2025-06-30", 2020), ("2025-07-01", 2025), ("2023-12-08", 2020), ("2020-06-30", 2015),
        ("2026-01-05", 2025), ("2030-07-01", 2030),
    ],
)  # fmt: skip
def test_term_of_a_day(day: str, term: int) -> None:
    assert term_of(date.fromisoformat(day)) == term


@pytest.mark.parametrize(
    ("one", "day", "other", "other_day", "same"),
    [
        ("12-TTr/ĐU", "2023-12-08", "12-TTr/ĐU", "2024-12-06", True),
        ("12-TTr/ĐU", "2023-12-08", "012 - ttr/đu", "2023-12-09", True),
        ("12-TTr/ĐU", "2023-12-08", "12-QĐ/ĐU", "2023-12-08", False),
        ("12-TTr/ĐU", "2023-12-08", "13-TTr/ĐU", "2023-12-08", False),
        ("12-TTr/ĐU", "2025-06-30", "12-TTr/ĐU", "2025-07-01", False),
        ("không số", "2023-12-08", "Không  Số", "2023-12-09", True),
    ],
)
def test_same_number_is_the_same_value_in_a_series_of_a_term(
    one: str, day: str, other: str, other_day: str, *, same: bool
) -> None:
    days = date.fromisoformat(day), date.fromisoformat(other_day)

    assert same_number(one, days[0], other, days[1]) is same
    assert same_number(other, days[1], one, days[0]) is same


def paper(number: str, day: str, what: str = "") -> Numbered:
    return Numbered(number, date.fromisoformat(day), what or number)


def found(*papers: Numbered) -> list[tuple[Kind, tuple[str, ...], tuple[int, ...]]]:
    return [
        (each.kind, tuple(paper.number for paper in each.papers), each.missing)
        for series in series_of(papers)
        for each in series.findings
    ]


def test_sound_book_has_nothing_to_look_at() -> None:
    assert found(
        paper("1-QĐ/ĐU", "2025-08-01"), paper("2-QĐ/ĐU", "2025-08-01"),
        paper("1-TTr/ĐU", "2025-12-01"), paper("1-QĐ/ĐU", "2025-05-01"),
    ) == []  # fmt: skip


def test_gap_names_what_is_missing_and_a_double_its_two_papers() -> None:
    first, second = paper("9-QĐ/ĐU", "2025-08-01", "a"), paper("12-QĐ/ĐU", "2025-09-01", "b")

    assert found(first, second) == [(Kind.GAP, ("9-QĐ/ĐU", "12-QĐ/ĐU"), (10, 11))]
    assert found(first, paper("09 - qđ/đu", "2025-08-02", "c")) == [
        (Kind.DOUBLE, ("9-QĐ/ĐU", "09 - qđ/đu"), ())
    ]


def test_later_number_with_an_earlier_day_is_told() -> None:
    assert found(paper("9-QĐ/ĐU", "2025-09-01"), paper("10-QĐ/ĐU", "2025-08-01")) == [
        (Kind.ORDER, ("9-QĐ/ĐU", "10-QĐ/ĐU"), ())
    ]


def test_terms_are_apart_and_unreadable_numbers_are_told() -> None:
    book = [
        paper("98-KH/Th.U", "2023-02-16"),
        paper("1-KH/Th.U", "2025-08-01"),
        paper("?", "2025-08-02"),
    ]

    assert [(series.term, series.symbol) for series in series_of(book)] == [
        (2025, ""), (2025, "KH/Th.U"), (2020, "KH/Th.U"),
    ]  # fmt: skip
    assert found(*book) == [(Kind.UNREADABLE, ("?",), ())]

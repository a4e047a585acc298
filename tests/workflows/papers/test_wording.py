"""The Party's papers pad, dot and close as their guideline says."""

from datetime import date

import pytest

from workflows.papers.wording import clean, closed_list, count_words, date_line, number_line


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 4, 5), "ngày 05 tháng 4 năm 2024"),
        (date(2024, 2, 9), "ngày 09 tháng 02 năm 2024"),
        (date(2024, 1, 10), "ngày 10 tháng 01 năm 2024"),
        (date(2024, 3, 31), "ngày 31 tháng 3 năm 2024"),
        (date(2023, 12, 1), "ngày 01 tháng 12 năm 2023"),
        (None, "ngày … tháng … năm ……"),
    ],
)
def test_date_pads_days_below_ten_and_the_first_two_months(day: date | None, words: str) -> None:
    assert date_line(day) == words


def test_number_has_no_colon() -> None:
    assert number_line("125-QĐ/Th.U", symbol="QĐ/Th.U") == "Số 125-QĐ/Th.U"


def test_missing_number_is_dotted_before_the_symbol() -> None:
    assert number_line(None, symbol="QĐ/Th.U") == "Số ………-QĐ/Th.U"


@pytest.mark.parametrize(("count", "words"), [(1, "01"), (9, "09"), (10, "10"), (254, "254")])
def test_counts_below_ten_have_two_digits(count: int, words: str) -> None:
    assert count_words(count) == words


@pytest.mark.parametrize(
    ("lines", "closed"),
    [
        ((), []),
        (("Căn cứ Điều lệ",), ["- Căn cứ Điều lệ,"]),
        (("Căn cứ Điều lệ;", "Xét Tờ trình."), ["- Căn cứ Điều lệ;", "- Xét Tờ trình,"]),
    ],
)
def test_last_clause_closes_otherwise(lines: tuple[str, ...], closed: list[str]) -> None:
    assert closed_list(lines, between=";", last=",") == closed


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Tổ dân phố\n 6\t", "Tổ dân phố 6"),
        ("Tu\u031b\u0301 Ha\u0323", "Tứ Hạ"),
        ("Tân\u202e Giang\u200b\x00", "Tân Giang"),
        ("<&> {{ x }} #x", "<&> {{ x }} #x"),
    ],
)
def test_text_is_one_line_of_composed_visible_signs(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned

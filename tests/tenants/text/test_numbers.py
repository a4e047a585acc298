"""Numbers are read and shown with a decimal comma."""

from decimal import Decimal

import pytest

from tenants.text.numbers import BadNumberError, parse_number, show_number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (2180, "2.180"),
        (7.5, "7,5"),
        (Decimal("7.50"), "7,5"),
        (Decimal("100.00"), "100"),
        (Decimal("1234567.25"), "1.234.567,25"),
        (Decimal("94.87"), "94,87"),
        (1e21, "1.000.000.000.000.000.000.000"),
        (-1500, "-1.500"),
        (Decimal("-0.0"), "0"),
        (0, "0"),
        (10, "10"),
    ],
)
def test_numbers_are_shown_the_vietnamese_way(number: Decimal | float, shown: str) -> None:
    assert show_number(number) == shown


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        ("2.180", "2180"),
        ("1.234.567,25", "1234567.25"),
        (" 92 ", "92"),
        ("2 180", "2180"),
        ("-3,25", "-3.25"),
        ("0,05", "0.05"),
    ],
)
def test_numbers_are_read_the_vietnamese_way(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "bảy", "7,5,0", "1.23.456", "7,", ",5", "1e3", "NaN", "٧"])
def test_anything_else_is_refused_as_no_number(text: str) -> None:
    with pytest.raises(BadNumberError):
        parse_number(text)

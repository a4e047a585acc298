"""How days, numbers, phones and names are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from web import filters


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (filters.day(date(2026, 3, 5)), "05/03/2026"),
        (filters.day(datetime(2026, 3, 5, 20, 0, tzinfo=UTC)), "06/03/2026"),
        (filters.day(None), ""),
        (filters.clock_time(datetime(2026, 3, 5, 7, 32, tzinfo=UTC)), "14:32"),
        (filters.moment(datetime(2026, 3, 5, 7, 32, tzinfo=UTC)), "14:32\xa005/03/2026"),
        (filters.number(Decimal("92.50")), "92,5"),
        (filters.number(2180), "2.180"),
        (filters.number(None), ""),
        (filters.phone("+84912345678"), "0912 345 678"),
        (filters.phone("02063850000"), "0206 3850 000"),
        (filters.phone("máy lẻ 12"), "máy lẻ 12"),
        (filters.last_digits("+84912345678"), "…\xa0678"),
        (filters.given_name("Nguyễn Thị Lan"), "Lan"),
        (filters.given_name(""), ""),
        (filters.unbroken("Chi bộ Tổ dân phố 6"), "Chi bộ Tổ dân phố\xa06"),
    ],
)
def test_shown_as_offices_write_it(shown: str, expected: str) -> None:
    assert shown == expected

"""Names of comrades who do not exist, and phone numbers that nobody answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Võ", "Đinh", "Trịnh", "Mai", "Tô", "Lương", "Cao", "Thái", "Chu",
)  # fmt: skip
MEN = (
    ("Văn", "Hữu", "Đức", "Quang", "Xuân", "Đình", "Trọng"),
    (
        "Hùng", "Dũng", "Sơn", "Tuấn", "Cường", "Thành", "Hải", "Long", "Phúc", "Thắng", "Khoa",
        "Bảo", "Lâm",
    ),
)  # fmt: skip
WOMEN = (
    ("Thị", "Thu", "Thanh", "Ngọc", "Hồng"),
    ("Hà", "Lan", "Hương", "Mai", "Thủy", "Nga", "Hạnh", "Yến", "Loan", "Tâm", "Diệp"),
)


def invented_names() -> Iterator[str]:
    """Give one name after another, always in the same order; none comes twice in 2,000."""
    for number in count():
        middles, givens = WOMEN if number % 3 == 1 else MEN
        family = FAMILIES[number % len(FAMILIES)]
        middle = middles[number // len(FAMILIES) % len(middles)]
        given = givens[(number + number // len(FAMILIES)) % len(givens)]
        yield f"{family} {middle} {given}"


def invented_phone(committee: int, person: int) -> str:
    """Make a number of a range that no list of the demo uses: ``0990 007 012``.

    Args:
        committee: 0 for the city's own, then the wards one after another.
        person: counted from 1 within the committee.

    """
    return f"+84990{committee:03}{person:03}"

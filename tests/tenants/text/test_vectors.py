"""The vectors that the design of the pages sets for Vietnamese text, in one place."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from tenants.text.dates import NoSuchDayError, parse_date, show_date
from tenants.text.folding import search_key
from tenants.text.phones import parse_phone
from tenants.text.sorting import person_sort_key, sort_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tổ dân phố 12", "to dan pho 12"),
        ("Đặng Thị Đào", "dang thi dao"),
        (unicodedata.normalize("NFD", "Đặng Thị Đào"), "dang thi dao"),
        ("Tổ  dân  phố 12", "to dan pho 12"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
    ],
)
def test_text_is_folded(text: str, key: str) -> None:
    assert search_key(text) == key


def test_names_are_in_order() -> None:
    words = ["An", "Ân", "Âu", "Dương", "Đào", "Đặng", "Ông", "Ơn"]
    people = ["Lê A", "Lê À", "Lê Ả", "Lê Ã", "Lê Á", "Lê Ạ", "Nguyễn Thị Lan", "Nguyễn Thị Lân"]
    places = ["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 12"]

    for in_order, key in ((words, sort_key), (people, person_sort_key), (places, sort_key)):
        turned_round = in_order[::-1]
        assert sorted(turned_round, key=key) == in_order


@pytest.mark.parametrize("written", ["5/3/26", "05-03-2026", "5.3.2026"])
def test_day_is_read_as_it_is_written_and_shown_in_one_way(written: str) -> None:
    assert parse_date(written) == date(2026, 3, 5)
    assert show_date(parse_date(written)) == "05/03/2026"


def test_day_that_does_not_exist_says_how_many_there_are() -> None:
    with pytest.raises(NoSuchDayError) as refusal:
        parse_date("31/02/2026")
    assert (refusal.value.month, refusal.value.days) == (2, 28)


@pytest.mark.parametrize("written", ["0912 345 678", "+84912345678", "84.912.345.678"])
def test_phone_is_one_in_every_spelling(written: str) -> None:
    assert parse_phone(written) == "+84912345678"

"""Lists stand in Vietnamese order."""

import unicodedata
from collections.abc import Callable

import pytest

from tenants.text.sorting import person_sort_key, sort_key

LETTERS = "A Ă Â B C D Đ E Ê G H I K L M N O Ô Ơ P Q R S T U Ư V X Y"
WORDS = (
    "An Anh Ảnh Ánh Ăn Ân Âu Bao Bảo Báo Bạo Dao Dương Đào Đặng Nguyên Nguyễn Nguyệt "
    "On Ôn Ông Ơn Ung Ưng Y Ỷ"
)
TONES = ["Lê A", "Lê À", "Lê Ả", "Lê Ã", "Lê Á", "Lê Ạ", "Lê Ba"]
PLACES = [
    "Khu phố 3",
    "Tổ dân phố 1",
    "Tổ dân phố 1A",
    "Tổ dân phố 2",
    "Tổ dân phố 10",
    "Tổ dân phố 12",
    "Tổ dân phố 100",
    "Tổ dân phố Đông",
    "Trường Mầm non",
]
PEOPLE = [
    "Bùi Văn An",
    "Đặng Thị An",
    "Trần An",
    "Nguyễn Thị Ân",
    "Lê Đào",
    "Nguyễn Thị Hoa",
    "Trần Thị Hoa",
    "Nguyễn Thị Hòa",
    "Nguyễn Thị Lan",
    "Nguyễn Thị Lân",
    "Hoàng Ông",
    "Hoàng Ơn",
]


@pytest.mark.parametrize("in_order", [LETTERS.split(), WORDS.split(), TONES, PLACES])
def test_text_sorts_in_vietnamese_order(in_order: list[str]) -> None:
    turned_round = in_order[::-1]

    assert sorted(turned_round, key=sort_key) == in_order


def test_the_place_of_a_tone_does_not_count() -> None:
    assert sort_key("Hoà Minh") == sort_key("Hòa Minh")
    assert sorted(["Lê Hoạ", "Lê Hoá", "Lê Hòa", "Lê Hoa"], key=person_sort_key) == [
        "Lê Hoa", "Lê Hòa", "Lê Hoá", "Lê Hoạ",
    ]  # fmt: skip


def test_people_sort_by_given_name_and_then_by_the_rest() -> None:
    turned_round = PEOPLE[::-1]

    assert sorted(turned_round, key=person_sort_key) == PEOPLE


@pytest.mark.parametrize("key", [sort_key, person_sort_key])
@pytest.mark.parametrize("name", ["Đặng Thị Ngọc Ánh", "Tổ dân phố 12", "Y", ""])
def test_sort_keys_do_not_depend_on_how_letters_are_composed(
    key: Callable[[str], str], name: str
) -> None:
    assert key(unicodedata.normalize("NFD", f" {name}")) == key(name)


def test_small_letters_go_before_capitals_of_the_same_word() -> None:
    assert sorted(["Lan", "lan", "Làn"], key=sort_key) == ["lan", "Lan", "Làn"]


@pytest.mark.parametrize("key", [sort_key, person_sort_key])
def test_sort_keys_are_kept_by_any_database_as_they_are(key: Callable[[str], str]) -> None:
    assert key("Đặng 7 (A)\x00").isprintable()

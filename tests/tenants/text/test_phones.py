"""Phone numbers are read in any spelling."""

import pytest

from tenants.text.phones import BadPhoneError, parse_phone, show_phone


@pytest.mark.parametrize(
    "spelling",
    [
        "0912 345 678",
        "0912345678",
        " 0912.345.678 ",
        "0912-345-678",
        "(0912) 345 678",
        "0912\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}678",
        "+84912345678",
        "+84 (0)912 345 678",
        "84.912.345.678",
        "0084 912 345 678",
        "912345678",
        "912345678.0",
        912345678,
        912345678.0,
    ],
)
def test_every_spelling_is_one_number(spelling: str | float) -> None:
    assert parse_phone(spelling) == "+84912345678"


@pytest.mark.parametrize(
    ("spelling", "kept"),
    [
        ("0842 345 678", "+84842345678"),
        (842345678.0, "+84842345678"),
        ("0239 3855 123", "+842393855123"),
        ("+856 20 55 555 555", "+8562055555555"),
    ],
)
def test_other_numbers_are_kept_in_e164(spelling: str | float, kept: str) -> None:
    assert parse_phone(spelling) == kept


@pytest.mark.parametrize(
    ("spelling", "missing", "extra"),
    [
        ("091234567", 1, 0),
        ("0912 3456", 2, 0),
        (91234567.0, 1, 0),
        ("84 91234567", 1, 0),
        ("1", 8, 0),
        ("0239 385 512", 1, 0),
        ("0912 345 6789", 0, 1),
        ("0168 123 4567", 0, 1),
        ("0612 345 678", 0, 0),
        ("0912 345 678; 0987 654 321", 0, 0),
        ("0912 345 67O", 0, 0),
        ("chưa có", 0, 0),
        ("", 0, 0),
        (float("nan"), 0, 0),
    ],
)
def test_bad_number_is_refused_with_what_it_lacks(
    spelling: str | float, missing: int, extra: int
) -> None:
    with pytest.raises(BadPhoneError) as refusal:
        parse_phone(spelling)

    assert (refusal.value.missing, refusal.value.extra) == (missing, extra)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842393855123", "0239 3855 123"),
        ("+8562055555555", "+856 20 55 555 555"),
    ],
)
def test_numbers_are_shown_as_people_write_them(kept: str, shown: str) -> None:
    assert show_phone(kept) == shown

"""Names of wards and cells are one where they mean one unit."""

import pytest

from tenants.onboarding.names import cell_key, ward_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phường Sông Trà", "P. Sông trà"),
        ("Phường Sông Trà", "Đảng bộ phường Sông Trà"),
        ("Phường Sông Trà", "ĐẢNG UỶ PHƯỜNG SÔNG TRÀ"),
        ("Xã Hoa Sen", "X.Hoa Sen"),
    ],
)
def test_ward_is_one_in_all_its_spellings(one: str, other: str) -> None:
    assert ward_key(one) == ward_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chi bộ Tổ dân phố 6", "CB TDP 06"),
        ("Chi bộ Tổ dân phố 6", "Tổ dân phố 6"),
        ("Chi bộ Trường THCS Hoa Mai", "chi bộ Trường Trung học cơ sở Hoa Mai"),
    ],
)
def test_cell_is_one_in_all_its_spellings(one: str, other: str) -> None:
    assert cell_key(one) == cell_key(other)


def test_ward_and_commune_of_one_name_are_two() -> None:
    assert ward_key("Phường Tân Giang") != ward_key("Xã Tân Giang")


def test_cells_of_two_numbers_are_two() -> None:
    assert cell_key("Chi bộ Tổ dân phố 6") != cell_key("Chi bộ Tổ dân phố 60")

"""Files of sets: YAML and sheets say exactly what the set says, and each wrong cell is named."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.criteria.test_engine import SET
from workflows.criteria.difference import Change, difference
from workflows.criteria.exchange import text_of
from workflows.criteria.reading import from_document, read_criteria, to_document
from workflows.criteria.sheets.reading import BadWorkbookError, set_of
from workflows.criteria.sheets.shapes import Rows
from workflows.criteria.sheets.writing import sheets_of
from workflows.criteria_sets.shipped import shipped_sets

ALL = [*(each.criteria for each in shipped_sets()), read_criteria(SET)]


@pytest.mark.parametrize("criteria", ALL, ids=lambda each: each.key)
def test_files_say_exactly_what_the_set_says(criteria: Any) -> None:
    assert read_criteria(text_of(to_document(criteria))) == criteria
    assert set_of(sheets_of(criteria)) == criteria


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
SHARE = st.decimals(0, 1, places=2)


@given(TEXT, TEXT, SHARE, st.booleans(), st.none() | st.integers(0, 50), st.dictionaries(
    TEXT.filter(lambda key: ":" not in key), TEXT | st.integers(0, 99) | st.lists(TEXT), max_size=3
))  # fmt: skip
def test_files_keep_whatever_is_typed(
    label: str,
    note: str,
    share: Decimal,
    flag: bool,  # noqa: FBT001
    cap: int | None,
    plain: dict[str, Any],
) -> None:
    document = to_document(read_criteria(SET))
    document["groups"][0]["label"] = label
    document["groups"][1]["criteria"][0]["may_be_not_applicable"] = flag
    document["rule"]["each_group_at_least_share"] = f"{share:f}"
    document["rule"]["bonus_at_most"] = cap
    document["note"], document["pilot"] = note, plain
    criteria = from_document(document)

    assert read_criteria(text_of(to_document(criteria))) == criteria
    assert set_of(sheets_of(criteria)) == criteria


def changed(sheet: str, row: int, column: int, value: object) -> dict[str, Rows]:
    sheets = sheets_of(read_criteria(SET))
    rows: list[list[Any]] = [list(each) for each in sheets[sheet]]
    rows[row][column] = value
    return {**sheets, sheet: rows}


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        (changed("Tiêu chí", 1, 3, "sáu"), ("Tiêu chí", "D2", "cell_not_number")),
        (changed("Tiêu chí", 1, 3, None), ("Tiêu chí", "D2", "cell_empty")),
        (changed("Tiêu chí", 3, 0, "9"), ("Tiêu chí", "4", "no_such_key")),
        (changed("Bậc điểm", 1, 0, "9.9"), ("Bậc điểm", "2", "no_such_key")),
        (changed("Mức", 2, 2, "cao"), ("Mức", "C3", "cell_not_share")),
        (changed("Mức", 2, 2, 160), ("Mức", "A3", "share_above_one")),
        (changed("Thưởng, trừ", 1, 2, "cho"), ("Thưởng, trừ", "C2", "cell_not_word")),
        (changed("Căn cứ", 1, 4, "31/02/2020"), ("Căn cứ", "E2", "cell_not_day")),
        (changed("Thông tin", 5, 1, ""), ("Thông tin", "B6", "cell_empty")),
        ({"Mức": [["Mã"]]}, ("Thông tin", "", "no_sheet")),
    ],
)
def test_each_fault_names_its_sheet_and_cell(
    sheets: dict[str, Rows], told: tuple[str, str, str]
) -> None:
    with pytest.raises(BadWorkbookError) as refused:
        set_of(sheets)

    assert told in [(fault.sheet, fault.cell, fault.code) for fault in refused.value.faults]


def test_all_wrong_cells_are_told_at_once() -> None:
    sheets = changed("Tiêu chí", 1, 3, "sáu")
    sheets["Tiêu chí"][2][3] = "tám"

    with pytest.raises(BadWorkbookError) as refused:
        set_of(sheets)

    assert [fault.cell for fault in refused.value.faults] == ["D2", "D3"]


def test_difference_goes_by_keys_and_fields() -> None:
    before = read_criteria(SET)
    document = to_document(before)
    first, second = document["groups"]
    first["criteria"][0]["label"] = "Kế hoạch"
    second["criteria"][2]["disqualifier"] = False
    document["groups"] = [second, first]
    document["grades"].pop()
    document["adjustments"].append({"key": "more", "label": "Thêm", "kind": "bonus", "points": "1"})
    document["rule"]["total_at_least"] = "35"

    assert difference(before, from_document(document)) == [
        Change("changed", "rule", "", "total_at_least", "40", "35"),
        Change("moved", "group", "", before=["1", "2"], after=["2", "1"]),
        Change("changed", "criterion", "2.3", "disqualifier", before=True, after=False),
        Change("changed", "criterion", "1.1", "label", "Chương trình", "Kế hoạch"),
        Change("moved", "criterion", "", before=["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"],
               after=["2.1", "2.2", "2.3", "1.1", "1.2", "1.3"]),
        Change("added", "adjustment", "more", after="Thêm"),
        Change("removed", "grade", "fair", before="Khá"),
    ]  # fmt: skip
    assert difference(before, before) == []

"""A criteria set says the same as YAML, as frozen data and as a stored document."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.criteria import make
from workflows.criteria.reading import (
    BadCriteriaError,
    Criterion,
    LegalBasis,
    Level,
    Prerequisite,
    Rule,
    from_document,
    read_criteria,
    to_document,
)

QUOTE_IT = "A criterion: “key” must be text; put numbers and dates in quotes."
NO_NUMBER = "Criterion 1.1: “points” must be a number such as 12 or 0.8, not negative."
NO_ALIAS = "Line 8: write the entry out, references to another entry are not read."


def small(**changes: Any) -> dict[str, Any]:
    return to_document(read_criteria(make.SMALL)) | changes


def group(**changes: Any) -> dict[str, Any]:
    criterion = {"key": "1.1", "label": "A", "points": 20} | changes
    return {"key": "1", "label": "Một", "criteria": [criterion]}


def refusal(document: object) -> str:
    with pytest.raises(BadCriteriaError) as refused:
        from_document(document)
    return str(refused.value)


def test_reference_set_has_its_four_groups_and_sixteen_criteria() -> None:
    groups = make.reference().groups

    assert [(group.key, len(group.criteria), group.points) for group in groups] == [
        ("1", 5, 30),
        ("2", 2, 25),
        ("3", 5, 25),
        ("4", 4, 20),
    ]


def test_reference_set_is_read_field_by_field() -> None:
    reference = make.reference()

    assert (reference.key, reference.title, reference.scale) == (
        "chi-bo-4-tot-khu-dan-cu",
        "Chi bộ 4 tốt",
        100,
    )
    assert reference.levels == (
        Level("good", "Tốt", Decimal(1)),
        Level("met", "Đạt", Decimal("0.6")),
        Level("not_met", "Chưa đạt", Decimal(0)),
    )
    assert reference.rule == Rule(
        total_at_least=Decimal(90), each_group_at_least_share=Decimal("0.8")
    )
    assert reference.prerequisites[3] == Prerequisite(
        "no_open_complaint", "Không có đơn thư đang được xem xét", holds=True
    )
    assert reference.legal_bases[1] == LegalBasis(
        "18-KL/TW", "Kết luận", "Ban Bí thư", dated=date(2017, 9, 22)
    )
    assert (reference.effective_from, reference.effective_to) == (
        date(2023, 1, 1),
        date(2025, 12, 31),
    )
    assert reference.calendar["registration_before"] == "03-10"
    assert reference.pilot["per_ward"] == 2


def test_only_admission_may_not_apply_and_only_violations_disqualify() -> None:
    criteria = list(make.reference().criteria)

    assert [one.key for one in criteria if one.may_be_not_applicable] == ["1.5"]
    assert [one.key for one in criteria if one.disqualifier] == ["3.3"]


def test_reference_set_suggests_a_commitment_per_group_and_a_hint_per_criterion() -> None:
    reference = make.reference()

    assert [group.key for group in reference.groups if not group.commitment] == []
    assert [one.key for one in reference.criteria if not one.hint] == []


@pytest.mark.parametrize("source", ["demo", "small"])
def test_set_survives_the_way_through_the_stored_document(source: str) -> None:
    criteria_set = make.reference() if source == "demo" else read_criteria(make.SMALL)

    assert from_document(json.loads(json.dumps(to_document(criteria_set)))) == criteria_set


def test_stored_document_is_the_same_however_numbers_were_written() -> None:
    plain = read_criteria(make.SMALL)
    decimals = read_criteria(make.SMALL.replace("maximum: 20", "maximum: 20.0"))

    assert to_document(decimals) == to_document(plain)


def test_shares_are_read_as_written_not_as_binary_fractions() -> None:
    levels = make.SMALL.replace("share: 0}", "share: 0.1}")

    assert read_criteria(levels).level("not_met").share == Decimal("0.1")


def test_commas_in_an_unquoted_text_stay_in_the_text() -> None:
    text = make.SMALL.replace(
        "label: C, points: 10}",
        "label: Kiểm tra, giám sát,\n      kỷ luật, points: 10, evidence: Sổ, biên bản}",
    )

    assert read_criteria(text).groups[1].criteria == (
        Criterion("2.1", "Kiểm tra, giám sát, kỷ luật", Decimal(10), evidence="Sổ, biên bản"),
    )


def test_words_that_repeat_between_commas_are_kept_twice() -> None:
    text = make.SMALL.replace("label: C", "label: xây dựng, giám sát, kỷ luật, giám sát")

    assert read_criteria(text).groups[1].criteria[0].label == (
        "xây dựng, giám sát, kỷ luật, giám sát"
    )


def test_optional_fields_may_be_left_out() -> None:
    criteria_set = read_criteria(make.SMALL)

    assert (criteria_set.prerequisites, criteria_set.legal_bases, criteria_set.effective_from) == (
        (),
        (),
        None,
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("title:", "title", "The text is not YAML: line 4, could not find expected ':'."),
        ("points: 4", "points: 4, points: 5", "Line 7: “points” is given twice."),
        ("title: Chi bộ 2 tốt", "key: again", "Line 3: “key” is given twice."),
        ("label: Hai", "label: *one", NO_ALIAS),
        ('key: "1.1"', "key: 1.1", QUOTE_IT),
        ("points: 4", "point: 4", "Criterion 1.1: “points” is missing."),
        ("points: 4", "points: 4, weigth: 1", "Criterion 1.1: “weigth” is not a known field."),
        ("points: 4", "points: -4", NO_NUMBER),
    ],
)
def test_what_is_mistyped_is_named_with_its_place(before: str, after: str, sentence: str) -> None:
    with pytest.raises(BadCriteriaError) as refused:
        read_criteria(make.SMALL.replace(before, after, 1))

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (None, "The set: an entry with named fields is expected."),
        (small(title=" "), "The set: “title” is missing."),
        (small(groups=[]), "The set: “groups” needs at least one entry."),
        (small(groups={}), "The set: “groups” must be a list."),
        (small(groups=["1"]), "A group: an entry with named fields is expected."),
        (small(groups=[group(points="NaN")]), NO_NUMBER),
        (small(groups=[group(points=True)]), NO_NUMBER),
        (small(groups=[group(points=0)]), "Criterion 1.1: the points must be above 0."),
        (small(groups=[group(points=19)]), "The points add up to 19, the scale says 20."),
        (
            small(groups=[group(disqualifier="yes")]),
            ("Criterion 1.1: “disqualifier” must be true or false."),
        ),
        (
            small(groups=[group(may_be_not_applicable=True)]),
            ("Group 1: at least one criterion must always apply."),
        ),
        (small(groups=[group(key="1")]), "The key “1” is used twice."),
        (small(groups=[group(key="total")]), "The key “total” is used twice."),
        (small(prerequisites=[{"key": "2.1", "label": "D"}]), "The key “2.1” is used twice."),
        (
            small(prerequisites=[{"key": "d", "label": "D", "effect": "stop"}]),
            ("Prerequisite d: the only effect known is “hold”."),
        ),
        (
            small(rule={"total_at_least": 21, "each_group_at_least_share": 0}),
            ("The rule asks for 21 points of 20."),
        ),
        (
            small(rule={"total_at_least": 1, "each_group_at_least_share": 80}),
            ("The rule: a share is at most 1."),
        ),
        (
            small(scale={"maximum": 20, "levels": [{"key": "a", "label": "A", "share": 2}]}),
            "Level a: a share is at most 1.",
        ),
        (
            small(scale={"maximum": 20, "levels": [{"key": "a", "label": "A", "share": 0.9}]}),
            "One level must have the share 1.",
        ),
        (
            small(scale={"maximum": 20, "levels": [{"key": "a", "label": "A", "share": 1}] * 2}),
            "The key “a” is used twice.",
        ),
        (
            small(effective={"from": "01/01/2023"}),
            ("The set, effective: “from” must be a date written as YYYY-MM-DD."),
        ),
        (
            small(effective={"from": "2023-01-02", "to": "2023-01-01"}),
            ("The set ends before it takes effect."),
        ),
        (
            small(calendar={"launch": 1.5}),
            ("The set: “calendar” may hold text, whole numbers, dates and lists of them only."),
        ),
        (small(calendar=["launch"]), "The set, calendar: an entry with named fields is expected."),
    ],
)
def test_what_does_not_add_up_is_refused_in_a_sentence(document: object, sentence: str) -> None:
    assert refusal(document) == sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 5_000, "not_yaml"),
        ("key: \x00", "not_yaml"),
        ("day: 2023-13-45", "not_yaml"),
        ("? [a, b]\n: c", "not_yaml"),
        ("!!python/object/apply:os.getcwd []", "not_yaml"),
        ("a" * 200_001, "too_long"),
        ("", "not_an_entry"),
    ],
)
def test_hostile_text_is_refused_like_any_other(text: str, code: str) -> None:
    with pytest.raises(BadCriteriaError) as refused:
        read_criteria(text)

    assert refused.value.code == code

"""Eligibility explains itself, and is nothing but its lines."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.criteria import make
from workflows.criteria.eligibility import Eligibility, GrantedException, Line, eligibility
from workflows.criteria.reading import CriteriaSet, from_document, to_document
from workflows.criteria.scoring import Answer, score

MET, NOT_MET = Answer("met"), Answer("not_met")
CLEAN = {
    "registered_on_time": True,
    "rating": "good",
    "disciplined": 0,
    "open_complaint": 0,
    "adopted_by_cell": True,
}
REASON = ("Tự phát hiện, đã khắc phục xong", "Đồng chí chủ trì hội nghị")


def judge(
    facts: dict[str, Any] | None = None,
    answers: dict[str, Answer] | None = None,
    exceptions: dict[str, tuple[str, str]] | None = None,
    criteria_set: CriteriaSet | None = None,
) -> Eligibility:
    chosen = criteria_set or make.reference()
    given = make.all_at(chosen, "good") | (answers or {})
    return eligibility(chosen, score(chosen, given), CLEAN | (facts or {}), exceptions)


def line_of(result: Eligibility, key: str) -> Line:
    (line,) = [line for line in result.lines if line.key == key]
    return line


def lenient(**rule: bool) -> CriteriaSet:
    """Return the reference set with another rule."""
    document = to_document(make.reference())
    return from_document(document | {"rule": document["rule"] | rule})


def test_clean_unit_with_full_points_is_eligible() -> None:
    result = judge()

    assert result.eligible
    assert {line.verdict for line in result.lines} == {"passed"}


def test_every_condition_of_the_set_is_a_line() -> None:
    assert [(line.kind, line.key) for line in judge().lines] == [
        ("total", "total"),
        ("group", "1"),
        ("group", "2"),
        ("group", "3"),
        ("group", "4"),
        ("prerequisite", "registered_on_time"),
        ("prerequisite", "rating_good_or_better"),
        ("prerequisite", "no_member_disciplined"),
        ("prerequisite", "no_open_complaint"),
        ("prerequisite", "adopted_by_cell"),
        ("disqualifier", "3.3"),
    ]


@pytest.mark.parametrize(
    ("answers", "total", "eligible"),
    [
        ({"1.1": NOT_MET, "4.3": MET, "3.1": MET}, "90.4", True),
        ({"1.1": NOT_MET, "4.3": NOT_MET}, "90.0", True),
        ({"1.1": NOT_MET, "4.3": NOT_MET, "3.4": MET}, "88.8", False),
    ],
)
def test_ninety_points_are_needed(answers: dict[str, Answer], total: str, eligible: bool) -> None:  # noqa: FBT001
    result = judge(answers=answers)

    assert line_of(result, "total") == Line(
        kind="total",
        key="total",
        label="",
        value=Decimal(total),
        bound=Decimal(90),
        verdict="passed" if eligible else "failed",
        blocks=not eligible,
    )
    assert result.eligible is eligible


@pytest.mark.parametrize(
    ("answers", "points", "eligible"),
    [
        ({"4.3": NOT_MET}, "16.0", True),
        ({"4.3": NOT_MET, "4.4": MET}, "14.4", False),
    ],
)
def test_each_group_needs_four_fifths(
    answers: dict[str, Answer],
    points: str,
    eligible: bool,  # noqa: FBT001
) -> None:
    result = judge(answers=answers)

    line = line_of(result, "4")
    assert (line.value, line.bound) == (Decimal(points), Decimal(16))
    assert line_of(result, "total").verdict == "passed"
    assert result.eligible is eligible


@pytest.mark.parametrize(
    ("facts", "key", "value", "verdict"),
    [
        ({"registered_on_time": False}, "registered_on_time", "late", "failed"),
        ({"registered_on_time": None}, "registered_on_time", None, "unknown"),
        (
            {"registered_on_time": False, "registered_late_with_consent": True},
            "registered_on_time",
            "late_with_consent",
            "passed",
        ),
        ({"rating": "excellent"}, "rating_good_or_better", "excellent", "passed"),
        ({"rating": "completed"}, "rating_good_or_better", "completed", "failed"),
        ({"rating": "not_completed"}, "rating_good_or_better", "not_completed", "failed"),
        ({"rating": None}, "rating_good_or_better", None, "unknown"),
        ({"rating": ""}, "rating_good_or_better", None, "unknown"),
        ({"disciplined": 1}, "no_member_disciplined", 1, "failed"),
        ({"disciplined": True}, "no_member_disciplined", True, "failed"),
        ({"disciplined": None}, "no_member_disciplined", None, "unknown"),
        ({"adopted_by_cell": False}, "adopted_by_cell", False, "failed"),
        ({"adopted_by_cell": None}, "adopted_by_cell", None, "unknown"),
    ],
)
def test_prerequisites_are_judged_by_their_facts(
    facts: dict[str, Any], key: str, value: object, verdict: str
) -> None:
    result = judge(facts)

    line = line_of(result, key)
    assert (line.value, line.verdict) == (value, verdict)
    assert result.eligible is (verdict == "passed")


def test_nothing_known_is_not_eligible() -> None:
    reference = make.reference()

    result = eligibility(reference, score(reference, make.all_at(reference, "good")), {})

    assert not result.eligible
    assert [line.key for line in result.lines if line.blocks] == [
        "registered_on_time",
        "rating_good_or_better",
        "no_member_disciplined",
        "adopted_by_cell",
    ]


def test_open_complaint_asks_for_a_hold_in_place_of_a_verdict() -> None:
    result = judge({"open_complaint": 1})

    assert line_of(result, "no_open_complaint").verdict == "hold"
    assert (result.eligible, result.must_hold) == (False, True)


def test_not_knowing_of_a_complaint_is_no_obstacle() -> None:
    result = judge({"open_complaint": None})

    assert line_of(result, "no_open_complaint").verdict == "unknown"
    assert (result.eligible, result.must_hold) == (True, False)


def test_hold_cannot_be_excepted() -> None:
    result = judge({"open_complaint": 1}, exceptions={"no_open_complaint": REASON})

    assert line_of(result, "no_open_complaint").verdict == "hold"
    assert not result.eligible


@pytest.mark.parametrize("level", ["met", "not_met"])
def test_disqualifier_outranks_points(level: str) -> None:
    result = judge(answers={"3.3": Answer(level)})

    line = line_of(result, "3.3")
    assert (line.value, line.bound, line.verdict) == (level, "good", "failed")
    assert line_of(result, "total").verdict == "passed"
    assert not result.eligible


def test_what_is_not_answered_yet_is_unknown_not_failed() -> None:
    result = judge(answers={"3.3": Answer()})

    assert line_of(result, "total").verdict == "passed"
    assert line_of(result, "3").verdict == "unknown"
    assert line_of(result, "3.3").verdict == "unknown"
    assert not result.eligible


def test_exception_turns_a_failed_line_and_says_why() -> None:
    result = judge({"disciplined": 1}, exceptions={"no_member_disciplined": REASON})

    line = line_of(result, "no_member_disciplined")
    assert (line.verdict, line.exception) == ("excepted", GrantedException(*REASON))
    assert result.eligible


def test_exception_helps_only_the_line_it_was_granted_for() -> None:
    result = judge(
        {"disciplined": 1, "rating": "completed"}, exceptions={"no_member_disciplined": REASON}
    )

    assert [line.key for line in result.lines if line.blocks] == ["rating_good_or_better"]
    assert not result.eligible


def test_exception_does_not_stand_in_for_a_missing_fact() -> None:
    result = judge({"disciplined": None}, exceptions={"no_member_disciplined": REASON})

    assert line_of(result, "no_member_disciplined").verdict == "unknown"
    assert not result.eligible


@pytest.mark.parametrize(
    "exceptions",
    [
        {"no_member_disciplined": (" ", "Chủ trì")},
        {"no_member_disciplined": ("Lý do", "")},
        {"no_such_condition": REASON},
    ],
)
def test_exception_needs_a_reason_an_approver_and_a_line(
    exceptions: dict[str, tuple[str, str]],
) -> None:
    with pytest.raises(ValueError, match=r"needs a reason|No condition"):
        judge({"disciplined": 1}, exceptions=exceptions)


def test_rating_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="Tốt is not a quality rating"):
        judge({"rating": "Tốt"})


def test_set_may_show_prerequisites_without_insisting() -> None:
    result = judge({"rating": "completed"}, criteria_set=lenient(prerequisites_all=False))

    assert line_of(result, "rating_good_or_better").verdict == "failed"
    assert result.eligible


def test_set_may_show_disqualifiers_without_insisting() -> None:
    result = judge(answers={"3.3": MET}, criteria_set=lenient(disqualifiers_none=False))

    assert line_of(result, "3.3").verdict == "failed"
    assert result.eligible


@pytest.mark.parametrize(
    ("fact", "verdict"), [(True, "passed"), (False, "failed"), (None, "unknown")]
)
def test_condition_of_a_tenants_own_is_answered_by_the_fact_of_its_key(
    fact: bool | None,  # noqa: FBT001
    verdict: str,
) -> None:
    document = to_document(make.reference())
    document["prerequisites"].append({"key": "fees_paid", "label": "Nộp đủ đảng phí"})

    result = judge({"fees_paid": fact}, criteria_set=from_document(document))

    assert line_of(result, "fees_paid").verdict == verdict


FACTS = st.fixed_dictionaries(
    {
        "registered_on_time": st.sampled_from([True, False, None]),
        "registered_late_with_consent": st.booleans(),
        "rating": st.sampled_from(["excellent", "good", "completed", "not_completed", None]),
        "disciplined": st.sampled_from([0, 1, 3, None]),
        "open_complaint": st.sampled_from([0, 1, None]),
        "adopted_by_cell": st.sampled_from([True, False, None]),
    }
)
LEVELS = st.sampled_from([Answer("good"), Answer("good"), Answer("good"), MET, NOT_MET, Answer()])
ANSWERS = st.fixed_dictionaries({criterion.key: LEVELS for criterion in make.reference().criteria})
EXCEPTIONS = st.dictionaries(
    st.sampled_from(["total", "4", "rating_good_or_better", "no_member_disciplined", "3.3"]),
    st.just(REASON),
)


@given(ANSWERS, FACTS, EXCEPTIONS)
def test_lines_add_up_to_the_verdict(
    answers: dict[str, Answer], facts: dict[str, Any], exceptions: dict[str, tuple[str, str]]
) -> None:
    result = judge(facts, answers, exceptions)

    fine = all(
        line.verdict in {"passed", "excepted"}
        or (line.key == "no_open_complaint" and line.verdict == "unknown")
        for line in result.lines
    )
    assert result.eligible is fine
    assert result.eligible is not any(line.blocks for line in result.lines)


@given(ANSWERS, FACTS)
def test_without_exceptions_eligible_means_what_the_rule_says(
    answers: dict[str, Answer], facts: dict[str, Any]
) -> None:
    points = score(make.reference(), make.all_at(make.reference(), "good") | answers)

    assert judge(facts, answers).eligible is (
        points.total >= 90
        and all(group.points * 10 >= group.maximum * 8 for group in points.groups)
        and bool(facts["registered_on_time"] or facts["registered_late_with_consent"])
        and facts["rating"] in {"excellent", "good"}
        and facts["disciplined"] == 0
        and not facts["open_complaint"]
        and facts["adopted_by_cell"] is True
        and answers["3.3"] == Answer("good")
    )


@given(ANSWERS, FACTS, EXCEPTIONS)
def test_exception_is_on_excepted_lines_only(
    answers: dict[str, Answer], facts: dict[str, Any], exceptions: dict[str, tuple[str, str]]
) -> None:
    for line in judge(facts, answers, exceptions).lines:
        assert (line.exception is not None) == (line.verdict == "excepted")

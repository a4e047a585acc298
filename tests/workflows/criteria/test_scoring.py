"""Points follow levels, groups keep their maximum, and the tenth is cut at the end only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.criteria import make
from workflows.criteria.reading import CriteriaSet, read_criteria
from workflows.criteria.scoring import Answer, BadAnswerError, score

GOOD, MET, NOT_MET = Answer("good"), Answer("met"), Answer("not_met")
NOT_APPLICABLE = Answer(not_applicable=True)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Answer]:
    """Draw answers to some criteria of the reference set."""
    given = {}
    for criterion in make.reference().criteria:
        options = [None, GOOD, MET, NOT_MET]
        if criterion.may_be_not_applicable:
            options.append(NOT_APPLICABLE)
        answer = draw(st.sampled_from(options))
        if answer:
            given[criterion.key] = answer
    return given


def thirds() -> CriteriaSet:
    """Read three groups of a point each, where levels give a third and a bit of it."""
    return read_criteria("""
key: thirds
title: Thirds
scale:
  maximum: 3
  levels: [{key: good, label: G, share: 1}, {key: low, label: L, share: 0.35}]
rule: {total_at_least: 1, each_group_at_least_share: 0}
groups:
  - {key: "1", label: A, criteria: [{key: "1.1", label: A, points: 1}]}
  - {key: "2", label: B, criteria: [{key: "2.1", label: B, points: 1}]}
  - {key: "3", label: C, criteria: [{key: "3.1", label: C, points: 1}]}
""")


@pytest.mark.parametrize(
    ("level", "total", "groups"),
    [
        ("good", "100.0", ["30.0", "25.0", "25.0", "20.0"]),
        ("met", "60.0", ["18.0", "15.0", "15.0", "12.0"]),
        ("not_met", "0.0", ["0.0", "0.0", "0.0", "0.0"]),
    ],
)
def test_one_level_throughout_earns_its_share(level: str, total: str, groups: list[str]) -> None:
    reference = make.reference()

    result = score(reference, make.all_at(reference, level))

    assert str(result.total) == total
    assert [str(group.points) for group in result.groups] == groups


def test_criteria_earn_level_times_points() -> None:
    reference = make.reference()

    result = score(reference, make.all_at(reference, "good") | {"1.2": MET, "4.3": NOT_MET})

    assert result.total == Decimal("92.8")
    assert result.groups[0].points == Decimal("26.8")
    assert result.groups[0].criteria[1].points == Decimal("4.8")
    assert result.groups[3].points == Decimal("16.0")


def test_group_with_a_criterion_that_does_not_apply_is_scaled_to_its_maximum() -> None:
    answers = {"1.1": GOOD, "1.2": MET, "1.3": GOOD, "1.4": GOOD, "1.5": NOT_APPLICABLE}

    group = score(make.reference(), answers).groups[0]

    # (6 + 4.8 + 5 + 6) of the 25 points that apply, times 30.
    assert (group.points, group.maximum) == (Decimal("26.2"), Decimal(30))
    assert (group.answered, group.of) == (5, 5)
    assert group.criteria[4].points is None


def test_not_applicable_costs_nothing_where_all_else_is_good() -> None:
    reference = make.reference()

    result = score(reference, make.all_at(reference, "good") | {"1.5": NOT_APPLICABLE})

    assert (result.total, result.maximum) == (Decimal(100), Decimal(100))


def test_unanswered_criteria_earn_nothing_yet_and_are_counted() -> None:
    result = score(make.reference(), {"1.1": GOOD, "2.2": MET, "3.1": Answer()})

    assert result.total == Decimal("13.8")
    assert (result.answered, result.of, result.complete) == (2, 16, False)
    assert [(group.answered, group.of) for group in result.groups] == [
        (1, 5),
        (1, 2),
        (0, 5),
        (0, 4),
    ]


def test_nothing_answered_scores_zero() -> None:
    assert score(make.reference(), {}).total == Decimal("0.0")


def test_all_answered_is_complete() -> None:
    reference = make.reference()

    assert score(reference, make.all_at(reference, "met")).complete


def test_total_is_rounded_once_from_the_exact_sum() -> None:
    result = score(thirds(), {"1.1": Answer("low"), "2.1": Answer("low"), "3.1": Answer("low")})

    # 3 × 0.35 = 1.05, half up; the groups' 0.35 are shown as 0.4 each.
    assert str(result.total) == "1.1"
    assert [str(group.points) for group in result.groups] == ["0.4", "0.4", "0.4"]


def test_just_below_half_a_tenth_is_cut() -> None:
    low = Answer("low")

    assert str(score(thirds(), {"1.1": low, "2.1": low}).total) == "0.7"


@pytest.mark.parametrize(
    ("key", "answer", "code"),
    [
        ("9.9", GOOD, "unknown_criterion"),
        ("1.1", Answer("splendid"), "unknown_level"),
        ("1.1", NOT_APPLICABLE, "always_applies"),
        ("1.5", Answer("good", not_applicable=True), "level_and_not_applicable"),
    ],
)
def test_answers_that_the_set_does_not_allow_are_refused(
    key: str, answer: Answer, code: str
) -> None:
    with pytest.raises(BadAnswerError) as refused:
        score(make.reference(), {key: answer})

    assert (refused.value.code, refused.value.key) == (code, key)


@given(answers())
def test_score_stays_between_nothing_and_the_scale(given: dict[str, Answer]) -> None:
    result = score(make.reference(), given)

    assert 0 <= result.total <= result.maximum
    assert all(0 <= group.points <= group.maximum for group in result.groups)


@given(answers())
def test_shown_groups_add_up_to_the_shown_total_within_their_rounding(
    given: dict[str, Answer],
) -> None:
    result = score(make.reference(), given)

    difference = abs(sum(group.points for group in result.groups) - result.total)
    assert difference <= Decimal("0.05") * (len(result.groups) + 1)


@given(answers(), st.sampled_from(["1.1", "1.5", "2.2", "3.3", "4.4"]))
def test_a_better_level_never_lowers_a_score(given: dict[str, Answer], key: str) -> None:
    reference = make.reference()
    totals = [score(reference, given | {key: level}).total for level in (NOT_MET, MET, GOOD)]

    assert totals == sorted(totals)


@given(answers())
def test_saying_that_a_criterion_does_not_apply_never_lowers_a_running_score(
    given: dict[str, Answer],
) -> None:
    reference = make.reference()
    unanswered = {key: answer for key, answer in given.items() if key != "1.5"}

    before = score(reference, unanswered)
    after = score(reference, unanswered | {"1.5": NOT_APPLICABLE})

    assert after.total >= before.total

"""The whole engine on one set that uses every rule: lines add up to the points and the verdict."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.criteria.test_measures import Target
from workflows.criteria.eligibility import Eligibility, Line, eligibility
from workflows.criteria.explaining import ScoreLine, explain
from workflows.criteria.measures import Figures
from workflows.criteria.reading import CriteriaSet, from_document, read_criteria, to_document
from workflows.criteria.scoring import Answer, BadAnswerError, Score, score, shown

SET = """
key: every-rule
title: Chi bộ 2 tốt
scale: {maximum: 50, levels: [{key: good, label: Tốt, share: 1}, {key: met, label: Đạt, share: 0.6}, {key: not_met, label: Chưa đạt, share: 0}]}
rule: {total_at_least: 40, each_group_at_least_share: 0.5, each_criterion_at_least_share: 0.5, criteria_may_miss: 1, bonus_at_most: 5, penalty_at_most: 4}
legal_bases:
  - {number: 12-HD/BTCTW, kind: Hướng dẫn, issuer: Ban Tổ chức Trung ương, date: 2018-07-06, until: 2025-07-23}
groups:
  - key: "1"
    label: Nhiệm vụ
    at_least: 18
    criteria:
      - {key: "1.1", label: Chương trình, points: 6, levels: [{key: on_time, label: Đúng hạn, points: 6}, {key: late, label: Chậm, points: 3}, {key: none, label: Không, points: 0}]}
      - {key: "1.2", label: Chỉ tiêu, points: 14, measure: {source: targets, key: economy, take: share_reaching}}
      - {key: "1.3", label: Kết nạp, points: 5, may_be_not_applicable: true, measure: {source: targets, key: admission, take: ratio}}
  - key: "2"
    label: Sinh hoạt
    criteria:
      - key: "2.1"
        label: Chuyên cần
        points: 7
        legal_basis: 12-HD/BTCTW
        measure: {source: series, key: attendance, take: mean, steps: [{value: 95, points: 7}, {value: 90, points: 5}, {value: 85, points: 3, above: true}]}
      - {key: "2.2", label: Đủ kỳ, points: 12, measure: {source: series, key: meetings, take: count_reaching, full_at: 12}}
      - {key: "2.3", label: Kỷ luật, points: 6, disqualifier: true}
disqualifiers:
  - {key: false_report, label: Báo cáo sai sự thật}
  - {key: member_disciplined, label: Có đảng viên bị kỷ luật, exception: true}
adjustments:
  - {key: new_model, label: Mô hình được nhân rộng, kind: bonus, points: 2, at_most: 4}
  - {key: beyond, label: Vượt chỉ tiêu từ 30%, kind: bonus, points: 3, measure: {source: targets, key: economy, take: share_reaching, reaching: 130, steps: [{value: 0, points: 3, above: true}]}}
  - {key: late_report, label: Nộp báo cáo chậm, kind: penalty, points: 1}
grades:
  - {key: good, label: Tốt, at_least: 45}
  - {key: fair, label: Khá, at_least: 35}
"""  # noqa: E501
REASON = ("Tự phát hiện, đã khắc phục", "Đồng chí chủ trì")
CLEAN = {"false_report": False, "member_disciplined": False}


def the_set(**changes: Any) -> CriteriaSet:
    """Read the set, with another rule."""
    document = to_document(read_criteria(SET))
    return from_document(document | {"rule": document["rule"] | changes})


def figures(
    economy: list[tuple[str, str | None]] | None = None,
    admission: tuple[str, str | None] = ("2", "2"),
    attendance: str = "96",
    meetings: int = 12,
) -> Figures:
    """Make the figures of a year in which all went well, but for what is said."""
    pairs = economy if economy is not None else [("10", "10"), ("4", "4")]
    targets = {
        "economy": [_target(f"E{n}", *pair) for n, pair in enumerate(pairs)],
        "admission": [_target("Kết nạp", *admission)],
    }
    series = {
        "attendance": [("2023-01", Decimal(attendance))],
        "meetings": [(f"2023-{n + 1:02}", Decimal(1)) for n in range(meetings)],
    }
    return Figures(targets, series)


def _target(name: str, planned: str, reached: str | None) -> Target:
    return Target(name, Decimal(planned), None if reached is None else Decimal(reached))


def scored(
    answers: dict[str, Answer] | None = None,
    measured: Figures | None = None,
    criteria_set: CriteriaSet | None = None,
) -> Score:
    """Score the set with full levels, but for what is said."""
    given = {"1.1": Answer("on_time"), "2.3": Answer("good")} | (answers or {})
    return score(criteria_set or the_set(), given, measured or figures())


def judged(
    score_: Score,
    facts: dict[str, Any] | None = None,
    exceptions: dict[str, tuple[str, str]] | None = None,
    criteria_set: CriteriaSet | None = None,
) -> Eligibility:
    return eligibility(criteria_set or the_set(), score_, CLEAN | (facts or {}), exceptions)


def line_of(result: Eligibility, key: str) -> Line:
    (line,) = [line for line in result.lines if line.key == key]
    return line


def points_of(score_: Score, key: str) -> Decimal | None:
    (one,) = [one for one in score_.criteria if one.key == key]
    return one.points


def test_good_year_earns_everything() -> None:
    result = scored()

    assert (str(result.total), result.complete, result.unsettled) == ("50.0", True, [])
    assert judged(result).eligible


@pytest.mark.parametrize(
    ("measured", "key", "points"),
    [
        (figures(admission=("2", "1")), "1.3", "2.5"),
        (figures(admission=("2", "3")), "1.3", "5.0"),
        (figures(admission=("2", "0")), "1.3", "0.0"),
        (figures(admission=("2", None)), "1.3", None),
        (figures(admission=("0", "1")), "1.3", None),
        (figures(economy=[("10", "10"), ("4", "3.9")]), "1.2", "7.0"),
        (figures(economy=[("0", "0"), ("0", None)]), "1.2", "14.0"),
        (figures(economy=[]), "1.2", None),
        (figures(attendance="95"), "2.1", "7.0"),
        (figures(attendance="94.99"), "2.1", "5.0"),
        (figures(attendance="85.01"), "2.1", "3.0"),
        (figures(attendance="85"), "2.1", "0.0"),
        (figures(meetings=11), "2.2", "11.0"),
        (figures(meetings=0), "2.2", "0.0"),
        (figures(meetings=13), "2.2", "12.0"),
    ],
)
def test_measured_criteria_follow_their_figures(
    measured: Figures, key: str, points: str | None
) -> None:
    found = points_of(scored(measured=measured), key)

    assert (None if found is None else str(found)) == points


@pytest.mark.parametrize(
    ("level", "points"), [("on_time", "6.0"), ("late", "3.0"), ("none", "0.0")]
)
def test_criterion_with_levels_of_its_own_earns_their_points(level: str, points: str) -> None:
    assert str(points_of(scored({"1.1": Answer(level)}), "1.1")) == points


def test_levels_of_the_set_do_not_fit_a_criterion_with_its_own() -> None:
    with pytest.raises(BadAnswerError) as refused:
        scored({"1.1": Answer("good")})

    assert (refused.value.code, refused.value.key) == ("unknown_level", "1.1")


def test_target_of_nothing_re_weights_the_group_where_it_may_not_apply() -> None:
    result = scored(measured=figures(admission=("0", "0"), economy=[("10", "10"), ("4", "0")]))

    # 6 + 7 of the 20 points that apply, times 25.
    assert result.groups[0].exact == Fraction(13 * 25, 20)
    assert result.complete


def test_level_stands_in_where_nothing_is_measured() -> None:
    without = figures(admission=("2", None))

    assert str(points_of(scored({"1.3": Answer("met")}, without), "1.3")) == "3.0"
    assert scored(measured=without).unsettled == ["1.3"]


def test_figure_outranks_a_level_unless_an_appraiser_says_otherwise() -> None:
    assert str(points_of(scored({"1.3": Answer("not_met")}), "1.3")) == "5.0"
    assert str(points_of(scored({"1.3": Answer("not_met", outranks=True)}), "1.3")) == "0.0"


def test_what_was_kept_counts_in_place_of_the_figures_of_today() -> None:
    kept = scored().criteria[2].found

    later = scored({"1.3": Answer(found=kept)}, figures(admission=("2", "0")))

    assert str(points_of(later, "1.3")) == "5.0"


@pytest.mark.parametrize(
    ("counts", "economy", "total"),
    [
        ({}, [("10", "0"), ("4", "4")], "43.0"),
        ({"new_model": 1}, [("10", "0"), ("4", "4")], "45.0"),
        ({"new_model": 2}, [("10", "0"), ("4", "4")], "47.0"),
        ({"new_model": 9}, [("10", "0"), ("4", "4")], "47.0"),  # its own cap of 4
        ({"new_model": 2}, [("10", "0"), ("4", "5.2")], "48.0"),  # 4 + 3, all bonuses at most 5
        ({}, [("10", "0"), ("4", "5.19")], "43.0"),
        ({"new_model": 1}, [("10", "10"), ("4", "4")], "50.0"),  # never beyond the scale
        ({"late_report": 1}, [("10", "0"), ("4", "4")], "42.0"),
        ({"late_report": 3}, [("10", "10"), ("4", "4")], "47.0"),
        ({"late_report": 9}, [("10", "10"), ("4", "4")], "46.0"),  # all penalties at most 4
        ({"late_report": 1, "new_model": 1}, [("10", "10"), ("4", "4")], "50.0"),
    ],
)
def test_bonuses_and_penalties_count_under_their_caps(
    counts: dict[str, int], economy: list[tuple[str, str | None]], total: str
) -> None:
    answers = {key: Answer(count=count) for key, count in counts.items()}

    assert str(scored(answers, figures(economy=economy)).total) == total


def test_penalties_never_lead_below_nothing() -> None:
    nothing = {"1.1": Answer("none"), "2.3": Answer("not_met"), "late_report": Answer(count=4)}
    bad = figures([("10", "0")], admission=("2", "0"), attendance="0", meetings=0)

    assert str(scored(nothing, bad).total) == "0.0"


@pytest.mark.parametrize("answer", [Answer("good"), Answer(not_applicable=True), Answer(count=-1)])
def test_bonus_is_only_counted(answer: Answer) -> None:
    with pytest.raises(BadAnswerError) as refused:
        scored({"new_model": answer})

    assert refused.value.code == "only_counted"


@pytest.mark.parametrize(
    ("meetings", "counts", "verdict"),
    [(7, {"late_report": 4}, "passed"), (6, {"late_report": 5}, "failed"), (6, {}, "passed")],
)
def test_total_is_judged_on_the_edge(meetings: int, counts: dict[str, int], verdict: str) -> None:
    rule = the_set(total_at_least=41, penalty_at_most=5, criteria_may_miss=5)
    answers = {key: Answer(count=count) for key, count in counts.items()}

    result = judged(
        scored(answers, figures(meetings=meetings), criteria_set=rule), criteria_set=rule
    )

    assert line_of(result, "total").verdict == verdict


@pytest.mark.parametrize(
    ("economy", "late", "verdict"),
    [
        ([("10", "10"), ("4", "0")], "on_time", "passed"),  # 6 + 7 + 5 = 18
        ([("10", "10"), ("4", "0")], "late", "failed"),  # 15
        ([("10", "10"), ("4", "4")], "none", "passed"),  # 19
    ],
)
def test_group_may_ask_points_of_its_own(
    economy: list[tuple[str, str | None]], late: str, verdict: str
) -> None:
    line = line_of(judged(scored({"1.1": Answer(late)}, figures(economy=economy))), "1")

    assert (line.bound, line.verdict) == (Decimal(18), verdict)


@pytest.mark.parametrize(
    ("answers", "short", "verdict"),
    [
        ({}, [], "passed"),
        ({"1.1": Answer("late")}, [], "passed"),  # exactly half of its points
        ({"1.1": Answer("none")}, ["1.1"], "passed"),  # one may fall short
        ({"1.1": Answer("none"), "2.3": Answer("not_met")}, ["1.1", "2.3"], "failed"),
        ({"1.1": Answer()}, [], "passed"),
        ({"1.1": Answer(), "2.3": Answer("not_met")}, ["2.3"], "unknown"),
    ],
)
def test_rule_may_ask_something_of_each_criterion(
    answers: dict[str, Answer], short: list[str], verdict: str
) -> None:
    line = line_of(judged(scored(answers)), "criteria")

    assert (line.value, line.bound, line.verdict) == (short, 1, verdict)
    assert line.blocks is (verdict != "passed")


@pytest.mark.parametrize(
    ("facts", "key", "verdict"),
    [
        ({"false_report": True}, "false_report", "failed"),
        ({"false_report": None}, "false_report", "unknown"),
        ({"member_disciplined": 1}, "member_disciplined", "failed"),
        ({}, "member_disciplined", "passed"),
    ],
)
def test_disqualifier_bars_whatever_the_points(
    facts: dict[str, Any], key: str, verdict: str
) -> None:
    result = judged(scored(), facts)

    assert line_of(result, key).verdict == verdict
    assert result.eligible is (verdict == "passed")


def test_disqualifier_is_set_aside_by_an_exception_where_the_set_allows_one() -> None:
    result = judged(scored(), {"member_disciplined": 1}, {"member_disciplined": REASON})

    assert (line_of(result, "member_disciplined").verdict, result.eligible) == ("excepted", True)
    with pytest.raises(ValueError, match="takes no exception"):
        judged(scored(), {"false_report": True}, {"false_report": REASON})


def test_measured_disqualifier_fails_below_its_full_points() -> None:
    document = to_document(read_criteria(SET))
    document["groups"][1]["criteria"][0]["disqualifier"] = True
    strict = from_document(document)

    result = judged(
        scored(measured=figures(attendance="94"), criteria_set=strict), criteria_set=strict
    )

    line = line_of(result, "2.1")
    assert (line.value, line.verdict, result.eligible) == (Decimal("5.0"), "failed", False)


@pytest.mark.parametrize(
    ("total", "grade"), [("50", "good"), ("45", "good"), ("44.9", "fair"), ("34.9", None)]
)
def test_grade_is_the_highest_that_is_reached(total: str, grade: str | None) -> None:
    found = the_set().grade(Decimal(total))

    assert (found.key if found else None) == grade


def test_lines_say_where_points_come_from() -> None:
    result = scored(
        {"new_model": Answer(count=3), "late_report": Answer(count=1)},
        figures(admission=("0", None), economy=[("10", "14"), ("4", "0")]),
    )

    lines = explain(the_set(), result)

    assert [(line.kind, line.key, line.how, line.points) for line in lines] == [
        ("criterion", "1.1", "level", 6),
        ("criterion", "1.2", "measured", 7),
        ("criterion", "1.3", "not_applicable", 0),
        ("reweighting", "1", "rule", Fraction(13, 4)),
        ("criterion", "2.1", "measured", 7),
        ("criterion", "2.2", "measured", 12),
        ("criterion", "2.3", "level", 6),
        ("bonus", "new_model", "counted", 4),
        ("bonus", "beyond", "measured", 3),
        ("penalty", "late_report", "counted", -1),
        ("bonus_cap", "bonus", "rule", -2),
    ]  # fmt: skip


def test_cap_of_the_scale_is_a_line_of_its_own() -> None:
    lines = explain(the_set(), scored({"new_model": Answer(count=1)}))

    assert lines[-1] == ScoreLine("scale", "total", "rule", Fraction(-2))


AMOUNT = st.sampled_from(["0", "1", "2", "3.5", "10", "13"])
PAIR = st.tuples(AMOUNT, st.none() | AMOUNT)
MEASURED = st.builds(
    figures,
    economy=st.lists(PAIR, max_size=3),
    admission=PAIR,
    attendance=st.sampled_from(["0", "85", "85.5", "90", "94.9", "95", "100"]),
    meetings=st.integers(0, 13),
)
LEVELS = ["good", "met", "not_met", None]
ANSWERS = st.fixed_dictionaries(
    {
        "1.1": st.sampled_from(["on_time", "late", "none", None]).map(Answer),
        "1.2": st.builds(Answer, st.sampled_from(LEVELS), outranks=st.booleans()),
        "1.3": st.just(Answer(not_applicable=True)) | st.sampled_from(LEVELS).map(Answer),
        "2.3": st.sampled_from(LEVELS).map(Answer),
        "new_model": st.integers(0, 4).map(lambda n: Answer(count=n)),
        "late_report": st.integers(0, 9).map(lambda n: Answer(count=n)),
    }
)
STATED = st.fixed_dictionaries(
    {
        "false_report": st.sampled_from([True, False, None]),
        "member_disciplined": st.sampled_from([0, 1, None]),
    }
)
RULES = st.fixed_dictionaries(
    {
        "total_at_least": st.integers(0, 50),
        "each_group_at_least_share": st.sampled_from(["0", "0.5", "1"]),
        "each_criterion_at_least_share": st.sampled_from(["0", "0.5", "1"]),
        "criteria_may_miss": st.integers(0, 3),
        "bonus_at_most": st.sampled_from([None, 0, 5]),
        "penalty_at_most": st.sampled_from([None, 0, 4]),
        "disqualifiers_none": st.booleans(),
    }
)
EXCEPTIONS = st.dictionaries(
    st.sampled_from(["total", "1", "member_disciplined", "2.3"]), st.just(REASON)
)


@given(ANSWERS, MEASURED, RULES)
def test_lines_add_up_to_the_points(
    answers: dict[str, Answer], measured: Figures, rule: dict[str, Any]
) -> None:
    chosen = the_set(**rule)
    result = scored(answers, measured, chosen)
    lines = explain(chosen, result)

    assert sum((line.points for line in lines), Fraction(0)) == result.exact
    assert shown(result.exact) == result.total
    assert 0 <= result.exact <= 50
    for group in result.groups:
        own = {one.key for one in group.criteria} | {group.key}
        of_group = [line.points for line in lines if line.key in own]
        assert sum(of_group, Fraction(0)) == group.exact
        assert 0 <= group.exact <= group.maximum


@given(ANSWERS, MEASURED, STATED, RULES, EXCEPTIONS)
def test_lines_add_up_to_the_verdict(
    answers: dict[str, Answer],
    measured: Figures,
    facts: dict[str, Any],
    rule: dict[str, Any],
    exceptions: dict[str, tuple[str, str]],
) -> None:
    chosen = the_set(**rule)
    result = judged(scored(answers, measured, chosen), facts, exceptions, chosen)

    binding = [
        line
        for line in result.lines
        if line.kind != "disqualifier" or chosen.rule.disqualifiers_none
    ]
    assert result.eligible is all(line.verdict in {"passed", "excepted"} for line in binding)
    assert result.eligible is not any(line.blocks for line in result.lines)
    for line in result.lines:
        if line.kind in {"total", "group"}:
            assert (line.verdict in {"failed", "unknown", "excepted"}) or line.value >= line.bound  # type: ignore[operator]


@given(ANSWERS, MEASURED)
def test_what_is_not_known_yet_never_counts_as_failed(
    answers: dict[str, Answer], measured: Figures
) -> None:
    result = scored(answers, measured)

    for line in judged(result).lines:
        if line.kind == "total" and line.verdict == "failed":
            assert result.complete

"""The goals, each a ratio taken in one run between contenders of one suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.alternating import Contender, paired

Suites = Mapping[str, Mapping[str, Contender]]


@dataclass(frozen=True)
class Goal:
    """What is compared, and how far it should come."""

    name: str
    words: str
    suite: str
    against: str
    least: float
    measure: Callable[[Contender, Contender], list[float]] = paired
    at_most: bool = False

    def reached(self, ratio: float) -> bool:
        """Tell whether a ratio is as it should be."""
        return ratio <= self.least if self.at_most else ratio >= self.least


def _p95(one: Contender, other: Contender) -> list[float]:
    return [one.percentile(95) / other.percentile(95)]


GOALS = (
    Goal("T1", "one move at a time, rate against viewflow", "single", "viewflow", 15),
    Goal("T3", "the same against the limit, one hand-written statement", "single", "limit", 0.60),
    Goal("T5", "the same against SpiffWorkflow", "single", "spiff", 4),
    Goal("T6", "8 connections, rate against viewflow × 8", "eight", "viewflow", 12),
    Goal("T7", "the same against the limit × 8", "eight", "limit", 0.45),
    Goal("T8", "the same, p95 against viewflow × 8", "eight", "viewflow", 0.10, _p95, at_most=True),
    Goal("B1", "40 together, rate against viewflow one by one", "bulk 40", "viewflow", 150),
    Goal("B2", "the same against set-based SQL", "bulk 40", "limit", 0.8),
    Goal("B4", "1,000 together, rate against viewflow", "bulk 1000", "viewflow", 200),
    Goal("B5", "the same against set-based SQL", "bulk 1000", "limit", 0.9),
)


def table(suites: Suites) -> str:
    """Write each goal with what was measured, for the suites that ran."""
    lines = ["| id | ratio in one run | measured (spread) | goal | |", "|---|---|---|---|---|"]
    for goal in GOALS:
        if goal.suite not in suites:
            continue
        suite = suites[goal.suite]
        found = goal.measure(suite["product"], suite[goal.against])
        ratio = median(found)
        spread = f" ({min(found):.3g} to {max(found):.3g})" if len(found) > 1 else ""
        sign = "≤" if goal.at_most else "≥"
        said = "reached" if goal.reached(ratio) else "not yet"
        lines.append(
            f"| {goal.name} | {goal.words} | {ratio:.3g}{spread} | {sign} {goal.least:g} | {said} |"
        )
    return "\n".join(lines)

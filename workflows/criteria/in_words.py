"""What was measured, in words for papers: «Kết nạp đảng viên: 3/2 = 150%»."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tenants.text.numbers import show_number
from workflows.criteria.framework import Adjustment, Criterion
from workflows.criteria.measures import Found, Part
from workflows.criteria.scoring import AdjustmentScore, shown
from workflows.targets.percentages import shown_percentage

NOT_APPLICABLE = "Không áp dụng"


def found_in_words(found: Found, of: Criterion | Adjustment) -> str:
    """Return what a measure found, as offices write it."""
    measure = of.measure
    if measure is None:
        return ""
    if measure.source == "targets":
        return "; ".join(target_in_words(part) for part in found.parts) or "Chưa có chỉ tiêu"
    if found.value is None:
        return "Chưa có số liệu"
    number = show_number(shown(found.value))
    months = len(found.parts)
    return {
        "mean": f"Bình quân {number} ({months} tháng)",
        "sum": f"Cộng {number} ({months} tháng)",
        "share_reaching": f"{number}% số tháng đạt",
        "count_reaching": f"{number} tháng đạt",
    }[measure.take]


def target_in_words(part: Part) -> str:
    """Return one target: «Kết nạp đảng viên: 109/69 = 158%»; above a hundred is usual."""
    asked, got = show_number(part.asked or Decimal(0)), part.got
    if got is None:
        return f"{part.name}: giao {asked}, chưa có kết quả"
    share = shown_percentage(part.asked, got)
    return f"{part.name}: {show_number(got)}/{asked}" + (f" = {share}" if share else "")


def points_in_words(points: Fraction) -> str:
    """Return points with at most one decimal, as every page and paper shows them."""
    return show_number(shown(points))


ADJUSTED = {"bonus": "Điểm thưởng", "penalty": "Điểm trừ"}


def adjusted_in_words(one: AdjustmentScore) -> str:
    """Write a bonus or penalty as papers do: ``2 lần, +4 điểm``; none where there is nothing."""
    if not one.exact:
        return "Không"
    sign = "+" if one.kind == "bonus" else "-"
    times = f"{one.count} lần, " if one.count else ""
    return f"{times}{sign}{show_number(one.points)} điểm"

"""The places of a quota in words: how many there are, who has one, and why not who has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tenants.text.numbers import show_number
from web.catalogue import _
from web.words import sector_word
from workflows.sittings.places import Line


def limit_words(facts: Mapping[str, Any]) -> str:
    """Spell a limit out: so many of a base, as a share, rounded down, and so many given."""
    return _(
        "Được công nhận nhiều nhất %(most)s/%(base)s (%(share)s, làm tròn xuống),"
        " trước phiên này đã công nhận %(used)s.",
        most=facts["most"],
        base=facts["base"],
        share=share_words(str(facts["share"])),
        used=facts["used"],
    )


def line_words(line: Line) -> str:
    """Say how many passed for how many places, in which group."""
    numbers = {"passed": len(line.ranked), "left": line.left}
    if line.quota.grouping:
        return _(
            "Khối %(group)s: %(passed)s hồ sơ đủ phiếu, còn %(left)s chỗ.",
            group=sector_word(line.quota.grouping),
            **numbers,
        )
    return _("%(passed)s hồ sơ đủ phiếu, còn %(left)s chỗ.", **numbers)


def limit_of_line(line: Line) -> str:
    """Spell the limit of a group out."""
    quota = line.quota
    return limit_words(
        {"most": quota.most, "base": quota.base, "share": line.share, "used": quota.used}
    )


def place_words(facts: Mapping[str, Any]) -> str:
    """Say why an item has a place, or why not."""
    own = _votes_words(facts["in_favour"], facts["score"], facts.get("rounds"))
    rank = {"rank": facts["rank"], "passed": facts["passed"], "left": facts["left"], "own": own}
    if facts["standing"] == "within":
        return _("Trong số lượng: thứ %(rank)s/%(passed)s, có %(left)s chỗ (%(own)s)", **rank)
    if facts["standing"] == "tied":
        return _("Bằng nhau ở chỗ cuối cùng (%(own)s), cần biểu quyết thêm một vòng", **rank)
    if facts["last_in_favour"] is None:
        return _("Đủ phiếu nhưng hết chỗ (%(own)s)", **rank)
    return _(
        "Đủ phiếu nhưng ngoài số lượng: thứ %(rank)s/%(passed)s, có %(left)s chỗ (%(own)s);"
        " chỗ cuối cùng có %(last)s",
        last=_votes_words(facts["last_in_favour"], facts["last_score"], facts.get("last_rounds")),
        **rank,
    )


def _votes_words(in_favour: object, score: object, rounds: Sequence[int] | None) -> str:
    """Say by what an item ranks: votes, points, and what it got where it voted again."""
    words = {"n": in_favour, "score": _points(score)}
    if not rounds:
        return _("%(n)s phiếu, %(score)s điểm", **words)
    again = ", ".join(str(votes) for votes in rounds)
    return _("%(n)s phiếu, %(score)s điểm, vòng thêm %(again)s phiếu", again=again, **words)


def share_words(share: str) -> str:
    """Write a share as offices do: 20 %, or as a fraction where it is no whole per cent."""
    percent = Fraction(share) * 100
    return f"{percent.numerator} %" if percent.denominator == 1 else share


def _points(value: object) -> str:
    return show_number(Decimal(str(value)))

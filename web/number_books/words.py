"""What is to be looked at in a book of numbers, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from web.catalogue import _
from web.filters import day
from workflows.papers.numbers import Finding, Kind


def in_runs(numbers: Sequence[int]) -> str:
    """Write numbers that rise, with those that follow one another as «96–124»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    """Write a run: one number, two beside each other, or the ends of a longer one."""
    if len(run) > 2:  # «5–6» is no shorter than «5, 6»
        return f"{run[0]}–{run[-1]}"
    return ", ".join(str(number) for number in run)


def paper_words(what: str) -> str:
    """Call a paper of the book by its name: ``26-Q1``, ``26-H6``, ``D4 26-H6``, ``D12 2026 …``."""
    kind, _space, rest = what.partition(" ")
    if kind == "D4":
        return _("Thông báo của phiên họp %(code)s", code=rest)
    if kind == "D12":
        return _("Báo cáo năm %(year)s", year=rest[:4])
    if "-Q" in what:
        return _("Quyết định %(code)s", code=what)
    return _("Tờ trình của phiên họp %(code)s", code=what)


def finding_words(finding: Finding) -> str:
    """Say what is wrong and with which papers."""
    first, last = finding.papers[0], finding.papers[-1]
    if finding.kind is Kind.DOUBLE:
        return _(
            "Số %(number)s dùng hai lần: %(one)s và %(other)s.",
            number=last.number, one=paper_words(first.what), other=paper_words(last.what),
        )  # fmt: skip
    if finding.kind is Kind.GAP:
        missing = in_runs(finding.missing)
        return _(
            "Giữa số %(one)s và %(other)s còn thiếu số %(missing)s. Có thể văn thư đã dùng cho văn"
            " bản khác; đồng chí đối chiếu với sổ.",
            one=first.number, other=last.number, missing=missing,
        )  # fmt: skip
    if finding.kind is Kind.ORDER:
        return _(
            "Số %(other)s lớn hơn số %(one)s nhưng ký trước (%(early)s, %(late)s).",
            one=first.number, other=last.number, early=day(last.day), late=day(first.day),
        )  # fmt: skip
    return _("Số «%(number)s» không đọc được; ghi như 12-TTr/ĐU.", number=first.number)

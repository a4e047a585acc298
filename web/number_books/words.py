"""What is to be looked at in a book of numbers, in a sentence."""

from __future__ import annotations

from web.catalogue import _
from web.filters import day
from workflows.papers.numbers import Finding, Kind


def finding_words(finding: Finding) -> str:
    """Say what is wrong and with which papers."""
    first, last = finding.papers[0], finding.papers[-1]
    if finding.kind is Kind.DOUBLE:
        return _(
            "Số %(number)s dùng hai lần: %(one)s và %(other)s.",
            number=last.number, one=first.what, other=last.what,
        )  # fmt: skip
    if finding.kind is Kind.GAP:
        missing = ", ".join(str(each) for each in finding.missing)
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

"""What a move was told, in words: reasons, days, numbers, votes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from web.catalogue import _, _l
from web.criteria.naming import criterion_name
from web.filters import day
from web.words import in_own_words, rating_word
from workflows.criteria.framework import CriteriaSet

Inputs = Mapping[str, Any]

REGISTRATION_FIELDS = {
    "met_on": _l("ngày {meeting} họp"),
    "in_favour": _l("số phiếu tán thành"),
    "base": _l("số {members} được tính"),
}


def inputs_in_words(inputs: Inputs, criteria: CriteriaSet | None = None) -> list[str]:
    """Say what was filled in, a sentence each, in a fixed order.

    Args:
        criteria: the dossier's, where what was filled in may name some of them.

    """
    comments = inputs.get("comments") or {}
    inputs = {
        **inputs,
        "marked": marked_in_words(inputs.get("marked") or [], criteria),
        "comments": {_short_name(key, criteria): comments[key] for key in sorted(comments)},
    }
    given = [name for name in SENTENCES if inputs.get(name) not in (None, "", [], {})]
    return [SENTENCES[name](inputs) for name in given]


def marked_in_words(marked: list[str], criteria: CriteriaSet | None = None) -> str:
    """Name what a return opened: criteria by their key, fields of the registration by name."""
    return ", ".join(marked_word(key, criteria) for key in marked)


def marked_word(key: str, criteria: CriteriaSet | None = None) -> str:
    """Name one criterion, commitment or field."""
    if key.startswith("commitment-"):
        return _("cam kết nhóm %(group)s", group=key.removeprefix("commitment-"))
    if key in REGISTRATION_FIELDS:
        return in_own_words(str(REGISTRATION_FIELDS[key]))
    return criterion_name(key, criteria)


def _short_name(key: str, criteria: CriteriaSet | None) -> str:
    """Name what a comment is about: a criterion by its number alone."""
    known = criteria.adjustments if criteria is not None else ()
    return criterion_name(key, criteria) if any(one.key == key for one in known) else key


def _day(inputs: Inputs, name: str) -> str:
    """Show a day, which the trail keeps as ``2026-03-05``."""
    value = inputs.get(name)
    return day(date.fromisoformat(value) if isinstance(value, str) else value)


def _tally(inputs: Inputs) -> str:
    said = _(
        "{Meeting} họp ngày %(day)s: %(in_favour)s trên %(base)s {members} tán thành.",
        day=_day(inputs, "met_on"),
        in_favour=inputs["in_favour"],
        base=inputs.get("base", ""),
    )
    return in_own_words(said)


def _paper(inputs: Inputs) -> str:
    return _(
        "Văn bản số %(number)s ngày %(day)s.",
        number=inputs["number"],
        day=_day(inputs, "signed_on"),
    )


def _consent(inputs: Inputs) -> str:
    return _(
        "Ban Thường vụ đồng ý tại văn bản số %(number)s ngày %(day)s.",
        number=inputs["consent_number"],
        day=_day(inputs, "consent_on"),
    )


SENTENCES: dict[str, Callable[[Inputs], str]] = {
    "sitting": lambda i: _("Tại phiên họp %(code)s.", code=i["sitting"]),
    "replaces": lambda i: _("Thay cho %(cell)s.", cell=i["replaces"]),
    "replaced_by": lambda i: _("Được thay bằng %(cell)s.", cell=i["replaced_by"]),
    "reason": lambda i: _("Lý do: %(words)s", words=i["reason"]),
    "marked": lambda i: _("Cần sửa: %(list)s.", list=i["marked"]),
    "comments": lambda i: _(
        "Ý kiến từng tiêu chí: %(list)s",
        list="; ".join(f"{name}: {words}" for name, words in i["comments"].items()),
    ),
    "due_on": lambda i: _("Hạn mới: %(day)s.", day=_day(i, "due_on")),
    "in_favour": _tally,
    "base_reason": lambda i: _("Số được tính khác danh sách vì: %(words)s", words=i["base_reason"]),
    "late_reason": lambda i: _("Nộp muộn vì: %(words)s", words=i["late_reason"]),
    "signed_copy": lambda i: _("Nhập theo bản ký: %(words)s", words=i["signed_copy"]),
    "consent_number": _consent,
    "words": lambda i: _("Ý kiến: %(words)s", words=i["words"]),
    "proposed_rating": lambda i: _(
        "Đề xuất xếp loại: %(rating)s.", rating=rating_word(i["proposed_rating"])
    ),
    "number": _paper,
    "look_again_on": lambda i: _("Xem lại ngày %(day)s.", day=_day(i, "look_again_on")),
    "outcome": lambda i: _("Kết quả: %(words)s", words=i["outcome"]),
    "conclusion": lambda i: _("Kết luận: %(words)s", words=i["conclusion"]),
    "ground": lambda i: _("Căn cứ: %(words)s", words=i["ground"]),
}

"""What the parts and fields of a criteria set are called, and how it scores, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tenants.text.dates import show_date
from web.catalogue import _, _l
from web.filters import number
from web.from_cells import labels_of, rule_words
from web.words import sector_word, unit_kind_word
from workflows.criteria.difference import Change
from workflows.criteria.framework import (
    Adjustment,
    CriteriaSet,
    Criterion,
    LegalBasis,
    Rule,
    points_at,
)
from workflows.criteria.from_cells import computed_by
from workflows.criteria.measures import Measure, Step
from workflows.criteria.scoring import shown

PARTS = {
    "set": _l("Thông tin chung"),
    "rule": _l("Điều kiện công nhận"),
    "scale": _l("Thang điểm"),
    "level": _l("Mức"),
    "group": _l("Nhóm"),
    "criterion": _l("Tiêu chí"),
    "prerequisite": _l("Điều kiện"),
    "disqualifier": _l("Điều kiện loại trừ"),
    "adjustment": _l("Thưởng, trừ"),
    "grade": _l("Xếp mức"),
    "legal_basis": _l("Căn cứ"),
}
FIELDS = {
    "scale": _l("Thang điểm"), "rule": _l("Điều kiện công nhận"), "key": _l("Mã"),
    "title": _l("Tên, trích yếu"), "note": _l("Ghi chú"),
    "label": _l("Nội dung"), "points": _l("Điểm"), "share": _l("Tỷ lệ điểm"),
    "maximum": _l("Tổng điểm"), "evidence": _l("Minh chứng"), "hint": _l("Hướng dẫn"),
    "target_series": _l("Chỉ tiêu gắn với"), "evidence_required": _l("Bắt buộc có minh chứng"),
    "may_be_not_applicable": _l("Được chọn không áp dụng"), "disqualifier": _l("Loại trừ"),
    "levels": _l("Mức riêng"), "measure": _l("Cách đo"), "legal_basis": _l("Căn cứ"),
    "group": _l("Nhóm"), "commitment": _l("Cam kết gợi ý"), "at_least": _l("Điểm tối thiểu"),
    "at_most": _l("Tối đa"), "kind": _l("Loại"), "exception": _l("Có ngoại lệ"),
    "exception_needs": _l("Ngoại lệ cần"), "effect": _l("Khi chưa rõ"),
    "number": _l("Số, ký hiệu"), "issuer": _l("Cơ quan ban hành"), "date": _l("Ngày ban hành"),
    "until": _l("Hết hiệu lực"), "effective": _l("Thời gian áp dụng"),
    "applies_to": _l("Đối tượng"), "calendar": _l("Lịch"), "pilot": _l("Làm điểm"),
    "from_cells": _l("Tính từ chi bộ"),
    "pass_fail": _l("Chỉ chấm đạt, chưa đạt"), "groups": _l("Nhóm"), "criteria": _l("Tiêu chí"),
    "total_at_least": _l("Tổng điểm tối thiểu"),
    "each_group_at_least_share": _l("Mỗi nhóm tối thiểu"),
    "each_criterion_at_least_share": _l("Mỗi tiêu chí tối thiểu"),
    "criteria_may_miss": _l("Số tiêu chí được dưới mức"),
    "prerequisites_all": _l("Bắt buộc đủ điều kiện"),
    "disqualifiers_none": _l("Bắt buộc không bị loại trừ"),
    "bonus_at_most": _l("Điểm thưởng tối đa"), "penalty_at_most": _l("Điểm trừ tối đa"),
    "source": _l("Đo theo"), "take": _l("Cách tính"), "steps": _l("Bậc điểm"),
    "full_at": _l("Đủ điểm khi bằng"), "reaching": _l("Ngưỡng tính đạt"),
    "expected": _l("Số tháng phải có"), "value": _l("Từ"), "above": _l("Phải vượt ngưỡng"),
    "unit_kind": _l("Loại đơn vị"), "unit_type": _l("Loại hình"),
}  # fmt: skip
IN_HUNDREDTHS = frozenset({"share", "each_group_at_least_share", "each_criterion_at_least_share"})
# What criteria may measure, by key; a tenant may use others, which are then shown as they are.
MEASURED = {
    "attendance": _l("chuyên cần hằng tháng"),
    "meeting_quality": _l("điểm chất lượng sinh hoạt hằng tháng"),
    "meetings_held": _l("kỳ sinh hoạt thường kỳ"),
    "thematic_meetings": _l("buổi sinh hoạt chuyên đề"),
    "thematic_quality": _l("điểm chất lượng sinh hoạt chuyên đề"),
    "clear_resolutions": _l("tỷ lệ việc có người làm, thời hạn trong nghị quyết"),
    "socio_economic": _l("chỉ tiêu kinh tế - xã hội, quốc phòng - an ninh"),
    "admission": _l("chỉ tiêu kết nạp đảng viên"),
    "resolution_targets": _l("chỉ tiêu theo nghị quyết"),
    "member_tasks": _l("nhiệm vụ giao cho đảng viên"),
    "remedies": _l("hạn chế phải khắc phục"),
}
TAKES = {
    ("targets", "ratio"): _l("mức đạt bình quân của {what}"),
    ("targets", "share_reaching"): _l("tỷ lệ {what} đạt từ {bound}%"),
    ("series", "mean"): _l("bình quân {what}"),
    ("series", "sum"): _l("tổng số {what}"),
    ("series", "count_reaching"): _l("số tháng có {what} đạt"),
    ("series", "share_reaching"): _l("tỷ lệ tháng có {what} đạt"),
}
EXCEPTIONS = {
    "consent_of_standing_committee": _l("Ban Thường vụ đồng ý"),
    "reason_and_approver": _l("lý do và người chủ trì hội nghị quyết định"),
}
NUMBERED = frozenset({"criterion", "group", "legal_basis"})
# Means of these are in hundredths; other means and sums are plain numbers.
IN_PERCENT = frozenset({"attendance", "clear_resolutions"})
KINDS = {"bonus": _l("thưởng"), "penalty": _l("trừ")}


def measured_word(key: str) -> str:
    """Return what is measured under a key."""
    return str(MEASURED.get(key, f"«{key}»"))


def how_words(criteria: CriteriaSet, one: Criterion | Adjustment) -> str:
    """Return how a criterion, bonus or penalty gets its points, in one sentence."""
    if one.measure is not None:
        return _measure_words(one.measure, one.points)
    if isinstance(one, Adjustment):
        said = _("%(points)s điểm mỗi lần", points=number(one.points))
        if one.at_most is None:
            return said
        return _("%(said)s, tối đa %(most)s điểm", said=said, most=number(one.at_most))
    if criteria.pass_fail:
        said = " · ".join(level.label for level in criteria.levels_of(one))
    else:
        said = " · ".join(
            _(
                "%(level)s %(points)s điểm", level=level.label,
                points=number(shown(points_at(one, level))),
            )
            for level in criteria.levels_of(one)
        )  # fmt: skip
    how = computed_by(criteria).get(one.key)
    if how is None:
        return said
    return f"{said}. {rule_words(how, labels_of(criteria, one))}"


def rule_lines(criteria: CriteriaSet) -> list[tuple[str, str]]:
    """Return what the rule asks, name by name."""
    rule = criteria.rule
    lines = [(_("Tổng điểm tối thiểu"), _of(rule.total_at_least, criteria.scale))]
    lines.append((_("Mỗi nhóm tối thiểu"), percent(rule.each_group_at_least_share)))
    if rule.each_criterion_at_least_share:
        said = percent(rule.each_criterion_at_least_share)
        if rule.criteria_may_miss:
            said = _(
                "%(share)s, được phép %(n)s tiêu chí dưới mức", share=said, n=rule.criteria_may_miss
            )
        lines.append((_("Mỗi tiêu chí tối thiểu"), said))
    for words, cap in (
        (_("Điểm thưởng tối đa"), rule.bonus_at_most),
        (_("Điểm trừ tối đa"), rule.penalty_at_most),
    ):
        if cap is not None:
            lines.append((words, number(cap)))
    return lines + _binding(rule)


def _binding(rule: Rule) -> list[tuple[str, str]]:
    shows = _("nêu ra, không bắt buộc")
    return [
        (_("Điều kiện"), _("phải đủ") if rule.prerequisites_all else shows),
        (_("Điều kiện loại trừ"), _("không được có") if rule.disqualifiers_none else shows),
    ]


def whom_words(applies_to: Mapping[str, Any]) -> str:
    """Return for which units the set is meant."""
    kind, sector = applies_to.get("unit_kind"), applies_to.get("unit_type")
    said = []
    if kind:
        said.append(unit_kind_word(kind))
    if sector:
        said.append(sector_word(sector))
    return ", ".join(said) or _("mọi đơn vị")


def basis_words(basis: LegalBasis) -> str:
    """Return a legal basis as papers cite it: «Hướng dẫn số 12-HD/BTCTW của …»."""
    said = _(
        "%(kind)s số %(number)s của %(issuer)s",
        kind=basis.kind, number=basis.number, issuer=basis.issuer,
    )  # fmt: skip
    return f"{said} {basis.title}".strip()


def change_words(change: Change) -> tuple[str, str, str, str]:
    """Return a change as where, what, before, after."""
    # Offices know criteria, groups and documents by their numbers, the rest by its words.
    known = change.key if change.part in NUMBERED else change.label
    where = f"{PARTS[change.part]} {known}".strip()
    if change.kind == "added":
        return where, _("thêm mới"), "", str(change.after or "")
    if change.kind == "removed":
        return where, _("bỏ"), str(change.before or ""), ""
    if change.kind == "moved":
        return where, _("đổi thứ tự"), ", ".join(change.before), ", ".join(change.after)
    return (
        where,
        str(FIELDS.get(change.field, change.field)),
        value_words(change.field, change.before),
        value_words(change.field, change.after),
    )


def value_words(field: str, value: Any) -> str:
    """Return a plain value of a set as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if field in _VALUES:
        return _VALUES[field](value)
    if isinstance(value, Mapping):
        pairs = (f"{FIELDS.get(name, name)}: {each}" for name, each in value.items() if each)
        return "; ".join(pairs)
    return ", ".join(map(str, value)) if isinstance(value, list) else _plain_number(value)


def valid_words(first: str | None, last: str | None) -> str:
    """Return from when to when a set holds, of two days as ISO text."""
    days = [show_date(date.fromisoformat(day)) if day else "" for day in (first, last)]
    if all(days):
        return _("từ %(a)s đến hết %(b)s", a=days[0], b=days[1])
    if days[0]:
        return _("từ %(a)s", a=days[0])
    return _("đến hết %(b)s", b=days[1]) if days[1] else _("không giới hạn")


def percent(share: Decimal) -> str:
    """Return a share in hundredths: ``80%``."""
    return f"{number(share * 100)}%"


def step_words(step: Step, unit: str = "") -> str:
    """Return a step: «trên 85% được 4 điểm»."""
    value, points = f"{number(step.value)}{unit}", number(step.points)
    if step.above:
        return _("trên %(value)s được %(points)s điểm", value=value, points=points)
    return _("từ %(value)s được %(points)s điểm", value=value, points=points)


def _measure_words(measure: Measure, points: Decimal | None) -> str:
    bound = number(measure.reaching if measure.reaching is not None else Decimal(100))
    what = measured_word(measure.key)
    said = str(TAKES[measure.source, measure.take]).format(what=what, bound=bound)
    if measure.source == "series" and measure.reaching is not None:
        said = f"{said} {_('trên') if measure.above else _('từ')} {bound}"
    percent_of = measure.source == "targets" or measure.take == "share_reaching"
    in_percent = percent_of or (measure.take == "mean" and measure.key in IN_PERCENT)
    unit = "%" if in_percent else ""
    if measure.steps:
        return _(
            "Máy tính theo %(what)s: %(steps)s", what=said,
            steps="; ".join(step_words(step, unit) for step in measure.steps),
        )  # fmt: skip
    if points is None:
        return _(
            "Máy tính theo %(what)s, bằng %(full)s được đủ điểm",
            what=said, full=f"{number(measure.full_at)}{unit}",
        )  # fmt: skip
    return _(
        "Máy tính theo %(what)s, bằng %(full)s được đủ %(points)s điểm",
        what=said, full=f"{number(measure.full_at)}{unit}", points=number(points),
    )  # fmt: skip


def _measure_from(value: Mapping[str, Any]) -> Measure:
    steps = tuple(
        Step(Decimal(each["value"]), Decimal(each["points"]), bool(each.get("above")))
        for each in value.get("steps", [])
    )
    reaching = value.get("reaching")
    return Measure(
        value["source"], value["key"], value["take"],
        reaching=None if reaching is None else Decimal(reaching),
        above=bool(value.get("above")), full_at=Decimal(value.get("full_at", 100)), steps=steps,
    )  # fmt: skip


def _of(points: Decimal, scale: Decimal) -> str:
    return _("%(points)s trong %(scale)s", points=number(points), scale=number(scale))


def _plain_number(value: Any) -> str:
    try:
        return number(Decimal(str(value)))
    except ArithmeticError:
        return str(value)


def _share_words(value: Any) -> str:
    return percent(Decimal(value))


def _day_words(value: Any) -> str:
    return show_date(date.fromisoformat(value))


# Fields whose values are said otherwise than they are kept.
_VALUES: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(IN_HUNDREDTHS, _share_words),
    "levels": lambda value: " · ".join(
        f"{each['label']} {_plain_number(each['points'])}" for each in value
    ),
    "measure": lambda value: _measure_words(_measure_from(value), None),
    "exception_needs": lambda value: str(EXCEPTIONS.get(value, value)),
    "kind": lambda value: str(KINDS.get(value, value)),
    "effective": lambda value: valid_words(*(value.get(name) for name in ("from", "to"))),
    "date": _day_words,
    "until": _day_words,
    "effect": lambda _value: _("tạm dừng"),
}

"""The form of a set as a whole: what it is called, for whom, how many points it asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.unit_classes.known import offered_kinds, offered_sectors
from tenants.units import UnitKind
from web import current
from web.catalogue import _, _l
from web.criteria.fields import LONG, as_kept, line_field, percent_field, points_field
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form
from web.words import sector_word, unit_kind_word


class SetForm(Form):
    """The set as a whole: what it is called, for whom, how many points it asks."""

    title = line_field(_l("Tên bộ tiêu chí"), required=True)
    note = TextAreaField(_l("Ghi chú cho người dùng bộ tiêu chí"), validators=[AtMost(LONG)])
    unit_kind = SelectField(_l("Dùng cho"), validate_choice=False)
    unit_type = SelectField(_l("Loại hình"), validate_choice=False)
    effective_from = DayField(_l("Áp dụng từ ngày"))
    effective_to = DayField(_l("Áp dụng đến hết ngày"))
    pass_fail = BooleanField(_l("Chỉ chấm đạt hoặc chưa đạt, không hiện điểm"))
    maximum = points_field(_l("Tổng điểm của thang"))
    total_at_least = points_field(_l("Tổng điểm tối thiểu để được đề nghị"))
    each_group = percent_field(_l("Mỗi nhóm đạt ít nhất, % điểm của nhóm"))
    each_criterion = percent_field(_l("Mỗi tiêu chí đạt ít nhất, % điểm của tiêu chí"))
    criteria_may_miss = CountField(
        _l("Số tiêu chí được phép dưới mức đó"), validators=[Between(0, 100)]
    )
    bonus_at_most = points_field(_l("Tổng điểm thưởng tối đa"), required=False)
    penalty_at_most = points_field(_l("Tổng điểm trừ tối đa"), required=False)
    prerequisites_all = BooleanField(_l("Phải đủ các điều kiện"))
    disqualifiers_none = BooleanField(_l("Không được có điều kiện loại trừ nào"))

    def offer(self) -> None:
        """Let kinds and sectors be chosen by their names."""
        session = current.session()
        kinds = offered_kinds(session, UnitKind.PARTY_CELL, UnitKind.WARD_COMMITTEE)
        self.unit_kind.choices = [
            SelectChoice("", _("mọi đơn vị")),
            *(SelectChoice(kind.code, unit_kind_word(kind.code)) for kind in kinds),
        ]
        self.unit_type.choices = [
            SelectChoice("", _("mọi loại hình")),
            *(
                SelectChoice(sector.code, sector_word(sector.code))
                for sector in offered_sectors(session)
            ),
        ]

    def fill(self, document: Mapping[str, Any]) -> None:
        """Show what the document says."""
        rule, applies = document["rule"], document.get("applies_to", {})
        self.title.data, self.note.data = document["title"], document.get("note", "")
        for field, word in ((self.unit_kind, unit_kind_word), (self.unit_type, sector_word)):
            field.data = applies.get(field.name, "")
            # One that has ended, or came with a file of another tenant, is not lost by saving.
            if field.data not in {value for value, *_ in field.iter_choices()}:
                field.choices = [
                    *(field.choices or ()), SelectChoice(field.data, word(field.data)),
                ]  # fmt: skip
        for name in ("from", "to"):
            day = document.get("effective", {}).get(name)
            self[f"effective_{name}"].data = date.fromisoformat(day) if day else None
        self.pass_fail.data = bool(document.get("pass_fail"))
        self.maximum.data = Decimal(document["scale"]["maximum"])
        for name in ("total_at_least", "bonus_at_most", "penalty_at_most"):
            self[name].data = None if rule.get(name) is None else Decimal(rule[name])
        self.each_group.data = Decimal(rule["each_group_at_least_share"]) * 100
        asked = Decimal(rule.get("each_criterion_at_least_share") or 0) * 100
        self.each_criterion.data = asked or None
        self.criteria_may_miss.data = rule.get("criteria_may_miss") or None
        self.prerequisites_all.data = rule.get("prerequisites_all", True)
        self.disqualifiers_none.data = rule.get("disqualifiers_none", True)

    def document(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the document with what was typed."""
        applies = {
            **before.get("applies_to", {}),
            "unit_kind": self.unit_kind.data, "unit_type": self.unit_type.data,
        }  # fmt: skip
        rule: dict[str, Any] = {
            "total_at_least": as_kept(self.total_at_least.data),
            "each_group_at_least_share": as_kept((self.each_group.data or 0) / Decimal(100)),
            "each_criterion_at_least_share": as_kept(
                (self.each_criterion.data or 0) / Decimal(100)
            ),
            "criteria_may_miss": self.criteria_may_miss.data or 0,
            "bonus_at_most": as_kept(self.bonus_at_most.data),
            "penalty_at_most": as_kept(self.penalty_at_most.data),
            "prerequisites_all": bool(self.prerequisites_all.data),
            "disqualifiers_none": bool(self.disqualifiers_none.data),
        }
        return {
            **before,
            "title": (self.title.data or "").strip(),
            "note": as_kept(self.note.data) or "",
            "applies_to": {name: value for name, value in applies.items() if value},
            "effective": {
                "from": as_kept(self.effective_from.data), "to": as_kept(self.effective_to.data),
            },
            "pass_fail": bool(self.pass_fail.data),
            "scale": {**before["scale"], "maximum": as_kept(self.maximum.data)},
            "rule": rule,
        }  # fmt: skip


def _share(hundredths: Decimal | None) -> Any:
    return as_kept((hundredths or 0) / Decimal(100))

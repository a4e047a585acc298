"""What is filled in for an act on units. It is read from an address to be shown first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField

from tenants.successions import StreakRule, SuccessionKind
from tenants.unit_classes.known import kinds_by_code, offered_kinds, offered_sectors
from tenants.units import OrgUnit, UnitKind
from web import current
from web.asked import row_named
from web.catalogue import _, _l
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form
from web.words import sector_word, unit_kind_word
from workflows.successions.asking import Asked, NewUnit

MOST_NEW = 4
# Under which name of the form a refusal finds each thing.
NAMES = {
    "effective_on": "ngay",
    "legal_basis": "can_cu",
    "units": "don_vi",
    "name": "ten",
    "code": "ma",
    "new": "ten",
    "under": "cap_tren",
    "into": "nhap_vao",
    "streak_of": "tinh_tiep_cua",
    "unit_kind": "loai",
}
STREAKS = (
    (StreakRule.EVERY, _l("Tính tiếp khi tất cả các đơn vị cũ đều đạt")),
    (StreakRule.ANY, _l("Tính tiếp khi có ít nhất một đơn vị cũ đạt")),
    (StreakRule.ONE, _l("Tính tiếp theo một đơn vị cũ")),
    (StreakRule.NONE, _l("Tính lại từ đầu")),
)


class ActForm(Form):
    """An act on units; which fields it has depends on the act."""

    effective_on = DayField(_l("Có hiệu lực từ ngày"), name="ngay")
    legal_basis = StringField(
        _l("Căn cứ (số, ngày, cơ quan ban hành)"), name="can_cu", validators=[AtMost(300)]
    )
    into = SelectField(_l("Nhập vào"), name="nhap_vao", validate_choice=False)
    under = SelectField(_l("Trực thuộc"), name="cap_tren", validate_choice=False)
    unit_kind = SelectField(_l("Loại đơn vị"), name="loai", validate_choice=False)
    sector = SelectField(_l("Loại hình"), name="linh_vuc", validate_choice=False)
    name = StringField(_l("Tên mới"), name="ten", validators=[AtMost(200)])
    code = StringField(_l("Mã đơn vị"), name="ma", validators=[AtMost(60)])
    official = CountField(_l("Đảng viên chính thức"), name="chinh_thuc", validators=[Between(0)])
    probationary = CountField(_l("Đảng viên dự bị"), name="du_bi", validators=[Between(0)])
    exempted = CountField(_l("Miễn công tác"), name="mien", validators=[Between(0)])
    name_2 = StringField(_l("Tên đơn vị thứ hai"), name="ten_2", validators=[AtMost(200)])
    official_2 = CountField(
        _l("Đảng viên chính thức"), name="chinh_thuc_2", validators=[Between(0)]
    )
    name_3 = StringField(_l("Tên đơn vị thứ ba"), name="ten_3", validators=[AtMost(200)])
    official_3 = CountField(
        _l("Đảng viên chính thức"), name="chinh_thuc_3", validators=[Between(0)]
    )
    ends = BooleanField(_l("Đơn vị cũ kết thúc hoạt động"), name="ket_thuc")
    dossier_of = SelectField(_l("Hồ sơ đang mở được làm tiếp"), name="ho_so", validate_choice=False)
    lead = SelectField(
        _l("Bí thư, người chủ trì của đơn vị mới"), name="lanh_dao", validate_choice=False
    )
    people_of = SelectMultipleField(
        _l("Cán bộ được chuyển sang đơn vị mới"), name="can_bo", validate_choice=False
    )
    streak_rule = SelectField(
        _l("Thành tích các năm trước (n năm liền)"), name="thanh_tich", validate_choice=False
    )
    streak_of = SelectField(_l("Tính tiếp của đơn vị"), name="tinh_tiep_cua", validate_choice=False)

    def at(self, name: str) -> Field | None:
        """Return the field that a refusal, or the form itself, means by this name."""
        return super().at(NAMES.get(name, name))

    def offer(self, units: Sequence[OrgUnit], mothers: Sequence[OrgUnit]) -> None:
        """Give the lists their choices: the units of the act, and those above."""
        own = [(str(unit.id), unit.name) for unit in units]
        self.into.choices = [("", _("Đơn vị mới thành lập")), *own]
        self.under.choices = [
            ("", _("Chọn đơn vị cấp trên")),
            *((str(unit.id), unit.name) for unit in mothers),
        ]
        self.unit_kind.choices = [
            ("", _("Chọn loại đơn vị")),
            *(
                (kind.code, unit_kind_word(kind.code))
                for kind in offered_kinds(current.session())
                if kind.behaves_as is not UnitKind.UPPER_COMMITTEE
            ),
        ]
        self.sector.choices = [
            ("", _("Không ghi")),
            *((each.code, sector_word(each.code)) for each in offered_sectors(current.session())),
        ]
        self.dossier_of.choices = [("", _("Không, lập hồ sơ mới")), *own]
        self.lead.choices = [("", _("Bổ nhiệm sau")), *own]
        self.people_of.choices = own
        self.streak_rule.choices = list(STREAKS)
        self.streak_of.choices = [("", _("Chọn đơn vị")), *own]

    def asked(self, kind: SuccessionKind, units: Sequence[OrgUnit]) -> Asked:
        """Return the act as it was filled in."""
        merges, splits = kind is SuccessionKind.MERGE, kind is SuccessionKind.SPLIT
        into = row_named(self.into.data) if merges else None
        new: tuple[NewUnit, ...] = ()
        if splits or kind is SuccessionKind.FOUND or (merges and into is None):
            new = tuple(self._new(splits=splits))
        return Asked(
            kind,
            effective_on=self.effective_on.data,  # type: ignore[arg-type]  # asked for before
            legal_basis=self.legal_basis.data or "",
            units=tuple(unit.id for unit in units),
            under=row_named(self.under.data),
            into=into,
            new=new,
            name="" if new else (self.name.data or ""),
            goes_on=not self.ends.data,
            dossier_of=row_named(self.dossier_of.data),
            lead=row_named(self.lead.data),
            people_of=frozenset(
                found for value in self.people_of.data or [] if (found := row_named(value))
            ),
            streak_rule=_one_of(StreakRule, self.streak_rule.data) or StreakRule.EVERY,
            streak_of=(
                row_named(self.streak_of.data) if self.streak_rule.data == StreakRule.ONE else None
            ),
        )

    def _new(self, *, splits: bool) -> list[NewUnit]:
        kind = _offered(self.unit_kind)
        first = NewUnit(
            self.name.data or "",
            code=self.code.data or "",
            kind=kinds_by_code(current.session())[kind].behaves_as if kind else None,
            kind_code=kind,
            sector=_offered(self.sector),
            official=self.official.data or 0,
            probationary=self.probationary.data or 0,
            exempted=self.exempted.data or 0,
        )
        if not splits:
            return [first]
        others = (
            NewUnit(name.data or "", official=official.data or 0)
            for name, official in (
                (self.name_2, self.official_2),
                (self.name_3, self.official_3),
            )
            if (name.data or "").strip()
        )
        return [each for each in (first, *others) if each.name.strip()]


def _offered(field: SelectField) -> str | None:
    """Return what was chosen of what the list offers; anything else is nothing."""
    offered = {choice[0] for choice in field.choices or ()}
    return field.data if field.data and field.data in offered else None


def _one_of(kinds: Any, value: str | None) -> Any:
    """Return the member of an enumeration with this value; what is none is nothing."""
    try:
        return kinds(value)
    except ValueError:
        return None

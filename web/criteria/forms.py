"""The forms of a draft: one for the set as a whole, one for each kind of entry.

A form reads an entry of the document (``fill``) and writes it again (``entry``); levels and
steps are typed as lines, ``Đúng hạn: 6`` and ``từ 95: 6``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import BooleanField, FileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.unit_classes.known import offered_kinds, offered_sectors
from tenants.units import UnitKind
from web import current
from web.catalogue import _, _l
from web.criteria.words import EXCEPTIONS, MEASURED, TAKES
from web.fields import CountField, DayField, DecimalField
from web.forms import AtMost, Between, Form, Required
from web.words import sector_word, unit_kind_word
from workflows.criteria_sets.lines import BadLineError, level_line, levels_in, step_line, steps_in

LONG, SHORT = 1000, 200
Entry = dict[str, Any]


def _line(label: str, *, most: int = SHORT, required: bool = False) -> StringField:
    return StringField(label, validators=[*([Required()] if required else []), AtMost(most)])


def _key(label: str = _l("Mã")) -> StringField:
    return _line(label, most=40, required=True)


def _points(label: str = _l("Điểm"), *, required: bool = True) -> DecimalField:
    return DecimalField(label, validators=[*([Required()] if required else []), Between(0, 100000)])


def _percent(label: str) -> DecimalField:
    return DecimalField(label, validators=[Between(0, 100)])


class NewDraftForm(Form):
    """From what a draft is begun, and as what."""

    source = SelectField(_l("Lập từ"), validators=[Required()], validate_choice=False)
    title = _line(_l("Tên bộ tiêu chí mới"))
    next_year = BooleanField(_l("Dời thời gian áp dụng sang năm sau"))


class FileForm(Form):
    """A file of a set."""

    file = FileField(_l("Tệp bộ tiêu chí (.xlsx hoặc .yaml)"))


def field_of(name: str) -> str:
    """Return the form's field for one of the document; ``key`` is the form's own already."""
    return "code" if name == "key" else name


class EntryForm(Form):
    """A form of one entry; ``simple`` are the fields that are one field of the document each."""

    simple: ClassVar[tuple[str, ...]] = ()

    def fill(self, entry: Mapping[str, Any]) -> None:
        """Show what the document says."""
        for name in self.simple:
            field, value = self[field_of(name)], entry.get(name)
            if value is None or value == "":
                continue
            if isinstance(field, DecimalField):
                field.data = Decimal(value)
            elif isinstance(field, DayField):
                field.data = date.fromisoformat(value)
            else:
                field.data = value

    def entry(self, _before: Mapping[str, Any]) -> Entry:
        """Return the entry as it was typed; what is empty is left out."""
        return {
            name: plain
            for name in self.simple
            if (plain := _plain(self[field_of(name)].data)) not in ("", None, False)
        }

    def offer(self, document: Mapping[str, Any]) -> None:
        """Let things of the set be chosen."""


class LevelForm(EntryForm):
    """A level of the whole set."""

    simple = ("key", "label")
    code = _key()
    label = _line(_l("Tên mức"), required=True)
    share = DecimalField(_l("Tỷ lệ điểm, %"), validators=[Required(), Between(0, 100)])

    def fill(self, entry: Mapping[str, Any]) -> None:
        """Show the share in hundredths."""
        super().fill(entry)
        if "share" in entry:
            self.share.data = Decimal(entry["share"]) * 100

    def entry(self, before: Mapping[str, Any]) -> Entry:
        """Return the share as the document keeps it."""
        return {**super().entry(before), "share": _plain((self.share.data or 0) / Decimal(100))}


class GroupForm(EntryForm):
    """One of the "goods"."""

    simple = ("key", "label", "commitment", "at_least")
    code = _key()
    label = _line(_l("Tên nhóm"), most=LONG, required=True)
    at_least = _points(_l("Điểm tối thiểu của riêng nhóm này"), required=False)
    commitment = TextAreaField(_l("Cam kết gợi ý khi đăng ký"), validators=[AtMost(2000)])

    def entry(self, before: Mapping[str, Any]) -> Entry:
        """Keep the criteria of the group."""
        return {**super().entry(before), "criteria": before.get("criteria", [])}


class MeasuredForm(EntryForm):
    """An entry that may be measured."""

    how = SelectField(_l("Tính điểm"), default="")
    measure_key = _line(_l("Mã chỉ tiêu hoặc mã số liệu"), most=60)
    reaching = DecimalField(_l("Ngưỡng tính đạt"), validators=[Between(0, 100000)])
    above = BooleanField(_l("Phải vượt ngưỡng, bằng chưa tính"))
    expected = CountField(_l("Số tháng phải có"), validators=[Between(0, 60)])
    full_at = DecimalField(_l("Đủ điểm khi bằng"), validators=[Between(0, 100000)])
    steps = TextAreaField(_l("Bậc điểm, mỗi dòng một bậc"), validators=[AtMost(LONG)])

    def offer(self, document: Mapping[str, Any]) -> None:
        """Offer to choose a level, or what is measured."""
        super().offer(document)
        words = {
            "ratio": _("mức đạt bình quân"), "mean": _("bình quân"), "sum": _("tổng"),
            "share_reaching": _("tỷ lệ đạt ngưỡng"), "count_reaching": _("số tháng đạt ngưỡng"),
        }  # fmt: skip
        of = {"targets": _("Máy tính theo chỉ tiêu"), "series": _("Máy tính theo số liệu tháng")}
        self.how.choices = [
            SelectChoice("", self.by_hand()),
            *(
                SelectChoice(f"{source}/{take}", f"{of[source]}: {words[take]}")
                for source, take in TAKES
            ),
        ]

    def by_hand(self) -> str:
        """Return what it is called when nothing is measured."""
        return _("Người chấm chọn mức")

    @property
    def known(self) -> str:
        """The keys that the service measures by itself, for the hint."""
        return ", ".join(f"{key} ({words})" for key, words in MEASURED.items())

    def fill(self, entry: Mapping[str, Any]) -> None:
        """Show the measure field by field, and its steps as lines."""
        super().fill(entry)
        measure = entry.get("measure")
        if not measure:
            return
        self.how.data = f"{measure['source']}/{measure['take']}"
        self.measure_key.data = measure["key"]
        self.above.data = bool(measure.get("above"))
        self.expected.data = int(measure.get("expected") or 0) or None
        for name in ("reaching", "full_at"):
            if measure.get(name) is not None:
                self[name].data = Decimal(measure[name])
        self.steps.data = "\n".join(step_line(step) for step in measure.get("steps", []))

    def entry(self, before: Mapping[str, Any]) -> Entry:
        """Return the measure with the entry, where one was chosen."""
        entry = super().entry(before)
        if not self.how.data:
            return entry
        source, _slash, take = self.how.data.partition("/")
        measure: Entry = {
            "source": source, "take": take, "key": (self.measure_key.data or "").strip(),
            "steps": steps_in(self.steps.data or ""),
        }  # fmt: skip
        for name in ("reaching", "above", "expected", "full_at"):
            value = _plain(self[name].data)
            if value not in (None, "", False):
                measure[name] = value
        return {**entry, "measure": measure}

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for what is measured, and read the steps."""
        fine = bool(super().validate(extra_validators))
        if self.how.data and not (self.measure_key.data or "").strip():
            self.measure_key.errors = [_("Ghi mã chỉ tiêu hoặc mã số liệu mà máy tính theo.")]
            fine = False
        try:
            steps_in(self.steps.data or "")
        except BadLineError as error:
            self.steps.errors = [
                _("Dòng “%(line)s” chưa đúng. Ghi như “từ 95: 6” hoặc “trên 85: 4”.", line=error)
            ]
            fine = False
        return fine


class CriterionForm(MeasuredForm):
    """One criterion."""

    simple = (
        "key", "label", "points", "evidence", "hint", "target_series", "legal_basis",
        "evidence_required", "may_be_not_applicable", "disqualifier",
    )  # fmt: skip
    code = _key(_l("Số thứ tự"))
    label = TextAreaField(_l("Nội dung tiêu chí"), validators=[Required(), AtMost(LONG)])
    points = _points()
    levels = TextAreaField(_l("Mức riêng của tiêu chí này, mỗi dòng một mức"),
                           validators=[AtMost(LONG)])  # fmt: skip
    hint = TextAreaField(_l("Hướng dẫn cho bí thư"), validators=[AtMost(LONG)])
    evidence = _line(_l("Minh chứng cần có"), most=LONG)
    evidence_required = BooleanField(_l("Bắt buộc có tệp minh chứng"))
    may_be_not_applicable = BooleanField(_l("Chi bộ được chọn không áp dụng"))
    disqualifier = BooleanField(_l("Không đạt mức cao nhất thì bị loại trừ, bất kể điểm"))
    target_series = _line(_l("Mã chỉ tiêu ghi kèm khi đăng ký"), most=60)
    legal_basis = SelectField(_l("Căn cứ"), validate_choice=False)

    def offer(self, document: Mapping[str, Any]) -> None:
        """Offer the legal bases of the set."""
        super().offer(document)
        self.legal_basis.choices = [
            SelectChoice("", _("không ghi riêng")),
            *(
                SelectChoice(each["number"], f"{each['kind']} {each['number']}")
                for each in document.get("legal_bases", [])
            ),
        ]

    def fill(self, entry: Mapping[str, Any]) -> None:
        """Show the criterion's own levels as lines."""
        super().fill(entry)
        levels = entry.get("levels", [])
        self.levels.data = "\n".join(level_line(each) for each in levels)

    def entry(self, before: Mapping[str, Any]) -> Entry:
        """Return the levels with the keys that they had: answers go by them."""
        entry = super().entry(before)
        levels = levels_in(self.levels.data or "", before.get("levels", []))
        return {**entry, "levels": levels} if levels else entry

    def validate(self, extra_validators: Any = None) -> bool:
        """Read the levels."""
        fine = super().validate(extra_validators)
        try:
            levels_in(self.levels.data or "", [])
        except BadLineError as error:
            self.levels.errors = [
                _("Dòng “%(line)s” chưa đúng. Ghi tên mức và điểm, như “Đúng hạn: 6”.", line=error)
            ]
            return False
        return fine


class AdjustmentForm(MeasuredForm):
    """A bonus or a penalty."""

    simple = ("key", "label", "kind", "points", "at_most", "evidence", "hint")
    code = _key()
    label = _line(_l("Nội dung"), most=LONG, required=True)
    kind = SelectField(
        _l("Loại"),
        choices=[SelectChoice("bonus", _l("Thưởng")), SelectChoice("penalty", _l("Trừ"))],
    )
    points = _points(_l("Điểm mỗi lần"))
    at_most = _points(_l("Tối đa của khoản này"), required=False)
    evidence = _line(_l("Minh chứng cần có"), most=LONG)
    hint = TextAreaField(_l("Hướng dẫn"), validators=[AtMost(LONG)])

    def by_hand(self) -> str:
        """Return what it is called when nothing is measured."""
        return _("Người chấm ghi số lần")


class PrerequisiteForm(EntryForm):
    """A condition beside the points."""

    simple = ("key", "label", "exception_needs", "effect")
    code = _key()
    label = _line(_l("Nội dung"), most=LONG, required=True)
    exception_needs = SelectField(_l("Ngoại lệ"), validate_choice=False)
    effect = SelectField(
        _l("Khi có việc chưa kết luận"),
        choices=[
            SelectChoice("", _l("tính là không đạt")),
            SelectChoice("hold", _l("tạm dừng hồ sơ, chờ kết luận")),
        ],
    )

    def offer(self, document: Mapping[str, Any]) -> None:
        """Offer what an exception may take."""
        super().offer(document)
        self.exception_needs.choices = [
            SelectChoice("", _("không có")),
            *(SelectChoice(key, str(words)) for key, words in EXCEPTIONS.items()),
        ]


class DisqualifierForm(EntryForm):
    """Something that bars the title when it is found."""

    simple = ("key", "label", "exception")
    code = _key()
    label = _line(_l("Nội dung"), most=LONG, required=True)
    exception = BooleanField(_l("Người chủ trì hội nghị được cho ngoại lệ, có lý do"))


class GradeForm(EntryForm):
    """A name for a total."""

    simple = ("key", "label", "at_least")
    code = _key()
    label = _line(_l("Tên mức xếp"), required=True)
    at_least = _points(_l("Từ điểm"))


class LegalBasisForm(EntryForm):
    """A document that the set rests on."""

    simple = ("number", "kind", "issuer", "title", "date", "until", "note")
    number = _line(_l("Số, ký hiệu"), required=True)
    kind = _line(_l("Loại văn bản"), required=True)
    issuer = _line(_l("Cơ quan ban hành"), required=True)
    title = _line(_l("Trích yếu"), most=LONG)
    date = DayField(_l("Ngày ban hành"))
    until = DayField(_l("Hết hiệu lực từ ngày"))
    note = _line(_l("Ghi chú"), most=LONG)


class SetForm(Form):
    """The set as a whole: what it is called, for whom, how many points it asks."""

    title = _line(_l("Tên bộ tiêu chí"), required=True)
    note = TextAreaField(_l("Ghi chú cho người dùng bộ tiêu chí"), validators=[AtMost(LONG)])
    unit_kind = SelectField(_l("Dùng cho"), validate_choice=False)
    unit_type = SelectField(_l("Loại hình"), validate_choice=False)
    effective_from = DayField(_l("Áp dụng từ ngày"))
    effective_to = DayField(_l("Áp dụng đến hết ngày"))
    pass_fail = BooleanField(_l("Chỉ chấm đạt hoặc chưa đạt, không hiện điểm"))
    maximum = _points(_l("Tổng điểm của thang"))
    total_at_least = _points(_l("Tổng điểm tối thiểu để được đề nghị"))
    each_group = _percent(_l("Mỗi nhóm đạt ít nhất, % điểm của nhóm"))
    each_criterion = _percent(_l("Mỗi tiêu chí đạt ít nhất, % điểm của tiêu chí"))
    criteria_may_miss = CountField(
        _l("Số tiêu chí được phép dưới mức đó"), validators=[Between(0, 100)]
    )
    bonus_at_most = _points(_l("Tổng điểm thưởng tối đa"), required=False)
    penalty_at_most = _points(_l("Tổng điểm trừ tối đa"), required=False)
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

    def document(self, before: Mapping[str, Any]) -> Entry:
        """Return the document with what was typed."""
        applies = {
            **before.get("applies_to", {}),
            "unit_kind": self.unit_kind.data, "unit_type": self.unit_type.data,
        }  # fmt: skip
        rule: Entry = {
            "total_at_least": _plain(self.total_at_least.data),
            "each_group_at_least_share": _plain((self.each_group.data or 0) / Decimal(100)),
            "each_criterion_at_least_share": _plain((self.each_criterion.data or 0) / Decimal(100)),
            "criteria_may_miss": self.criteria_may_miss.data or 0,
            "bonus_at_most": _plain(self.bonus_at_most.data),
            "penalty_at_most": _plain(self.penalty_at_most.data),
            "prerequisites_all": bool(self.prerequisites_all.data),
            "disqualifiers_none": bool(self.disqualifiers_none.data),
        }
        return {
            **before,
            "title": (self.title.data or "").strip(),
            "note": _plain(self.note.data) or "",
            "applies_to": {name: value for name, value in applies.items() if value},
            "effective": {
                "from": _plain(self.effective_from.data), "to": _plain(self.effective_to.data),
            },
            "pass_fail": bool(self.pass_fail.data),
            "scale": {**before["scale"], "maximum": _plain(self.maximum.data)},
            "rule": rule,
        }  # fmt: skip


# The parts of a set by the word of their address, and their form.
FORMS: Mapping[str, tuple[str, type[EntryForm]]] = {
    "nhom": ("groups", GroupForm),
    "tieu-chi": ("criteria", CriterionForm),
    "muc": ("levels", LevelForm),
    "thuong-tru": ("adjustments", AdjustmentForm),
    "dieu-kien": ("prerequisites", PrerequisiteForm),
    "loai-tru": ("disqualifiers", DisqualifierForm),
    "xep-muc": ("grades", GradeForm),
    "can-cu": ("legal_bases", LegalBasisForm),
}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value

"""The forms of a draft, one for each kind of entry.

A form reads an entry of the document (``fill``) and writes it again (``entry``); levels and
steps are typed as lines, ``Đúng hạn: 6`` and ``từ 95: 6``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from wtforms import BooleanField, FileField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from web.catalogue import _, _l
from web.criteria.fields import LONG, as_kept, key_field, line_field, points_field
from web.criteria.words import EXCEPTIONS, MEASURED, TAKES
from web.fields import CountField, DayField, DecimalField
from web.forms import AtMost, Between, Form, Required
from workflows.criteria_sets.lines import BadLineError, level_line, levels_in, step_line, steps_in

Entry = dict[str, Any]


class NewDraftForm(Form):
    """From what a draft is begun, and as what."""

    source = SelectField(_l("Lập từ"), validators=[Required()], validate_choice=False)
    title = line_field(_l("Tên bộ tiêu chí mới"))
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
            if (plain := as_kept(self[field_of(name)].data)) not in ("", None, False)
        }

    def offer(self, document: Mapping[str, Any]) -> None:
        """Let things of the set be chosen."""


class LevelForm(EntryForm):
    """A level of the whole set."""

    simple = ("key", "label")
    code = key_field()
    label = line_field(_l("Tên mức"), required=True)
    share = DecimalField(_l("Tỷ lệ điểm, %"), validators=[Required(), Between(0, 100)])

    def fill(self, entry: Mapping[str, Any]) -> None:
        """Show the share in hundredths."""
        super().fill(entry)
        if "share" in entry:
            self.share.data = Decimal(entry["share"]) * 100

    def entry(self, before: Mapping[str, Any]) -> Entry:
        """Return the share as the document keeps it."""
        return {**super().entry(before), "share": as_kept((self.share.data or 0) / Decimal(100))}


class GroupForm(EntryForm):
    """One of the "goods"."""

    simple = ("key", "label", "commitment", "at_least")
    code = key_field()
    label = line_field(_l("Tên nhóm"), most=LONG, required=True)
    at_least = points_field(_l("Điểm tối thiểu của riêng nhóm này"), required=False)
    commitment = TextAreaField(_l("Cam kết gợi ý khi đăng ký"), validators=[AtMost(2000)])

    def entry(self, before: Mapping[str, Any]) -> Entry:
        """Keep the criteria of the group."""
        return {**super().entry(before), "criteria": before.get("criteria", [])}


class MeasuredForm(EntryForm):
    """An entry that may be measured."""

    how = SelectField(_l("Tính điểm"), default="")
    measure_key = line_field(_l("Mã chỉ tiêu hoặc mã số liệu"), most=60)
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
            value = as_kept(self[name].data)
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
    code = key_field(_l("Số thứ tự"))
    label = TextAreaField(_l("Nội dung tiêu chí"), validators=[Required(), AtMost(LONG)])
    points = points_field()
    levels = TextAreaField(_l("Mức riêng của tiêu chí này, mỗi dòng một mức"),
                           validators=[AtMost(LONG)])  # fmt: skip
    hint = TextAreaField(_l("Hướng dẫn cho bí thư"), validators=[AtMost(LONG)])
    evidence = line_field(_l("Minh chứng cần có"), most=LONG)
    evidence_required = BooleanField(_l("Bắt buộc có tệp minh chứng"))
    may_be_not_applicable = BooleanField(_l("Chi bộ được chọn không áp dụng"))
    disqualifier = BooleanField(_l("Không đạt mức cao nhất thì bị loại trừ, bất kể điểm"))
    target_series = line_field(_l("Mã chỉ tiêu ghi kèm khi đăng ký"), most=60)
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
    code = key_field()
    label = line_field(_l("Nội dung"), most=LONG, required=True)
    kind = SelectField(
        _l("Loại"),
        choices=[SelectChoice("bonus", _l("Thưởng")), SelectChoice("penalty", _l("Trừ"))],
    )
    points = points_field(_l("Điểm mỗi lần"))
    at_most = points_field(_l("Tối đa của khoản này"), required=False)
    evidence = line_field(_l("Minh chứng cần có"), most=LONG)
    hint = TextAreaField(_l("Hướng dẫn"), validators=[AtMost(LONG)])

    def by_hand(self) -> str:
        """Return what it is called when nothing is measured."""
        return _("Người chấm ghi số lần")


class PrerequisiteForm(EntryForm):
    """A condition beside the points."""

    simple = ("key", "label", "exception_needs", "effect")
    code = key_field()
    label = line_field(_l("Nội dung"), most=LONG, required=True)
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
    code = key_field()
    label = line_field(_l("Nội dung"), most=LONG, required=True)
    exception = BooleanField(_l("Người chủ trì hội nghị được cho ngoại lệ, có lý do"))


class GradeForm(EntryForm):
    """A name for a total."""

    simple = ("key", "label", "at_least")
    code = key_field()
    label = line_field(_l("Tên mức xếp"), required=True)
    at_least = points_field(_l("Từ điểm"))


class LegalBasisForm(EntryForm):
    """A document that the set rests on."""

    simple = ("number", "kind", "issuer", "title", "date", "until", "note")
    number = line_field(_l("Số, ký hiệu"), required=True)
    kind = line_field(_l("Loại văn bản"), required=True)
    issuer = line_field(_l("Cơ quan ban hành"), required=True)
    title = line_field(_l("Trích yếu"), most=LONG)
    date = DayField(_l("Ngày ban hành"))
    until = DayField(_l("Hết hiệu lực từ ngày"))
    note = line_field(_l("Ghi chú"), most=LONG)


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

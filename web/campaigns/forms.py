"""What is set of a year: its name, days, rules; and the decision behind a late change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any
from uuid import UUID

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.unit_classes.known import offered_kinds, offered_sectors
from tenants.units import UnitKind
from web import current
from web.asked import row_named
from web.catalogue import _l
from web.criteria.words import whom_words
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form, Required
from web.words import DESKS, in_own_words, sector_word, unit_kind_word
from workflows.campaigns.changing import Behind, Settings, settings_of
from workflows.campaigns.mapping import flows_for
from workflows.campaigns.planning import Calendar
from workflows.campaigns.tables import Campaign, CriteriaSet
from workflows.dossiers.gap import FLAG_ABOVE
from workflows.engine.due import WORKING_DAYS_TO_ACT
from workflows.sittings.quota_rule import QuotaRule

DAYS = tuple(Calendar.__dataclass_fields__)
USUAL_SHARE = 20
ACTING = ("registration_submitted", "under_appraisal", "city_appraisal")
# Rules of cells' meetings (``workflows.meetings.rules``), as they are where nobody set them.
MEETINGS: dict[str, Any] = {
    "small_members": 0, "small_every": 1, "shortest": 0, "small_shortest": 0,
    "away_apart": False,
}  # fmt: skip
PLAIN = (
    "pilots_per_ward", "meeting_day", "grace_days", "late_registration", "late_self_assessment",
    "recorder_may_close", "lead_desk",
)  # fmt: skip


def _day(label: str) -> DayField:
    return DayField(label, validators=[Required()])


def _count(label: str, least: int, most: int) -> CountField:
    return CountField(label, validators=[Required(), Between(least, most)])


class SettingsForm(Form):
    """All that is set of a year."""

    title = StringField(_l("Tên đợt"), validators=[Required(), AtMost(200)])
    opens_on = _day(_l("Mở đăng ký từ"))
    registration_until = _day(_l("Hạn đăng ký"))
    pilot_selection_until = _day(_l("Hạn chọn điểm"))
    review_may_open_from = _day(_l("{Ward} được mở tự đánh giá sớm từ"))
    review_opens_on = _day(_l("Máy mở tự đánh giá ngày"))
    self_assessment_until = _day(_l("Hạn nộp tự đánh giá"))
    ward_review_until = _day(_l("Hạn {ward} họp đề nghị"))
    city_decision_until = _day(_l("Hạn {city} họp công nhận"))
    reconsideration_days = _count(_l("Số ngày được xin xem xét lại"), 0, 365)
    meeting_day = _count(_l("Ngày sinh hoạt chi bộ hằng tháng"), 1, 31)
    small_members = CountField(
        _l("Chi bộ ít đảng viên: có nhiều nhất"), validators=[Between(0, 100)]
    )
    small_every = CountField(
        _l("Chi bộ ít đảng viên họp mấy tháng một lần"), validators=[Between(1, 6)]
    )
    shortest = CountField(_l("Buổi sinh hoạt ít nhất, phút"), validators=[Between(0, 600)])
    small_shortest = CountField(
        _l("Chi bộ ít đảng viên: buổi sinh hoạt ít nhất, phút"), validators=[Between(0, 600)]
    )
    away_apart = BooleanField(_l("Tổ đảng đi làm xa không tính vào tỷ lệ dự họp của chi bộ"))
    late_registration = BooleanField(_l("Nhận đăng ký muộn, có lý do"))
    late_self_assessment = BooleanField(_l("Nhận tự đánh giá muộn, có lý do"))
    grace_days = _count(_l("Số ngày chờ thêm trước khi ghi không tham gia"), 0, 60)
    days_registration_submitted = _count(_l("Ngày làm việc để tiếp nhận đăng ký"), 1, 60)
    days_under_appraisal = _count(_l("Ngày làm việc để {ward} thẩm định"), 1, 60)
    days_city_appraisal = _count(_l("Ngày làm việc để {city} thẩm định"), 1, 60)
    pilots_per_ward = _count(_l("Số chi bộ điểm mỗi {ward}"), 0, 20)
    quorum = SelectField(
        _l("Phiên họp hợp lệ khi có mặt ít nhất"),
        choices=[
            SelectChoice("2/3", _l("2/3 số ủy viên")), SelectChoice("1/2", _l("1/2 số ủy viên")),
            SelectChoice("3/4", _l("3/4 số ủy viên")),
        ],
    )  # fmt: skip
    majority = SelectField(
        _l("Thông qua khi tán thành quá"),
        choices=[SelectChoice("1/2", _l("một nửa")), SelectChoice("2/3", _l("hai phần ba"))],
    )
    base = SelectField(
        _l("Tính trên"),
        choices=[
            SelectChoice("roll", _l("tổng số ủy viên")),
            SelectChoice("present", _l("số có mặt")),
            SelectChoice("valid", _l("số phiếu hợp lệ")),
        ],
    )
    recorder_may_close = BooleanField(_l("Thư ký được chốt phiên theo lệnh chủ trì"))
    quota_on = BooleanField(_l("Giới hạn tỷ lệ được công nhận"))
    quota_share = CountField(_l("Tỷ lệ tối đa, %"), validators=[Between(1, 100)])
    quota_base = SelectField(
        _l("Tỷ lệ tính trên"),
        choices=[
            SelectChoice("good", _l("số xếp loại hoàn thành tốt")),
            SelectChoice("good_or_better", _l("số xếp loại hoàn thành tốt trở lên")),
            SelectChoice("all", _l("tất cả chi bộ tham gia")),
        ],
    )
    quota_grouping = SelectField(
        _l("Tính riêng theo"),
        choices=[
            SelectChoice("none", _l("không chia nhóm")), SelectChoice("sector", _l("loại hình")),
        ],
    )  # fmt: skip
    lead_desk = SelectField(_l("Bộ phận chủ trì thẩm định"))
    opinion_desks = SelectMultipleField(_l("Bộ phận phải cho ý kiến"), validate_choice=False)
    opinions_apart = BooleanField(_l("Các bộ phận không xem ý kiến của nhau trước khi kết luận"))
    gap_flag_above = _count(_l("Cảnh báo khi tự chấm cao hơn thẩm định quá, điểm"), 0, 100)
    appraisal_phrases = TextAreaField(
        _l("Câu nhận xét có sẵn khi thẩm định, mỗi dòng một câu"), validators=[AtMost(3000)]
    )

    def offer(self) -> None:
        """Let desks be chosen by their names, and name the levels as the tenant does."""
        for field in self:
            field.label.text = in_own_words(str(field.label.text))
        desks = [SelectChoice(desk, str(words)) for desk, words in DESKS.items()]
        self.lead_desk.choices = desks
        self.opinion_desks.choices = desks

    def settings(self, campaign: Campaign) -> Settings:
        """Return what was entered; rules that the page does not ask for stay as they are."""
        before = settings_of(campaign)
        rules = {
            **before.rules,
            **{name: self[name].data for name in PLAIN},
            "vote": {
                **before.rules["vote"], "quorum": self.quorum.data,
                "majority": self.majority.data, "base": self.base.data,
            },
            "opinion_desks": list(self.opinion_desks.data or []),
            **self._of_appraisal(before.rules),
            **self._of_meetings(before.rules),
            "days_to_act": self._days_to_act(before.rules.get("days_to_act", {})),
            "quota": self._quota(),
        }  # fmt: skip
        days = {name: self[name].data for name in DAYS}
        return Settings(
            (self.title.data or "").strip(),
            Calendar(**days),
            int(self.reconsideration_days.data or 0),
            rules,
        )

    def _days_to_act(self, before: Mapping[str, int]) -> dict[str, int]:
        """Return the working days that the campaign gives, those alone that are its own."""
        typed = {state: int(self[f"days_{state}"].data or 0) for state in ACTING}
        own = {
            state: count
            for state, count in typed.items()
            if state in before or count != WORKING_DAYS_TO_ACT
        }
        return {**before, **own}

    def _of_appraisal(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rules of appraising; those that are as usual need not be written down."""
        phrases = (self.appraisal_phrases.data or "").splitlines()
        typed: dict[str, tuple[Any, Any]] = {
            "opinions_apart": (bool(self.opinions_apart.data), False),
            "gap_flag_above": (int(self.gap_flag_above.data or 0), FLAG_ABOVE),
            "appraisal_phrases": ([line.strip() for line in phrases if line.strip()], []),
        }
        return {
            name: value
            for name, (value, usual) in typed.items()
            if name in before or value != usual
        }

    def _of_meetings(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rules of cells' meetings, where they are not the usual ones."""
        typed = {name: self[name].data or usual for name, usual in MEETINGS.items()}
        if "meetings" not in before and typed == MEETINGS:
            return {}
        return {"meetings": {**before.get("meetings", {}), **typed}}

    def _quota(self) -> dict[str, str] | None:
        """Return the cap, or nothing where there is none."""
        if not self.quota_on.data:
            return None
        share = Fraction(int(self.quota_share.data or 0), 100)
        rule = QuotaRule(share, self.quota_base.data, self.quota_grouping.data)
        return rule.to_dict()


class LateSettingsForm(SettingsForm):
    """The same of a year that is open: with the decision behind the change."""

    decision_number = StringField(
        _l("Số văn bản cho phép thay đổi"), validators=[Required(), AtMost(60)]
    )
    decision_on = DayField(_l("Ngày văn bản"), validators=[Required()])
    reason = TextAreaField(_l("Lý do thay đổi"), validators=[Required(), AtMost(1000)])

    @property
    def behind(self) -> Behind | None:
        """The decision, once it is filled in."""
        if self.decision_on.data is None:
            return None
        return Behind(
            (self.decision_number.data or "").strip(),
            self.decision_on.data,
            (self.reason.data or "").strip(),
        )


class RouteForm(Form):
    """A row of the authority map."""

    kind = SelectField(_l("Loại đơn vị"))
    sector = SelectField(_l("Loại hình"), validate_choice=False)
    flow = SelectField(_l("Quy trình"), validate_choice=False)
    criteria = SelectField(_l("Bộ tiêu chí"), validate_choice=False)
    since = DayField(_l("Áp dụng từ ngày"))

    def offer(self, sets: list[CriteriaSet], flow_words: dict[str, str]) -> None:
        """Let kinds, sectors, flows and criteria be chosen by their names."""
        session = current.session()
        kinds = offered_kinds(session, UnitKind.PARTY_CELL, UnitKind.WARD_COMMITTEE)
        self.kind.choices = [SelectChoice(kind.code, unit_kind_word(kind.code)) for kind in kinds]
        self.sector.choices = [
            SelectChoice("", str(_l("mọi loại hình"))),
            *(
                SelectChoice(sector.code, sector_word(sector.code))
                for sector in offered_sectors(session)
            ),
        ]
        flows = dict.fromkeys(
            name for kind in kinds for name, _version in flows_for(kind.behaves_as)
        )
        self.flow.choices = [SelectChoice(name, flow_words.get(name, name)) for name in flows]
        self.criteria.choices = set_choices(sets)

    @property
    def criteria_id(self) -> UUID | None:
        """Which set was chosen, if it is readable."""
        return row_named(self.criteria.data)


def set_choices(sets: Sequence[CriteriaSet]) -> list[SelectChoice]:
    """Offer sets by name and version, and for whom each was made."""
    return [
        SelectChoice(
            str(each.id),
            f"{each.title} · v{each.version} · {whom_words(each.document.get('applies_to') or {})}",
        )
        for each in sets
    ]


def prefilled(campaign: Campaign) -> dict[str, Any]:
    """Return what the page shows of a year as it stands."""
    kept = settings_of(campaign)
    rules, acting = kept.rules, kept.rules.get("days_to_act", {})
    quota = rules.get("quota")
    return {
        "title": kept.title,
        **asdict(kept.calendar),
        "reconsideration_days": kept.reconsideration_days,
        **{name: rules.get(name) for name in PLAIN},
        "meeting_day": rules.get("meeting_day", 3),
        **MEETINGS,
        **rules.get("meetings", {}),
        "opinions_apart": rules.get("opinions_apart", False),
        "gap_flag_above": rules.get("gap_flag_above", FLAG_ABOVE),
        "appraisal_phrases": "\n".join(rules.get("appraisal_phrases", [])),
        "late_self_assessment": rules.get("late_self_assessment", True),
        "quorum": rules["vote"]["quorum"],
        "majority": rules["vote"]["majority"],
        "base": rules["vote"]["base"],
        "opinion_desks": rules.get("opinion_desks", []),
        **{f"days_{state}": acting.get(state, WORKING_DAYS_TO_ACT) for state in ACTING},
        "quota_on": quota is not None,
        "quota_share": percent_of(quota["share"]) if quota else USUAL_SHARE,
        "quota_base": quota["base"] if quota else "good",
        "quota_grouping": quota["grouping"] if quota else "none",
    }


def percent_of(share: str) -> int:
    """Return a share such as ``1/5`` in per cent."""
    return int(Fraction(share) * 100)

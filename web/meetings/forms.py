"""What is filled in about a meeting: one form plans it, writes it down and scores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_wtf.form import _Auto
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from web.asked import row_named
from web.catalogue import _l
from web.fields import CountField, DayField, TimeField
from web.forms import AtMost, Between, Form, Required
from web.meetings.words import OUTCOMES
from web.steps.tally import NotAhead
from workflows.meetings.attendance import Attendance
from workflows.meetings.keeping import LONGEST_REMARK, NUMBERS, WORDS, Record
from workflows.meetings.resolutions import FollowUp, Resolved
from workflows.meetings.tables import MeetingKind, MonthlyMeeting, Outcome, ResolutionItem

LINES_AT_LEAST, LINES_MORE = 3, 2
MOST_PEOPLE = 5000


def _count(label: str) -> CountField:
    return CountField(label, default=0, validators=[Between(0, MOST_PEOPLE)])


class MeetingForm(Form):
    """A meeting; rows for what it resolves and what it looks into are added by ``meeting_form``."""

    planned_on = DayField(_l("Ngày họp theo lịch"), validators=[Required()])
    held_on = DayField(_l("Ngày đã họp"), validators=[NotAhead()])
    subject = StringField(_l("Chuyên đề, nội dung chính"), validators=[AtMost(300)])
    moved_reason = StringField(_l("Lý do họp khác ngày quy định"), validators=[AtMost(300)])
    began = TimeField(_l("Giờ bắt đầu"))
    ended = TimeField(_l("Giờ kết thúc"))
    place = StringField(_l("Địa điểm"), validators=[AtMost(200)])
    chair = StringField(_l("Chủ trì"), validators=[AtMost(200)])
    recorder = StringField(_l("Ghi biên bản"), validators=[AtMost(200)])
    guests = TextAreaField(_l("Cấp trên và khách dự"), validators=[AtMost(1000)])
    present = CountField(_l("Có mặt"), validators=[Between(0, MOST_PEOPLE)])
    excused = _count(_l("Vắng có lý do"))
    unexcused = _count(_l("Vắng không lý do"))
    absences = TextAreaField(_l("Ai vắng, lý do"), validators=[AtMost(3000)])
    official = _count(_l("Đảng viên chính thức"))
    probationary = _count(_l("Đảng viên dự bị"))
    exempted = _count(_l("Được miễn sinh hoạt, không dự"))
    elsewhere = _count(_l("Sinh hoạt tạm thời nơi khác"))
    suspended = _count(_l("Bị đình chỉ sinh hoạt"))
    on_duty = _count(_l("Đang làm nhiệm vụ đặc biệt (quân đội, công an)"))
    away = _count(_l("Đi làm xa, họp theo tổ đảng riêng"))
    away_present = _count(_l("Dự họp ở tổ đảng đi làm xa"))
    away_met_on = DayField(_l("Ngày tổ đảng đi làm xa họp"), validators=[NotAhead()])
    agenda = TextAreaField(_l("Nội dung đã bàn"), validators=[AtMost(4000)])
    discussion = TextAreaField(_l("Ý kiến phát biểu"), validators=[AtMost(8000)])
    speakers = CountField(
        _l("Số đảng viên phát biểu"), validators=[Optional(), Between(0, MOST_PEOPLE)]
    )
    conclusion = TextAreaField(_l("Kết luận của chủ trì"), validators=[AtMost(4000)])
    lacking = SelectMultipleField(_l("Mục chưa đạt"), choices=[], validate_choice=False)
    scored = BooleanField(_l("Chi ủy đã chấm: các mục không đánh dấu đều đạt"))

    lines: int = 0
    follow_ids: tuple[UUID, ...] = ()

    def record(self, kind: MeetingKind) -> Record:
        """Return what was entered."""
        if self.planned_on.data is None:
            raise ValueError("the planned day is asked for")
        held = self.held_on.data is not None
        known = held and self.present.data is not None
        numbers: dict[str, Any] = {name: self[name].data or 0 for name in NUMBERS}
        return Record(
            kind=kind,
            planned_on=self.planned_on.data,
            held_on=self.held_on.data,
            words={name: (self[name].data or "").strip() for name in WORDS},
            attendance=Attendance(**numbers) if known else None,
            away_met_on=self.away_met_on.data,
            speakers=self.speakers.data,
            lacking=list(self.lacking.data or []) if held and self.scored.data else None,
            items=[self._resolved(place) for place in range(self.lines)],
            followed=self._followed(),
        )

    def _resolved(self, place: int) -> Resolved:
        item = self[f"item-{place}"].data
        return Resolved(
            what=(self[f"what-{place}"].data or "").strip(),
            who=(self[f"who-{place}"].data or "").strip(),
            due_on=self[f"due-{place}"].data,
            item_id=row_named(item),
        )

    def _followed(self) -> dict[UUID, FollowUp]:
        return {
            each: FollowUp(
                Outcome(self[f"outcome-{each}"].data), (self[f"words-{each}"].data or "").strip()
            )
            for each in self.follow_ids
            if self[f"outcome-{each}"].data
        }


class RemarkForm(Form):
    """What the supervisor says of a meeting."""

    remark = TextAreaField(
        _l("Nhận xét của đồng chí phụ trách"), validators=[AtMost(LONGEST_REMARK)]
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers beside its plain fields."""

    judged: Sequence[Mapping[str, Any]]
    items: Sequence[ResolutionItem]
    to_follow: Sequence[ResolutionItem]
    meeting_id: UUID | None = None


def meeting_form(
    offered: Offered, values: Mapping[str, Any], *, formdata: Any = _Auto
) -> MeetingForm:
    """Return the form with a line for each thing resolved, and one for each to look into."""
    fields: dict[str, Any] = {}
    prefilled: dict[str, Any] = dict(values)
    lines = max(LINES_AT_LEAST, len(offered.items) + LINES_MORE)
    for place in range(lines):
        row = offered.items[place] if place < len(offered.items) else None
        fields[f"what-{place}"] = StringField(_l("Việc"), validators=[AtMost(500)])
        fields[f"who-{place}"] = StringField(_l("Người làm"), validators=[AtMost(200)])
        fields[f"due-{place}"] = DayField(_l("Hạn"))
        fields[f"item-{place}"] = HiddenField()
        if row is not None:
            prefilled |= {
                f"what-{place}": row.what, f"who-{place}": row.who, f"due-{place}": row.due_on,
                f"item-{place}": str(row.id),
            }  # fmt: skip
    for row in offered.to_follow:
        fields[f"outcome-{row.id}"] = RadioField(
            _l("Kết quả"),
            choices=[SelectChoice(key.value, str(words)) for key, words in OUTCOMES.items()],
            validators=[Optional()],
        )
        fields[f"words-{row.id}"] = StringField(_l("Ghi thêm"), validators=[AtMost(500)])
        if row.followed_in_id == offered.meeting_id and row.outcome is not None:
            prefilled |= {
                f"outcome-{row.id}": row.outcome.value, f"words-{row.id}": row.outcome_words,
            }  # fmt: skip
    shape: type[MeetingForm] = type("FormOfMeeting", (MeetingForm,), fields)
    form = shape(formdata=formdata, **prefilled)
    form.lacking.choices = [SelectChoice(item["key"], item["label"]) for item in offered.judged]
    form.lines, form.follow_ids = lines, tuple(row.id for row in offered.to_follow)
    return form


def values_of(meeting: MonthlyMeeting) -> dict[str, Any]:
    """Return what the form shows of a meeting as it stands."""
    names = (*WORDS, *NUMBERS, "planned_on", "held_on", "away_met_on", "speakers", "lacking")
    values = {name: getattr(meeting, name) for name in names}
    if not meeting.held:
        values["present"] = None
    return {**values, "scored": meeting.total is not None, "seen_version": meeting.version}


def first_values(
    *,
    planned_on: date,
    held_on: date | None,
    numbers: Mapping[str, int],
    chair: str,
    agenda: str,
    last: MonthlyMeeting | None,
) -> dict[str, Any]:
    """Return what stands in a new form: the roll of today, and what seldom changes."""
    values: dict[str, Any] = {
        "planned_on": planned_on, "held_on": held_on, "chair": chair, "agenda": agenda,
        **numbers,
    }  # fmt: skip
    if last is not None:
        for name in ("began", "ended", "place", "recorder", "elsewhere", "suspended", "on_duty"):
            values[name] = getattr(last, name)
        values |= {"away": last.away, "chair": last.chair or chair}
    return values

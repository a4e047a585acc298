"""What is written down of an event."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from web.catalogue import _l
from web.events.words import KINDS
from web.fields import DayField
from web.forms import AtMost, Form, Required
from workflows.campaigns.events import Record
from workflows.campaigns.tables import Campaign, CampaignEvent, EventKind

TEXTS = ("place", "chair", "guests", "directions", "petitions", "papers")


class EventForm(Form):
    """An event as it was planned and held."""

    planned_on = DayField(_l("Ngày dự kiến"), validators=[Required()])
    held_on = DayField(_l("Ngày tổ chức"))
    place = StringField(_l("Địa điểm"), validators=[AtMost(200)])
    chair = StringField(_l("Chủ trì"), validators=[AtMost(200)])
    guests = TextAreaField(_l("Đại biểu"), validators=[AtMost(2000)])
    directions = TextAreaField(_l("Ý kiến chỉ đạo"), validators=[AtMost(4000)])
    petitions = TextAreaField(_l("Kiến nghị lên cấp trên"), validators=[AtMost(4000)])
    papers = TextAreaField(_l("Văn bản kèm theo"), validators=[AtMost(2000)])

    def record(self) -> Record:
        """Return what was entered."""
        if self.planned_on.data is None:
            raise ValueError("the planned day is asked for")
        texts = {name: (self[name].data or "").strip() for name in TEXTS}
        return Record(self.planned_on.data, self.held_on.data, **texts)


class NewEventForm(EventForm):
    """An event that is new: which it is, and of which year."""

    kind = SelectField(_l("Sự kiện"), validators=[Required()], validate_choice=False)
    year = SelectField(_l("Năm"), validate_choice=False)

    def offer(self, campaigns: list[Campaign]) -> None:
        """Let kind and year be chosen."""
        self.kind.choices = [SelectChoice(kind.value, str(words)) for kind, words in KINDS.items()]
        self.year.choices = [SelectChoice(str(each.year), str(each.year)) for each in campaigns]

    @property
    def chosen_kind(self) -> EventKind | None:
        """The kind that was chosen, if there is such a one."""
        return EventKind(self.kind.data) if self.kind.data in set(EventKind) else None


def prefilled(event: CampaignEvent) -> dict[str, Any]:
    """Return what the page shows of an event as it stands."""
    kept = asdict(Record(event.planned_on, event.held_on))
    return {
        **kept,
        **{name: getattr(event, name) for name in TEXTS},
        "seen_version": event.version,
    }

"""What is filled in about teams, weak units and checklists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.form import _Auto
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.units import OrgUnit
from web.catalogue import _, _l
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form, Required
from web.logbook.forms import Chosen
from web.review_teams.words import GROUNDS, PARTS
from web.steps.tally import NotAhead
from workflows.review_teams.checklists import Checklist
from workflows.review_teams.sending import Visit
from workflows.review_teams.tables import Ground, Part, ReviewTeam

LONGEST = 2000


class TeamForm(Form):
    """A team and its visit."""

    ground = RadioField(
        _l("Vì sao"),
        choices=[SelectChoice(ground.value, words) for ground, words in GROUNDS.items()],
        validators=[Chosen()],
        validate_choice=False,
    )
    part = RadioField(
        _l("Đoàn làm gì"),
        choices=[SelectChoice(part.value, words) for part, words in PARTS.items()],
        validators=[Chosen()],
        validate_choice=False,
    )
    reason = TextAreaField(_l("Lý do cụ thể"), validators=[Required(), AtMost(LONGEST)])
    leader = StringField(_l("Trưởng đoàn"), validators=[Required(), AtMost(200)])
    members = TextAreaField(_l("Thành viên"), validators=[AtMost(LONGEST)])
    decision_number = StringField(_l("Số, ngày văn bản cử đoàn"), validators=[AtMost(200)])
    planned_on = DayField(_l("Ngày dự kiến"), validators=[Required()])
    held_on = DayField(_l("Ngày đã làm việc"), validators=[NotAhead()])
    individuals = CountField(
        _l("Số cá nhân được gợi ý kiểm điểm"), default=0, validators=[Between(0, 5000)]
    )
    conclusion = TextAreaField(_l("Kết quả"), validators=[AtMost(4000)])

    def visit(self) -> Visit:
        """Return what was entered."""
        if self.planned_on.data is None:
            raise ValueError("the planned day is asked for")
        return Visit(
            ground=Ground(self.ground.data),
            part=Part(self.part.data),
            reason=(self.reason.data or "").strip(),
            leader=(self.leader.data or "").strip(),
            planned_on=self.planned_on.data,
            members=(self.members.data or "").strip(),
            decision_number=(self.decision_number.data or "").strip(),
            held_on=self.held_on.data,
            individuals=self.individuals.data or 0,
            conclusion=(self.conclusion.data or "").strip(),
        )


class NewTeamForm(TeamForm):
    """A team that is new: to which unit."""

    unit = SelectField(_l("Đơn vị"), validators=[Required()], validate_choice=False)

    def offer(self, units: Sequence[OrgUnit]) -> None:
        """Let the unit be chosen."""
        self.unit.choices = unit_choices(units)


class AskForm(Form):
    """One thing that a team asks of the unit."""

    words = TextAreaField(_l("Nội dung gợi ý, yêu cầu"), validators=[Required(), AtMost(LONGEST)])
    due_on = DayField(_l("Hạn khắc phục"), validators=[Required()])


class FlagForm(Form):
    """A unit to be watched as weak."""

    unit = SelectField(_l("Đơn vị"), validators=[Required()], validate_choice=False)
    reason = TextAreaField(_l("Lý do"), validators=[Required(), AtMost(LONGEST)])
    since = DayField(_l("Từ ngày"), validators=[Required(), NotAhead()])

    def offer(self, units: Sequence[OrgUnit]) -> None:
        """Let the unit be chosen."""
        self.unit.choices = unit_choices(units)


class LiftForm(Form):
    """Why a unit is no longer watched."""

    lifted_reason = StringField(_l("Lý do thôi theo dõi"), validators=[Required(), AtMost(LONGEST)])


class SignsForm(Form):
    """How many members reflected, and how many saw which sign; made by ``signs_form``."""

    reflected = CountField(_l("Số đảng viên đã tự soi"), validators=[Required(), Between(0, 5000)])
    checklist: Checklist

    def counts(self) -> dict[str, int]:
        """Return what was typed, by item."""
        return {key: self[f"sign-{key}"].data or 0 for key, _label in self.checklist.items}


def signs_form(checklist: Checklist, values: dict[str, Any], *, formdata: Any = _Auto) -> SignsForm:
    """Return the form with a box for each sign."""
    fields: dict[str, Any] = {
        f"sign-{key}": CountField(label, validators=[Between(0, 5000)])
        for key, label in checklist.items
    }
    shape: type[SignsForm] = type("FormOfSigns", (SignsForm,), fields)
    form = shape(formdata=formdata, **values)
    form.checklist = checklist
    return form


def values_of(team: ReviewTeam) -> dict[str, Any]:
    """Return what the form shows of a team as it stands."""
    names = ("reason", "leader", "members", "decision_number", "planned_on", "held_on",
             "individuals", "conclusion")  # fmt: skip
    chosen = {"ground": team.ground.value, "part": team.part.value}
    return {**{name: getattr(team, name) for name in names}, **chosen, "seen_version": team.version}


def unit_choices(units: Sequence[OrgUnit]) -> list[SelectChoice]:
    """Offer units by their codes."""
    return [
        SelectChoice("", _("Chọn đơn vị")),
        *(SelectChoice(unit.code, unit.name) for unit in units),
    ]

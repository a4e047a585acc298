"""What a cell fills in to register."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from web import current
from web.catalogue import _, _l
from web.forms import AtMost, Form, Required
from web.refusals import words_of
from web.steps.registration.words import aim_word
from web.steps.tally import TallyFields, ask_of_how_many, prefilled
from web.targets_field import TargetsField
from web.words import in_own_words
from workflows.criteria.framework import CriteriaSet
from workflows.dossiers.contents import criteria_of, tally_of
from workflows.dossiers.deadlines import last_day_to_register
from workflows.dossiers.tables import AIMS, Dossier, Purpose
from workflows.engine.refusals import Refusal
from workflows.targets.lines import Line, checked
from workflows.targets.suggesting import From, suggested

LONGEST_COMMITMENT = 4000


class Suggested(Form):
    """Words for each group and figures for each series; to be mixed into a form.

    ``groups`` are the keys of the groups, their fields are called ``commitment-<key>``;
    ``series`` those of the targets, whose fields are called ``targets-<series>``.
    """

    groups: tuple[str, ...] = ()
    series: tuple[str, ...] = ()

    def commitments(self) -> list[str]:
        """List the names of the fields that hold commitments."""
        return [f"commitment-{key}" for key in self.groups]

    def target_fields(self) -> list[str]:
        """List the names of the fields that hold targets."""
        return [f"targets-{series}" for series in self.series]

    def words(self) -> dict[str, str]:
        """Return the commitments by group."""
        return {key: self[f"commitment-{key}"].data or "" for key in self.groups}

    def lines(self) -> list[Line]:
        """Return the targets of all series."""
        return [line for name in self.target_fields() for line in self[name].data or []]

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at each field, then at the targets together: no name comes twice."""
        good: bool = super().validate(extra_validators)
        if not good or not self.series:
            return good
        try:
            checked(self.lines(), field=self.target_fields()[0])
        except Refusal as refusal:
            self.explain(refusal)
            return False
        return True


class RegistrationForm(TallyFields, Suggested):
    """The cell's vote, what it aims for, words and figures, and reasons where they are due."""

    aim = RadioField(_l("{Unit} đăng ký"), validators=[Required()])
    late_reason = StringField(_l("Lý do nộp muộn"), validators=[Required(), AtMost(500)])
    signed_copy = StringField(_l("Bản đăng ký đã ký"), validators=[Required(), AtMost(200)])
    form_key = HiddenField()

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {
            **self.tally(),
            "aim": self.aim.data,
            "commitments": self.words(),
            "targets": [line.as_data() for line in self.lines()],
            **{
                name: (self[name].data or "").strip()
                for name in ("late_reason", "signed_copy")
                if name in self
            },
        }

    def validate_aim(self, field: RadioField) -> None:
        """Take one of the aims."""
        if field.data not in AIMS:
            raise ValidationError(words_of(Refusal("missing")))


def registration_form(dossier: Dossier, *, on_behalf: bool) -> RegistrationForm:
    """Return the form as it opens: with what stands, last year's, or what is suggested."""
    session = current.session()
    opening = suggested(session, dossier)
    criteria = criteria_of(dossier)
    shape: type[RegistrationForm] = type(
        "FormOfRegistration", (RegistrationForm,), fields_of(criteria)
    )
    form = shape(
        seen_version=dossier.version,
        aim=dossier.aim or AIMS[0],
        **prefilled(dossier, tally_of(session, dossier.id, Purpose.REGISTRATION)),
        **opening_values(criteria, opening.commitments, opening.targets),
    )
    form.groups, form.series = keys_of(criteria)
    form.form_key.data = form.form_key.data or form.key.data
    form.aim.choices = [(aim, aim_word(aim, dossier)) for aim in AIMS]
    form.met_on.label.text = _("Ngày {meeting} họp thống nhất đăng ký")
    for field in form:
        field.label.text = in_own_words(str(field.label.text))
    ask_of_how_many(form, dossier)
    if not is_late(dossier):
        del form.late_reason
    if not on_behalf:
        del form.signed_copy
        del form.form_key
    return form


def fields_of(criteria: CriteriaSet) -> dict[str, Any]:
    """Make the fields for the words of each group and the figures of each series."""
    words: dict[str, Any] = {
        f"commitment-{group.key}": TextAreaField(
            _("Cam kết: %(group)s", group=group.label),
            validators=[Required(), AtMost(LONGEST_COMMITMENT)],
        )
        for group in criteria.groups
    }
    figures = {
        f"targets-{criterion.target_series}": TargetsField(
            _("Chỉ tiêu: %(criterion)s", criterion=criterion.label),
            series=criterion.target_series,
        )
        for criterion in criteria.criteria
        if criterion.target_series
    }
    return words | figures


def keys_of(criteria: CriteriaSet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of the groups, and of the series of targets."""
    series = dict.fromkeys(each.target_series for each in criteria.criteria if each.target_series)
    return tuple(group.key for group in criteria.groups), tuple(series)


def opening_values(
    criteria: CriteriaSet, commitments: dict[str, str], targets: list[Line]
) -> dict[str, Any]:
    """Return what stands in these fields when a form opens."""
    _groups, series = keys_of(criteria)
    return {
        **{f"commitment-{key}": words for key, words in commitments.items()},
        **{f"targets-{key}": [line for line in targets if line.series == key] for key in series},
    }


def where_from(dossier: Dossier) -> str:
    """Say where the words and figures of an opening form come from; nothing of its own ones."""
    words = {
        From.LAST_YEAR: _("Cam kết và chỉ tiêu lấy từ đăng ký năm trước, đồng chí xem lại."),
        From.TEMPLATE: _("Cam kết và chỉ tiêu lấy từ mẫu của {receiver}."),
    }
    return words.get(suggested(current.session(), dossier).source, "")


def is_late(dossier: Dossier) -> bool:
    """Tell whether the last day of registration has passed."""
    return current.today() > last_day_to_register(dossier)

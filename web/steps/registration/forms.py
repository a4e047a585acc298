"""What a cell fills in to register."""

from __future__ import annotations

from typing import Any

from wtforms import StringField, TextAreaField

from web import current
from web.catalogue import _, _l
from web.forms import AtMost, Form, Required
from web.steps.tally import TallyFields, ask_of_how_many, expected_base, prefilled
from workflows.dossiers.contents import commitments_of, criteria_of, tally_of
from workflows.dossiers.tables import Dossier, Purpose

LONGEST_COMMITMENT = 4000


class RegistrationForm(TallyFields, Form):
    """The cell's vote, a commitment for each group, and reasons where they are due.

    ``groups`` are the keys of the groups; their fields are called ``commitment-<key>``.
    """

    late_reason = StringField(_l("Lý do nộp muộn"), validators=[Required(), AtMost(500)])
    signed_copy = StringField(_l("Bản đăng ký đã ký"), validators=[Required(), AtMost(200)])
    groups: tuple[str, ...] = ()

    def commitments(self) -> list[str]:
        """List the names of the fields that hold commitments."""
        return [f"commitment-{key}" for key in self.groups]

    def inputs(self) -> dict[str, Any]:
        """Return what the move is told."""
        return {
            **self.tally(),
            "commitments": {key: self[f"commitment-{key}"].data or "" for key in self.groups},
            **{
                name: (self[name].data or "").strip()
                for name in ("late_reason", "signed_copy")
                if name in self
            },
        }


def registration_form(dossier: Dossier, *, on_behalf: bool) -> RegistrationForm:
    """Return the form as it opens: with what stands, or with the wording of the criteria set."""
    session = current.session()
    standing = commitments_of(session, dossier.id)
    groups = criteria_of(dossier).groups
    fields = {
        f"commitment-{group.key}": TextAreaField(
            _("Cam kết: %(group)s", group=group.label),
            validators=[Required(), AtMost(LONGEST_COMMITMENT)],
        )
        for group in groups
    }
    shape: type[RegistrationForm] = type("FormOfRegistration", (RegistrationForm,), fields)
    form = shape(
        seen_version=dossier.version,
        **prefilled(dossier, tally_of(session, dossier.id, Purpose.REGISTRATION)),
        **{f"commitment-{each.key}": standing.get(each.key, each.commitment) for each in groups},
    )
    form.groups = tuple(group.key for group in groups)
    form.met_on.label.text = _("Ngày chi bộ họp thống nhất đăng ký")
    ask_of_how_many(form.in_favour, form.base.data or expected_base(dossier))
    if not is_late(dossier):
        del form.late_reason
    if not on_behalf:
        del form.signed_copy
    return form


def is_late(dossier: Dossier) -> bool:
    """Tell whether the last day of registration has passed."""
    return current.today() > dossier.campaign.registration_until

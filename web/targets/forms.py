"""What is filled in about targets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_wtf.form import _Auto
from wtforms import IntegerField, StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from web.catalogue import _, _l
from web.fields import DayField, DecimalField
from web.forms import AtMost, Form
from web.steps.tally import NotAhead
from workflows.targets.lines import MOST
from workflows.targets.reporting import LONGEST_SOURCE, Reached
from workflows.targets.tables import Target


class UploadForm(Form):
    """A filled-in workbook."""


class InRange:
    """The figure is not negative, and not beyond anything real."""

    def __call__(self, _form: Form, field: Any) -> None:
        """Raise ``ValidationError`` for a figure out of range."""
        if field.data is not None and not 0 <= field.data < MOST:
            raise ValidationError(_("Số này phải từ 0 trở lên"))


class ReachedForm(Form):
    """What was reached of each target, as of which day, and where that is written."""

    targets: tuple[UUID, ...] = ()

    def given(self) -> dict[UUID, Reached]:
        """Return what was typed, by target."""
        return {
            each: Reached(
                reached=self[f"reached-{each}"].data,
                as_of=self[f"as_of-{each}"].data,
                source=(self[f"source-{each}"].data or "").strip(),
                seen_version=self[f"version-{each}"].data or 0,
            )
            for each in self.targets
        }


def reached_form(targets: Sequence[Target], *, formdata: Any = _Auto) -> ReachedForm:
    """Return the form with a row for each target, as it stands."""
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for row in targets:
        key = str(row.id)
        fields[f"reached-{key}"] = DecimalField(
            _("Đã đạt: %(target)s", target=row.name), validators=[InRange()]
        )
        fields[f"as_of-{key}"] = DayField(_l("Tính đến ngày"), validators=[NotAhead()])
        fields[f"source-{key}"] = StringField(
            _l("Nguồn số liệu"), validators=[AtMost(LONGEST_SOURCE)]
        )
        fields[f"version-{key}"] = IntegerField(widget=HiddenInput(), validators=[Optional()])
        values |= {
            f"reached-{key}": plain(row.reached),
            f"as_of-{key}": row.as_of,
            f"source-{key}": row.source,
            f"version-{key}": row.version,
        }
    shape: type[ReachedForm] = type("FormOfTargets", (ReachedForm,), fields)
    form = shape(formdata=formdata, **values)
    form.targets = tuple(row.id for row in targets)
    return form


def plain(number: Decimal | None) -> Decimal | None:
    """Return a figure without the zeros that the database adds."""
    return None if number is None else number.normalize() + 0

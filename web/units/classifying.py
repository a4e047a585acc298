"""The page on which a unit's kind and sector are put right."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from tenants.unit_classes.classifying import classify, kinds_for, seen_of
from tenants.unit_classes.keeping import UnitClassRefusedError
from tenants.unit_classes.known import offered_sectors
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _, _l
from web.forms import AtMost, Form, Required
from web.htmx import go, say, show
from web.words import sector_word, unit_kind_word
from workflows.engine.refusals import Refusal

bp = Blueprint("classifying", __name__, url_prefix="/quan-tri/don-vi/<slug:code>/loai")


class ClassForm(Form):
    """What a unit is, and how it is known."""

    kind = SelectField(_l("Loại đơn vị"), validate_choice=False)
    sector = SelectField(_l("Loại hình"), validate_choice=False)
    reason = StringField(_l("Lý do, số văn bản"), validators=[Required(), AtMost(300)])
    seen = HiddenField()

    def offer(self, unit: OrgUnit) -> None:
        """Name the kinds that behave as the unit does, and the sectors."""
        session = current.session()
        self.kind.choices = [
            SelectChoice(row.code, unit_kind_word(row.code)) for row in kinds_for(session, unit)
        ]
        codes = [row.code for row in offered_sectors(session)]
        if unit.sector and unit.sector not in codes:
            codes.insert(0, unit.sector)
        self.sector.choices = [
            SelectChoice("", _("Không ghi")),
            *(SelectChoice(code, sector_word(code)) for code in codes),
        ]


@bp.get("")
@requires(Permission.UNIT_KEEP)
def ask(code: str) -> ResponseReturnValue:
    """Ask what the unit is."""
    unit = _unit(code)
    form = ClassForm(
        formdata=None, kind=unit.kind_code, sector=unit.sector or "", seen=seen_of(unit)
    )
    return _ask(unit, form)


@bp.post("")
@requires(Permission.UNIT_KEEP)
def put_right(code: str) -> ResponseReturnValue:
    """Put kind and sector right."""
    unit, form = _unit(code), ClassForm()
    if not form.validate_on_submit():
        return _ask(unit, form, status=422)
    try:
        classify(
            current.session(), unit, kind=form.kind.data or "", sector=form.sector.data or "",
            seen=form.seen.data or "", reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except UnitClassRefusedError as refused:
        status = form.explain(Refusal(refused.code, **refused.info))
        return _ask(unit, form, status=409 if refused.code == "class_changed" else status)
    say(_("Đã ghi loại của «%(name)s».", name=unit.name))
    return go(url_for("units.unit", code=unit.code))


def _ask(unit: OrgUnit, form: ClassForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer(unit)
    for field in (form.kind, form.sector):
        field.flags.required = True  # something is always chosen there
    return show("units/classifying.html", status=status, unit=unit, form=form)


def _unit(code: str) -> OrgUnit:
    found = current.session().scalar(
        select(OrgUnit).where(OrgUnit.code == code, OrgUnit.valid_to.is_(None))
    )
    return found or abort(404)

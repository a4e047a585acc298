"""The page on which a mistyped name of a unit is put right."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import HiddenField, StringField

from tenants.roles import Permission
from tenants.spelling import SpellingRefusedError, correct_spelling
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _, _l
from web.forms import AtMost, Form, Required
from web.htmx import go, say, show
from workflows.engine.refusals import Refusal

bp = Blueprint("spelling", __name__, url_prefix="/quan-tri/don-vi/<slug:code>/chinh-ta")


class SpellingForm(Form):
    """The right name, and how it is known."""

    name = StringField(_l("Tên đúng"), validators=[Required(), AtMost(200)])
    reason = StringField(_l("Căn cứ để sửa"), validators=[Required(), AtMost(300)])
    seen = HiddenField()


@bp.get("")
@requires(Permission.UNIT_KEEP)
def ask(code: str) -> ResponseReturnValue:
    """Ask for the right name."""
    unit = _unit(code)
    return _ask(unit, SpellingForm(formdata=None, name=unit.own_name, seen=unit.own_name))


@bp.post("")
@requires(Permission.UNIT_KEEP)
def correct(code: str) -> ResponseReturnValue:
    """Put the name right."""
    unit, form = _unit(code), SpellingForm()
    if not form.validate_on_submit():
        return _ask(unit, form, status=422)
    try:
        correct_spelling(
            current.session(), unit, form.name.data or "", seen=form.seen.data or "",
            reason=form.reason.data or "", actor=current.member(),
        )  # fmt: skip
    except SpellingRefusedError as refused:
        stale = refused.code == "changed_meanwhile"
        fields = [] if stale else [refused.field]
        form.explain(Refusal(refused.code, fields=fields, **refused.facts))
        return _ask(unit, form, status=409 if stale else 422)
    say(_("Đã sửa tên thành «%(name)s».", name=unit.name))
    return go(url_for("units.unit", code=unit.code))


def _ask(unit: OrgUnit, form: SpellingForm, *, status: int = 200) -> ResponseReturnValue:
    return show("units/spelling.html", status=status, unit=unit, form=form)


def _unit(code: str) -> OrgUnit:
    """Return a unit whose name the tenant keeps: not the top, whose name the platform does."""
    found = current.session().scalar(
        select(OrgUnit).where(
            OrgUnit.code == code, OrgUnit.parent_id.is_not(None), OrgUnit.valid_to.is_(None)
        )
    )
    return found or abort(404)

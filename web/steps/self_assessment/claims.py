"""Bonuses and penalties beside the groups: the cell says how often, what for, with evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Optional

from web import current
from web.access import signed_in
from web.catalogue import _, _l
from web.dossiers.page import group_lines
from web.fields import CountField
from web.forms import AtMost, Between, Form
from web.htmx import go, say, show
from web.steps.self_assessment.beside import beside_adjustments
from web.steps.self_assessment.forms import anchor_of
from web.steps.self_assessment.page import last_day, steps_of
from web.steps.self_assessment.points import outlook_of, points_of
from web.steps.self_assessment.writers import (
    enters_for_cell,
    readers_dossier,
    why_only_read,
    writers_dossier,
)
from workflows.criteria.framework import Adjustment
from workflows.dossiers.answering import LONGEST_NOTE, is_open, may_answer
from workflows.dossiers.claiming import MOST_TIMES, Claim, claim
from workflows.dossiers.contents import answers_of, criteria_of
from workflows.dossiers.eligibility import counted_adjustments
from workflows.dossiers.measuring import counted
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.fire import stale
from workflows.engine.refusals import Refusal

bp = Blueprint("claims", __name__, url_prefix="/ho-so/<string:code>/diem-thuong-tru")

PAGE = "steps/self_assessment/claims.html"


class ClaimsForm(Form):
    """Fields ``count-<key>``, ``note-<key>`` and ``version-<key>`` for each of ``keys``."""

    keys: tuple[str, ...] = ()

    def given(self) -> dict[str, Claim]:
        """Return what was given to each bonus and penalty that may be claimed."""
        return {
            key: Claim(
                count=self[f"count-{key}"].data or 0,
                note=(self[f"note-{key}"].data or "").replace("\r\n", "\n").strip(),
                seen_version=self[f"version-{key}"].data or 0,
            )
            for key in self.keys
        }


@dataclass(slots=True)
class ClaimsPage:
    """The bonuses and penalties as one visitor works on them."""

    dossier: Dossier
    counted: Sequence[Adjustment]
    answers: dict[str, Answer]
    form: ClaimsForm

    def keep(self) -> list[str]:
        """Keep what was given, and read the answers again as they now stand."""
        session = current.session()
        overtaken = claim(session, self.dossier.id, self.form.given(), actor=current.member())
        self.answers = answers_of(session, self.dossier.id)
        return overtaken

    def context(self, *, overtaken: Sequence[str] = ()) -> dict[str, Any]:
        """Return what the page needs."""
        points = points_of(self.dossier, self.answers)
        adjustments = criteria_of(self.dossier).adjustments
        return {
            "dossier": self.dossier,
            "adjustments": adjustments,
            "scored": {one.key: one for one in points.score.adjustments},
            "answers": self.answers,
            "form": self.form,
            "points": points,
            "outlook": outlook_of(self.dossier, self.answers),
            "steps": steps_of(self.dossier, group_lines(self.dossier, self.answers)),
            "beside": beside_adjustments(self.dossier, adjustments, writes=bool(self.form.keys)),
            "writes": bool(self.form.keys),
            "rule": criteria_of(self.dossier).rule,
            "last_day": last_day(self.dossier),
            "on_behalf": enters_for_cell(self.dossier),
            "only_read": why_only_read(self.dossier),
            "overtaken": overtaken,
        }


def claims_page(dossier: Dossier) -> ClaimsPage:
    """Gather the page; a set without bonuses and penalties has none."""
    adjustments = criteria_of(dossier).adjustments
    if not adjustments:
        abort(404)
    answers = answers_of(current.session(), dossier.id)
    claimable = counted_adjustments(criteria_of(dossier))
    writes = may_answer(current.member(), dossier)
    keys = tuple(one.key for one in claimable if writes and is_open(dossier, one.key))
    return ClaimsPage(dossier, claimable, answers, _form(claimable, keys, answers))


@bp.get("")
@signed_in
def page(code: str) -> ResponseReturnValue:
    """Show the bonuses and penalties, to be claimed by those who may, to be read by others."""
    return show(PAGE, **claims_page(readers_dossier(code)).context())


@bp.post("")
@signed_in
def save(code: str) -> ResponseReturnValue:
    """Keep what is claimed, and go on to the check before sending."""
    page = claims_page(writers_dossier(code))
    if not page.form.keys:
        raise stale(current.session(), page.dossier)
    refused = kept_or_shown(page)
    if refused is not None:
        return refused
    say(_("Đã lưu điểm thưởng, điểm trừ."))
    return go(url_for("sending.check", code=code))


def kept_or_shown(page: ClaimsPage) -> ResponseReturnValue | None:
    """Keep what was sent; return the page, where it cannot be kept."""
    if not page.form.validate_on_submit():
        return show(PAGE, status=422, **page.context())
    try:
        overtaken = page.keep()
    except Refusal as refusal:
        return show(PAGE, status=page.form.explain(refusal), **page.context())
    if overtaken:
        return show(PAGE, status=409, **page.context(overtaken=overtaken))
    return None


def _form(
    claimable: Sequence[Adjustment], keys: tuple[str, ...], answers: Mapping[str, Answer]
) -> ClaimsForm:
    fields: dict[str, Any] = {}
    standing: dict[str, Any] = {}
    for one in claimable:
        key, end, row = one.key, anchor_of(one.key), answers.get(one.key)
        fields[f"count-{key}"] = CountField(
            _l("Số lần"), validators=[Between(0, MOST_TIMES)], id=f"so-lan-{end}"
        )
        fields[f"note-{key}"] = TextAreaField(
            _l("Nội dung, căn cứ"), validators=[AtMost(LONGEST_NOTE)], id=f"noi-dung-{end}"
        )
        fields[f"version-{key}"] = IntegerField(validators=[Optional()], id=f"ban-{end}")
        standing[f"count-{key}"] = (counted(row.self_measured) or None) if row else None
        standing[f"note-{key}"] = row.note if row else ""
        standing[f"version-{key}"] = row.version if row else 0
    shape: type[ClaimsForm] = type("FormOfClaims", (ClaimsForm,), fields)
    form = shape(**standing)
    form.keys = keys
    return form

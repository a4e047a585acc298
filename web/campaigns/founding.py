"""Entering a programme: its plan, and the first year that is drafted with it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from tenants.units import UnitKind
from web import current
from web.access import requires
from web.asked import row_named
from web.campaigns.forms import set_choices
from web.campaigns.words import flow_words
from web.catalogue import _, _l
from web.fields import YearField
from web.forms import AtMost, Between, Form, Required
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from workflows.campaigns.fitting import misfit_of
from workflows.campaigns.founding import Plan, found_programme
from workflows.campaigns.mapping import flows_for, newest_sets
from workflows.criteria.reference import reference_criteria
from workflows.engine.refusals import Refusal

bp = Blueprint("programmes", __name__, url_prefix="/quan-tri/ke-hoach")


class ProgrammeForm(Form):
    """What a plan says, and with which year the service begins."""

    number = StringField(_l("Số kế hoạch"), validators=[Required(), AtMost(60)])
    title = StringField(_l("Tên danh hiệu"), validators=[Required(), AtMost(120)])
    first_year = YearField(_l("Từ năm"), validators=[Required(), Between(2000, 2100)])
    last_year = YearField(_l("Đến năm"), validators=[Required(), Between(2000, 2100)])
    first_campaign = YearField(
        _l("Năm đầu tiên làm trên máy"), validators=[Required(), Between(2000, 2100)]
    )
    flow = SelectField(_l("Ai công nhận chi bộ"), validate_choice=False)
    criteria = SelectField(_l("Bộ tiêu chí"), validate_choice=False)
    legal_bases = TextAreaField(_l("Căn cứ, mỗi văn bản một dòng"), validators=[AtMost(2000)])

    def offer(self) -> None:
        """Let flows and criteria be chosen by their names."""
        for field in (self.flow, self.criteria):
            field.flags.required = True  # something is always chosen there
        words = flow_words()
        self.flow.choices = [
            SelectChoice(name, words.get(name, name)) for name, _v in flows_for(UnitKind.PARTY_CELL)
        ]
        session, reference = current.session(), reference_criteria()
        self.criteria.choices = [
            *set_choices(
                [
                    each
                    for each in newest_sets(session)
                    if misfit_of(session, each, UnitKind.PARTY_CELL) is None
                ]
            ),
            SelectChoice(
                "",
                _(
                    "Bộ tham khảo %(number)s: %(groups)s nhóm, %(n)s tiêu chí",
                    number=reference.legal_bases[0].number,
                    groups=len(reference.groups),
                    n=sum(len(group.criteria) for group in reference.groups),
                ),
            ),
        ]

    @property
    def plan(self) -> Plan:
        """The plan as it was filled in."""
        return Plan(
            number=self.number.data or "",
            title=self.title.data or "",
            first_year=int(self.first_year.data or 0),
            last_year=int(self.last_year.data or 0),
            first_campaign=int(self.first_campaign.data or 0),
            legal_bases=(self.legal_bases.data or "").splitlines(),
        )

    @property
    def criteria_id(self) -> UUID | None:
        """Which set was chosen; nothing for the one that comes with the service."""
        return row_named(self.criteria.data)


@bp.get("/them")
@requires(Permission.CAMPAIGN_KEEP)
def ask() -> ResponseReturnValue:
    """Ask for the plan."""
    year = current.today().year
    return _ask(
        ProgrammeForm(
            formdata=None, title=_("Chi bộ 4 tốt"), first_year=year, last_year=year,
            first_campaign=year,
        )
    )  # fmt: skip


@bp.post("/them")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def enter() -> ResponseReturnValue:
    """Enter the plan, and draft its year."""
    form = ProgrammeForm()
    if not form.validate_on_submit():
        return _ask(form, status=422)
    try:
        draft = found_programme(
            current.session(), form.plan, flow=form.flow.data or "",
            criteria_set_id=form.criteria_id, actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _ask(form, status=form.explain(refusal))
    say(_("Đã lập năm %(year)s. Đồng chí xem các ngày, sửa theo kế hoạch rồi mở.", year=draft.year))
    return go(url_for("campaigns.page", year=draft.year))


def _ask(form: ProgrammeForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer()
    return show("campaigns/founding.html", status=status, form=form)

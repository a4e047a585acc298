"""Which criteria of its committees a year computes from their cells, and from which share on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from tenants.roles import Permission
from web import current
from web.access import requires
from web.campaigns.forms import LateSettingsForm
from web.catalogue import _, _l
from web.fields import CountField, DayField
from web.forms import AtMost, Between, Form, Required
from web.from_cells import COUNTED
from web.htmx import go, say, show
from web.signing_in.again import freshly_proven
from workflows.campaigns.changing import Behind
from workflows.campaigns.from_cells import choosable, committee_sets, computed_in, set_computed
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.criteria.framework import Criterion, Level
from workflows.criteria.from_cells import Computed
from workflows.engine.refusals import Refusal

bp = Blueprint("from_cells", __name__, url_prefix="/quan-tri/nam/<int:year>/tinh-tu-chi-bo")

ADDED = "them"  # the criterion that is put on the page to be set


class FromCellsForm(Form):
    """What is counted for each criterion on the page, and from which share on a level is given."""

    keys: tuple[str, ...] = ()
    levels: Mapping[str, list[Level]]
    behind: Behind | None = None

    def rule(self) -> dict[str, Any]:
        """Return what was entered; a criterion for which nothing is counted is left out."""
        return {
            key: {
                "counts": self[f"counts-{key}"].data,
                "levels": [
                    *(
                        [level.key, int(self[f"share-{key}-{level.key}"].data or 0)]
                        for level in self.levels[key][:-1]
                    ),
                    [self.levels[key][-1].key, 0],
                ],
            }
            for key in self.keys
            if self[f"counts-{key}"].data
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for every share of a criterion for which something is counted."""
        good = bool(super().validate(extra_validators))
        for key in self.keys:
            if not self[f"counts-{key}"].data:
                continue
            for level in self.levels[key][:-1]:
                field = self[f"share-{key}-{level.key}"]
                if field.data is None and not field.errors:
                    field.errors = [_("Ghi tỷ lệ, tính bằng phần trăm.")]
                    good = False
        return good


class LateFromCellsForm(FromCellsForm):
    """The same of a year that is open: with the decision behind the change."""

    decision_number = StringField(
        _l("Số văn bản cho phép thay đổi"), validators=[Required(), AtMost(60)]
    )
    decision_on = DayField(_l("Ngày văn bản"), validators=[Required()])
    reason = TextAreaField(_l("Lý do thay đổi"), validators=[Required(), AtMost(1000)])
    behind = LateSettingsForm.behind  # from the same three fields


@bp.get("")
@requires(Permission.ADMIN_READ)
def page(year: int) -> ResponseReturnValue:
    """Show what the year computes, to be changed by who keeps it."""
    campaign, known = _there(year)
    return _page(campaign, known, _form(campaign, known, formdata=None))


@bp.post("")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def change(year: int) -> ResponseReturnValue:
    """Set it; of an open year by the decision that is named."""
    campaign, known = _there(year)
    form = _form(campaign, known)
    if not form.validate_on_submit():
        return _page(campaign, known, form, status=422)
    try:
        set_computed(
            current.session(), campaign, form.rule(), actor=current.member(),
            seen_version=form.seen_version.data or 0, behind=form.behind,
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        if refusal.code == "changed_meanwhile":
            status = 409
        return _page(campaign, known, form, status=status)
    say(_("Đã ghi tiêu chí tính từ chi bộ của năm %(year)s.", year=year))
    return go(url_for("campaigns.page", year=year))


Known = Mapping[str, tuple[Criterion, list[Level]]]


def _there(year: int) -> tuple[Campaign, Known]:
    found = (each for each in campaigns_of(current.session()) if each.year == year)
    campaign = next(found, None) or abort(404)
    sets = committee_sets(current.session(), campaign)
    return campaign, choosable(sets) if sets else abort(404)


def _form(campaign: Campaign, known: Known, **opening: Any) -> FromCellsForm:
    """Return the form of the criteria that are computed, and of one that is to be added."""
    standing = computed_in(campaign, committee_sets(current.session(), campaign))
    sent = [name.removeprefix("counts-") for name in request.form if name.startswith("counts-")]
    asked = [*standing, *sent, request.args.get(ADDED, "")]
    keys = tuple(key for key in known if key in asked)
    fields: dict[str, Any] = {}
    for key in keys:
        criterion, levels = known[key]
        fields[f"counts-{key}"] = SelectField(
            f"{key}. {criterion.label}",
            choices=[
                SelectChoice("", _("Không tính từ chi bộ, người thẩm định chấm")),
                *(SelectChoice(what, str(words)) for what, words in COUNTED.items()),
            ],
        )
        for level in levels[:-1]:
            fields[f"share-{key}-{level.key}"] = CountField(
                _("Mức «%(level)s» khi đạt từ, %%", level=level.label),
                validators=[Between(1, 100)],
            )
    late = campaign.state is CampaignState.OPEN
    shape: type[FromCellsForm] = type(
        "FormOfFromCells", (LateFromCellsForm if late else FromCellsForm,), fields
    )
    form = shape(seen_version=campaign.version, **_opening(standing), **opening)
    form.keys, form.levels = keys, {key: known[key][1] for key in keys}
    for name in fields:
        form[name].flags.required = True  # something is always chosen, a share asked for
    return form


def _opening(standing: Computed) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, how in standing.items():
        values[f"counts-{key}"] = how["counts"]
        values |= {f"share-{key}-{level}": share for level, share in how["levels"][:-1]}
    return values


def _page(
    campaign: Campaign, known: Known, form: FromCellsForm, *, status: int = 200
) -> ResponseReturnValue:
    keeps = current.member().may(Permission.CAMPAIGN_KEEP)
    return show(
        "campaigns/from_cells.html",
        status=status,
        campaign=campaign,
        form=form,
        rows=[
            (
                known[key][0],
                form[f"counts-{key}"],
                [form[f"share-{key}-{level.key}"] for level in form.levels[key][:-1]],
                form.levels[key][-1],
            )
            for key in form.keys
        ],
        others=[criterion for key, (criterion, _levels) in known.items() if key not in form.keys],
        added=ADDED,
        keeps=keeps and campaign.state is not CampaignState.CLOSED,
        late=isinstance(form, LateFromCellsForm),
    )

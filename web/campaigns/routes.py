"""The years of a programme: copied, set, opened, changed by a decision, closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from tenants.roles import Permission
from tenants.working_days import calendar_of
from web import current
from web.access import requires
from web.campaigns.forms import LateSettingsForm, RouteForm, SettingsForm, prefilled
from web.campaigns.words import LOOKS, STATES, flow_words, name_of, remark_words, value_of
from web.catalogue import _
from web.forms import Form
from web.from_cells import lines_of
from web.htmx import go, say, show
from web.meeting_plans import advice_on
from web.refusals import words_of
from web.signing_in.again import freshly_proven
from workflows.campaigns.changing import change_campaign, versions_of
from workflows.campaigns.closing import close_campaign, waiting_in
from workflows.campaigns.copying import copy_campaign
from workflows.campaigns.date_order import remarks_on
from workflows.campaigns.from_cells import committee_sets, computed_in
from workflows.campaigns.mapping import newest_sets, remove_route, set_route
from workflows.campaigns.meeting_days import MEETING_DAY
from workflows.campaigns.opening import begin_opening, eligible_units, opened_so_far
from workflows.campaigns.planning import Calendar, calendar_of_campaign
from workflows.campaigns.reading import campaigns_of
from workflows.campaigns.routes import routes_of
from workflows.campaigns.staffing import unfilled_parties
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.engine.refusals import Refusal

bp = Blueprint("campaigns", __name__, url_prefix="/quan-tri/nam")

DAYS = tuple(Calendar.__dataclass_fields__)


@bp.get("")
@requires(Permission.ADMIN_READ)
def years() -> ResponseReturnValue:
    """List the years, the latest first."""
    campaigns = campaigns_of(current.session())
    return show(
        "campaigns/years.html",
        campaigns=campaigns,
        states=STATES,
        looks=LOOKS,
        next_year=campaigns[0].year + 1 if campaigns else current.today().year,
        keeps=_keeps(),
        form=Form(formdata=None),
    )


@bp.get("/<int:year>")
@requires(Permission.ADMIN_READ)
def page(year: int) -> ResponseReturnValue:
    """Show a year: its days, rules, ways, changes, and how far its opening is."""
    return _page(_campaign(year))


@bp.post("/<int:year>/chep")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def copy(year: int) -> ResponseReturnValue:
    """Draft the next year from this one."""
    source = _campaign(year)
    try:
        draft = copy_campaign(current.session(), source, year + 1, actor=current.member())
    except Refusal as refusal:
        say(words_of(refusal))
        return go(url_for("campaigns.page", year=year + 1))
    say(
        _(
            "Đã chép năm %(a)s sang năm %(b)s. Đồng chí xem lại các ngày rồi mở.",
            a=year,
            b=draft.year,
        )
    )
    return go(url_for("campaigns.page", year=draft.year))


@bp.get("/<int:year>/sua")
@requires(Permission.CAMPAIGN_KEEP)
def ask(year: int) -> ResponseReturnValue:
    """Show what is set of a year, to be changed."""
    campaign = _campaign(year)
    form = _form_of(campaign)(formdata=None, seen_version=campaign.version, **prefilled(campaign))
    return _ask(campaign, form)


@bp.post("/<int:year>/sua")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def change(year: int) -> ResponseReturnValue:
    """Set a year; an open one by the decision that is named."""
    campaign = _campaign(year)
    form = _form_of(campaign)()
    form.offer()
    if not form.validate_on_submit():
        return _ask(campaign, form, status=422)
    try:
        changes = change_campaign(
            current.session(), campaign, form.settings(campaign), actor=current.member(),
            seen_version=form.seen_version.data or 0,
            behind=form.behind if isinstance(form, LateSettingsForm) else None,
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        return _ask(campaign, form, status=409 if refusal.code == "changed_meanwhile" else status)
    say(_("Đã ghi %(n)s thay đổi của năm %(year)s.", n=len(changes), year=year))
    return go(url_for("campaigns.page", year=year))


@bp.get("/<int:year>/mo")
@requires(Permission.CAMPAIGN_KEEP)
def check(year: int) -> ResponseReturnValue:
    """Show what opening would do, before it is done."""
    return _check(_campaign(year), Form(formdata=None))


@bp.post("/<int:year>/mo")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def open_year(year: int) -> ResponseReturnValue:
    """Open the year; its dossiers are made in the background."""
    campaign, form = _campaign(year), Form()
    try:
        units = begin_opening(current.session(), campaign, actor=current.member())
    except Refusal as refusal:
        return _check(campaign, form, status=form.explain(refusal))
    say(_("Đã mở năm %(year)s. Máy đang lập hồ sơ cho %(n)s đơn vị.", year=year, n=units))
    return go(url_for("campaigns.page", year=year))


@bp.get("/<int:year>/dong")
@requires(Permission.CAMPAIGN_KEEP)
def ask_close(year: int) -> ResponseReturnValue:
    """Show what still waits, and for whom."""
    return _closing(_campaign(year), Form(formdata=None))


@bp.post("/<int:year>/dong")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def close(year: int) -> ResponseReturnValue:
    """Close the year, if no dossier is open."""
    campaign, form = _campaign(year), Form()
    try:
        left = close_campaign(current.session(), campaign, actor=current.member())
    except Refusal as refusal:
        return _closing(campaign, form, status=form.explain(refusal))
    say(_("Đã đóng năm %(year)s. %(n)s hồ sơ tạm dừng hoặc đang xem xét lại.", year=year, n=left))
    return go(url_for("campaigns.page", year=year))


@bp.post("/<int:year>/lo-trinh")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def add_route(year: int) -> ResponseReturnValue:
    """Send units of a kind or sector along a flow by a criteria set."""
    campaign, form = _campaign(year), RouteForm()
    form.offer(newest_sets(current.session()), flow_words())
    if not form.validate_on_submit() or form.criteria_id is None:
        return _page(campaign, route_form=form, status=422)
    try:
        set_route(
            current.session(), campaign, kind=form.kind.data or "", sector=form.sector.data or None,
            flow=form.flow.data or "", criteria_set_id=form.criteria_id, since=form.since.data,
            actor=current.member(),
        )  # fmt: skip
    except Refusal as refusal:
        return _page(campaign, route_form=form, status=form.explain(refusal))
    say(_("Đã ghi lộ trình."))
    return go(url_for("campaigns.page", year=year))


@bp.post("/<int:year>/lo-trinh/<uuid:route_id>/bo")
@requires(Permission.CAMPAIGN_KEEP)
@freshly_proven
def drop_route(year: int, route_id: UUID) -> ResponseReturnValue:
    """Take a row out of a draft's map."""
    campaign, form = _campaign(year), RouteForm(formdata=None)
    try:
        remove_route(current.session(), campaign, route_id, actor=current.member())
    except Refusal as refusal:
        return _page(campaign, route_form=form, status=form.explain(refusal))
    say(_("Đã bỏ lộ trình."))
    return go(url_for("campaigns.page", year=year))


def _page(
    campaign: Campaign, *, route_form: RouteForm | None = None, status: int = 200
) -> ResponseReturnValue:
    session = current.session()
    draft = campaign.state is CampaignState.DRAFT
    form = route_form or RouteForm(formdata=None)
    form.offer(newest_sets(session), flow_words())
    return show(
        "campaigns/page.html",
        status=status,
        campaign=campaign,
        states=STATES,
        looks=LOOKS,
        days=_days(campaign),
        rules=_rules(campaign),
        from_cells=_from_cells(campaign),
        routes=routes_of(session, campaign),
        flows=flow_words(),
        remarks=_remarks(campaign),
        advice=advice_on(campaign),
        made=opened_so_far(session, campaign),
        unfilled=unfilled_parties(session, campaign)
        if campaign.state is CampaignState.OPEN
        else [],
        versions=[(each, _difference(each.difference)) for each in versions_of(session, campaign)],
        draft=draft,
        next_exists=any(each.year == campaign.year + 1 for each in campaigns_of(session)),
        keeps=_keeps(),
        form=Form(formdata=None),
        route_form=form,
    )


def _ask(campaign: Campaign, form: SettingsForm, *, status: int = 200) -> ResponseReturnValue:
    form.offer()
    return show(
        "campaigns/settings.html",
        status=status,
        campaign=campaign,
        form=form,
        day_fields=[form[name] for name in DAYS],
        late=isinstance(form, LateSettingsForm),
        remarks=_remarks(campaign),
    )


def _check(campaign: Campaign, form: Form, *, status: int = 200) -> ResponseReturnValue:
    session = current.session()
    return show(
        "campaigns/check.html",
        status=status,
        campaign=campaign,
        days=_days(campaign),
        remarks=_remarks(campaign),
        advice=advice_on(campaign),
        from_cells=_from_cells(campaign),
        units=len(eligible_units(session, campaign)),
        unfilled=unfilled_parties(session, campaign),
        form=form,
    )


def _closing(campaign: Campaign, form: Form, *, status: int = 200) -> ResponseReturnValue:
    waiting = waiting_in(current.session(), campaign)
    return show(
        "campaigns/closing.html",
        status=status,
        campaign=campaign,
        blocking=[each for each in waiting if each.blocks],
        left=[each for each in waiting if not each.blocks],
        form=form,
    )


def _campaign(year: int) -> Campaign:
    found = (each for each in campaigns_of(current.session()) if each.year == year)
    return next(found, None) or abort(404)


def _keeps() -> bool:
    return current.member().may(Permission.CAMPAIGN_KEEP)


def _form_of(campaign: Campaign) -> type[SettingsForm]:
    return LateSettingsForm if campaign.state is CampaignState.OPEN else SettingsForm


def _days(campaign: Campaign) -> list[tuple[str, Any]]:
    return [(name_of(name), getattr(campaign, name)) for name in DAYS]


def _rules(campaign: Campaign) -> list[tuple[str, str]]:
    shown = (
        "pilots_per_ward", "meeting_day", "late_registration", "late_self_assessment",
        "grace_days", "recorder_may_close", "days_to_act", "quota", "vote",
    )  # fmt: skip
    pairs = [(f"rules.{name}", campaign.rules.get(name)) for name in shown]
    pairs.append(("reconsideration_days", campaign.reconsideration_days))
    return [(name_of(name), value_of(name, value)) for name, value in pairs if value is not None]


def _from_cells(campaign: Campaign) -> list[str] | None:
    """Say what is computed from cells; nothing at all where no committee takes part."""
    sets = committee_sets(current.session(), campaign)
    if not sets:
        return None
    computed = computed_in(campaign, sets)
    return list(dict.fromkeys(line for each in sets for line in lines_of(computed, each)))


def _difference(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [
        (
            name_of(row["name"]),
            value_of(row["name"], row["before"]),
            value_of(row["name"], row["after"]),
        )
        for row in rows
    ]


def _remarks(campaign: Campaign) -> list[tuple[bool, str]]:
    found = remarks_on(
        calendar_of_campaign(campaign), calendar_of(current.session()), year=campaign.year,
        meeting_day=int(campaign.rules.get("meeting_day", MEETING_DAY)),
    )  # fmt: skip
    return [(remark.mend, remark_words(remark)) for remark in found]

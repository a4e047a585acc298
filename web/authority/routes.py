"""Re-routing the open dossiers of a campaign when another body decides from now on."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from tenants.roles import Permission
from web import current
from web.access import requires
from web.catalogue import _, _l
from web.forms import AtMost, Form, Required
from web.htmx import go, say, show
from web.words import in_own_words
from workflows.campaigns.authority import hand_authority_over, ways_from
from workflows.campaigns.reading import open_campaign_of
from workflows.campaigns.routes import routes_of
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import find_many
from workflows.engine.refusals import Refusal
from workflows.flows.migration import Report, try_route
from workflows.flows.routes import Route

bp = Blueprint("authority", __name__, url_prefix="/quan-tri/tham-quyen")

FLOWS = {
    "cell_title": _l("{Ward} đề nghị, {city} công nhận chi bộ"),
    "cell_title_ward": _l("{Ward} công nhận chi bộ"),
    "committee_title": _l("Đảng bộ cơ sở do {city} công nhận"),
}


class HandOverForm(Form):
    """The decision by which authority changes."""

    reason = StringField(
        _l("Căn cứ (số, ngày, cơ quan ban hành)"), validators=[Required(), AtMost(300)]
    )
    digest = StringField()


@bp.app_template_filter("flow_word")
def flow_word(name: str) -> str:
    """Return who decides in a flow, in the tenant's own words."""
    return in_own_words(str(FLOWS.get(name, name)))


@bp.get("")
@requires(Permission.ADMIN_READ)
def page() -> ResponseReturnValue:
    """Show who decides now, and what a change would do to every open dossier."""
    campaign = open_campaign_of(current.session())
    if campaign is None:
        return show("authority/page.html", campaign=None, ways=[], rows=[], report=None, form=None)
    way = _way(campaign)
    report = _tried(way, campaign) if way else None
    form = HandOverForm(formdata=None, digest=report.digest if report else "")
    return _page(campaign, way, report, form)


@bp.post("")
@requires(Permission.UNIT_KEEP)
def change() -> ResponseReturnValue:
    """Move the dossiers that can move, exactly as they were shown."""
    campaign = open_campaign_of(current.session()) or abort(404)
    way = _way(campaign) or abort(404)
    form = HandOverForm()
    if not form.validate_on_submit():
        return _page(campaign, way, _tried(way, campaign), form, status=422)
    try:
        done = hand_authority_over(
            current.session(), campaign, way, actor=current.member(),
            reason=form.reason.data or "", digest=form.digest.data or "",
        )  # fmt: skip
    except Refusal as refusal:
        status = form.explain(refusal)
        report = _tried(way, campaign)
        form.digest.raw_data = None
        form.digest.data = report.digest
        status = 409 if refusal.code == "trial_is_old" else status
        return _page(campaign, way, report, form, status=status)
    say(
        _(
            "Đã chuyển %(n)s hồ sơ, %(m)s hồ sơ giữ nguyên.",
            n=len(done.ready),
            m=len(done.refused),
        )
    )
    return go(url_for("authority.page"))


def _page(
    campaign: Campaign,
    way: Route | None,
    report: Report | None,
    form: HandOverForm,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    session, member = current.session(), current.member()
    trials = report.trials if report else ()
    singly = [each for each in trials if each.refusal or each.place != each.state]
    found = find_many(session, [each.code for each in singly], viewer=member)
    dossiers = {row.code: row for row in found}
    return show(
        "authority/page.html",
        status=status,
        campaign=campaign,
        rows=routes_of(session, campaign),
        ways=ways_from(campaign),
        way=way,
        report=report,
        steps=Counter((each.state, each.place) for each in trials if not each.refusal).items(),
        singly=sorted(singly, key=lambda each: _in_order(dossiers.get(each.code))),
        dossiers=dossiers,
        form=form,
        may_change=member.may(Permission.UNIT_KEEP),
    )


def _in_order(dossier: Dossier | None) -> tuple[str, str]:
    """Sort by committee and unit, as offices read lists."""
    return (dossier.committee.sort_key, dossier.unit.sort_key) if dossier else ("", "")


def _way(campaign: Campaign) -> Route | None:
    wanted = request.values.get("sang", "")
    return next((way for way in ways_from(campaign) if way.target.name == wanted), None)


def _tried(way: Route, campaign: Campaign) -> Report:
    return try_route(current.session(), way, viewer=current.member(), campaign_id=campaign.id)

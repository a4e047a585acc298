"""What a committee's office suggests to its cells for registration."""

from __future__ import annotations

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.roles import Permission, Role
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.catalogue import _
from web.htmx import go, say, show
from web.steps.registration.forms import Suggested, fields_of, keys_of, opening_values
from workflows.campaigns.reading import open_campaign_of
from workflows.campaigns.tables import Campaign
from workflows.criteria.reading import from_document
from workflows.targets.lines import from_data
from workflows.targets.suggesting import keep_template, template_of

bp = Blueprint("registration_template", __name__, url_prefix="/phuong/mau-dang-ky")


@bp.get("")
@requires(Permission.WARD_INBOX)
def page() -> ResponseReturnValue:
    """Show what cells find in their registration when they open it."""
    committee, campaign = _here()
    return _page(committee, campaign, _form(committee, campaign))


@bp.post("")
@requires(Permission.WARD_INBOX)
def keep() -> ResponseReturnValue:
    """Keep it; registrations that were sent stay as they are."""
    committee, campaign = _here()
    form = _form(committee, campaign)
    if not form.validate_on_submit():
        return _page(committee, campaign, form, status=422)
    keep_template(
        current.session(), committee, campaign,
        commitments=form.words(), targets=form.lines(), actor=current.member(),
    )  # fmt: skip
    say(_("Đã lưu mẫu đăng ký. Chi bộ chưa đăng ký sẽ thấy mẫu này."))
    return go(url_for("registration_template.page"))


def _here() -> tuple[OrgUnit, Campaign]:
    offices = current.member().units(Role.WARD_OFFICE)
    campaign = open_campaign_of(current.session())
    if not offices or campaign is None:
        abort(404)
    committee = current.session().scalars(select(OrgUnit).where(OrgUnit.id == offices[0])).one()
    return committee, campaign


def _form(committee: OrgUnit, campaign: Campaign) -> Suggested:
    criteria = from_document(campaign.criteria_set.document)
    standing = template_of(current.session(), committee.id, campaign)
    words = {group.key: group.commitment for group in criteria.groups}
    words |= standing.commitments if standing else {}
    lines = [from_data(each) for each in standing.targets] if standing else []
    shape: type[Suggested] = type("FormOfTemplate", (Suggested,), fields_of(criteria))
    form = shape(**opening_values(criteria, words, lines))
    form.groups, form.series = keys_of(criteria)
    return form


def _page(
    committee: OrgUnit, campaign: Campaign, form: Suggested, *, status: int = 200
) -> ResponseReturnValue:
    return show(
        "targets/template.html", status=status, committee=committee, campaign=campaign, form=form
    )

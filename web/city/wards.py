"""One ward as the committee above sees it: what it sent, what to look at, whom to call."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from tenants.roles import Permission, Role
from tenants.units import OrgUnit
from web import current
from web.access import requires
from web.city.flag_words import flag_words
from web.htmx import show
from web.sittings.quota_words import limit_words
from workflows.campaigns.reading import open_campaign_of, year_shown
from workflows.dossiers.flags import flags_of
from workflows.dossiers.glance import glances_of
from workflows.dossiers.sent_up import contacts_of, dossiers_of_ward, find_ward
from workflows.sittings.quota import quotas_of, rule_of
from workflows.tasks.inbox import BY_STATE, counts

bp = Blueprint("wards", __name__, url_prefix="/thanh-pho/phuong/<code:code>")
bp.add_app_template_filter(flag_words)
TO_APPRAISE = "city_appraisal"


@bp.get("")
@requires(Permission.CITY_INBOX)
def ward(code: str) -> ResponseReturnValue:
    """Show a ward: those to agree with at once, those to look at singly, and the rest."""
    session, member = current.session(), current.member()
    unit = find_ward(session, code, viewer=member) or abort(404)
    dossiers = dossiers_of_ward(session, unit, viewer=member)
    waiting = [dossier for dossier in dossiers if dossier.state == TO_APPRAISE]
    flags = flags_of(session, waiting)
    clean = [dossier for dossier in waiting if not flags[dossier.id]]
    return show(
        "city/ward.html",
        unit=unit,
        clean=clean,
        glances=glances_of(session, clean),
        flagged=[(dossier, flags[dossier.id]) for dossier in waiting if flags[dossier.id]],
        submissions=sorted(
            {
                (dossier.submission_number, dossier.submission_on)
                for dossier in dossiers
                if dossier.submission_number and dossier.submission_on
            },
            key=lambda pair: pair[1],
        ),
        states=_states(unit),
        contacts=contacts_of(session, unit, on=current.today()),
        quotas=_quotas(),
    )


def _states(ward: OrgUnit) -> list[tuple[str, int]]:
    """Count the ward's dossiers of each state, as the lists behind the figures do."""
    session, member = current.session(), current.member()
    year = year_shown(session).year
    found = counts(session, member, BY_STATE, ward_id=ward.id, year=year)
    return [(state, number) for state, number in found.items() if number]


def _quotas() -> list[str]:
    """Spell out the places that the open campaign has frozen for the visitor's body."""
    session, member = current.session(), current.member()
    campaign = open_campaign_of(session)
    rule = rule_of(campaign) if campaign else None
    if campaign is None or rule is None:
        return []
    return [
        limit_words({"most": row.most, "base": row.base, "share": rule.share, "used": row.used})
        for unit_id in member.units(Role.CITY_ORG_DEPT, Role.CITY_OFFICE)
        for row in quotas_of(session, campaign.id, unit_id)
    ]

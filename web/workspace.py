"""The part of the site that belongs to a tenant: every page under its name.

A new package of pages adds its blueprint here, and nowhere else.
"""

from __future__ import annotations

from flask import Flask

from web.account import passwords, protection, told_how
from web.account import routes as account
from web.administration import emergencies
from web.administration import routes as administration
from web.appraisal import routes as appraisal
from web.authority import routes as authority
from web.bulk import routes as bulk
from web.calendar import routes as calendar
from web.campaigns import founding as programmes
from web.campaigns import from_cells
from web.campaigns import routes as campaigns
from web.cell import routes as cell
from web.certificates import printing
from web.certificates import routes as certificates
from web.city import routes as city
from web.city import wards
from web.criteria import drafting as criteria_drafts
from web.criteria import routes as criteria
from web.decisions import asking, correcting, publishing
from web.decisions import routes as decisions
from web.dossiers import routes as dossiers
from web.events import routes as events
from web.evidence import adding as adding_evidence
from web.evidence import dossier as dossier_evidence
from web.evidence import files as evidence_files
from web.evidence import routes as evidence
from web.finding import routes as finding
from web.lists import routes as lists
from web.logbook import routes as logbook
from web.meetings import routes as meetings
from web.meetings import ward as ward_meetings
from web.notices import routes as notices
from web.number_books import routes as number_books
from web.onboarding import checking, finishing, uploading
from web.onboarding import routes as onboarding
from web.papers import copies, numbering
from web.papers import forms as own_forms
from web.papers import of_units as unit_papers
from web.papers import routes as papers
from web.people import bodies, cells, delegating, users, working_role
from web.pilots import routes as pilots
from web.ratings import routes as ratings
from web.reminding import routes as reminding
from web.results import routes as results
from web.review_teams import routes as review_teams
from web.signing_in import again, codes, phones, second
from web.signing_in import routes as signing_in
from web.sittings import ballot as sitting_ballot
from web.sittings import closing as sitting_closing
from web.sittings import opening as sitting_opening
from web.sittings import preparing as sitting_agenda
from web.sittings import recording as sitting_record
from web.sittings import routes as sittings
from web.steps.reason import routes as reason
from web.steps.registration import routes as registration
from web.steps.registration import signed_copy
from web.steps.self_assessment import claims, sending
from web.steps.self_assessment import evidence as criterion_evidence
from web.steps.self_assessment import routes as self_assessment
from web.targets import routes as targets
from web.targets import sums as target_sums
from web.targets import template as registration_template
from web.tasks import routes as tasks
from web.trail import routes as trail
from web.unit_classes import routes as unit_classes
from web.units import classifying, spelling
from web.units import routes as units

PAGES = (
    signing_in.bp,
    second.bp,
    again.bp,
    codes.bp,
    phones.bp,
    account.bp,
    told_how.bp,
    passwords.bp,
    protection.bp,
    finding.bp,
    lists.bp,
    tasks.bp,
    bulk.bp,
    appraisal.bp,
    city.bp,
    ratings.bp,
    ratings.ward_bp,
    wards.bp,
    administration.bp,
    units.bp,
    spelling.bp,
    classifying.bp,
    unit_classes.bp,
    users.bp,
    authority.bp,
    cells.bp,
    bodies.bp,
    delegating.bp,
    working_role.bp,
    calendar.bp,
    campaigns.bp,
    from_cells.bp,
    programmes.bp,
    criteria.bp,
    criteria_drafts.bp,
    events.bp,
    emergencies.bp,
    trail.bp,
    decisions.bp,
    correcting.bp,
    publishing.bp,
    asking.bp,
    number_books.bp,
    printing.bp,
    certificates.bp,
    reminding.bp,
    results.bp,
    notices.bp,
    onboarding.bp,
    uploading.bp,
    checking.bp,
    finishing.bp,
    papers.bp,
    unit_papers.bp,
    numbering.bp,
    copies.bp,
    own_forms.bp,
    self_assessment.bp,
    claims.bp,
    criterion_evidence.bp,
    sending.bp,
    cell.bp,
    meetings.bp,
    ward_meetings.bp,
    logbook.bp,
    review_teams.bp,
    adding_evidence.bp,
    evidence.bp,
    dossier_evidence.bp,
    targets.bp,
    target_sums.bp,
    registration_template.bp,
    evidence_files.bp,
    dossiers.bp,
    registration.bp,
    signed_copy.bp,
    reason.bp,
    sittings.bp,
    sitting_agenda.bp,
    sitting_opening.bp,
    sitting_record.bp,
    sitting_closing.bp,
    sitting_ballot.bp,
    pilots.bp,
)


def init_app(app: Flask) -> None:
    """Put the pages of a tenant under ``/<tenant>``."""
    for bp in PAGES:
        app.register_blueprint(bp, url_prefix=f"/<slug:tenant>{bp.url_prefix or ''}")

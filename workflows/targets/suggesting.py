"""What a registration opens with: what stands, last year's, the committee's, or the set's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.contents import commitments_of, criteria_of
from workflows.dossiers.tables import Dossier
from workflows.targets.lines import Line, from_data
from workflows.targets.reading import lines_of, targets_of
from workflows.targets.tables import RegistrationTemplate


class From(StrEnum):
    """Where a suggestion comes from."""

    STANDING = "standing"
    LAST_YEAR = "last_year"
    TEMPLATE = "template"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Commitments by group and targets, as the form opens with them."""

    commitments: dict[str, str]
    targets: list[Line]
    source: From


def suggested(session: TenantSession, dossier: Dossier) -> Suggestion:
    """Return what a dossier's registration opens with.

    What the cell wrote itself comes first: this year's, then last year's. A committee's
    template comes before the wording of the criteria set. Only what fits this year's groups
    and series is taken over.
    """
    groups = criteria_of(dossier).groups
    own = {group.key: group.commitment for group in groups}
    standing = commitments_of(session, dossier.id)
    if standing:
        targets = lines_of(targets_of(session, dossier.id))
        return Suggestion(own | _fitting(standing, own), targets, From.STANDING)
    before = _last_year(session, dossier)
    if before is not None:
        words = _fitting(commitments_of(session, before.id), own)
        lines = lines_of(targets_of(session, before.id))
        if words or lines:
            return Suggestion(own | words, _of_series(lines, dossier), From.LAST_YEAR)
    template = template_of(session, dossier.committee_id, dossier.campaign)
    if template is not None:
        lines = [from_data(each) for each in template.targets]
        words = _fitting(template.commitments, own)
        return Suggestion(own | words, _of_series(lines, dossier), From.TEMPLATE)
    return Suggestion(own, [], From.CRITERIA)


def template_of(
    session: TenantSession, committee_id: object, campaign: Campaign
) -> RegistrationTemplate | None:
    """Return what a committee suggests to its cells in a campaign."""
    return session.scalar(
        select(RegistrationTemplate).where(
            RegistrationTemplate.committee_id == committee_id,
            RegistrationTemplate.campaign_id == campaign.id,
        )
    )


def keep_template(
    session: TenantSession,
    committee: OrgUnit,
    campaign: Campaign,
    *,
    commitments: dict[str, str],
    targets: list[Line],
    actor: Member,
) -> RegistrationTemplate:
    """Keep what a committee suggests; registrations that were sent stay as they are."""
    row = template_of(session, committee.id, campaign)
    if row is None:
        row = RegistrationTemplate(committee_id=committee.id, campaign_id=campaign.id)
        session.add(row)
    row.commitments = {key: words.strip() for key, words in commitments.items() if words.strip()}
    row.targets = [line.as_data() for line in targets]
    row.changed_at, row.changed_by = clock.now(session), actor.name
    session.flush()
    record_event(
        session,
        "registration_template",
        actor=actor,
        facts={"committee_id": committee.id, "year": campaign.year, "targets": row.targets},
    )
    return row


def _last_year(session: TenantSession, dossier: Dossier) -> Dossier | None:
    return session.scalars(
        select(Dossier)
        .join(Campaign, Campaign.id == Dossier.campaign_id)
        .where(Dossier.unit_id == dossier.unit_id, Campaign.year == dossier.campaign.year - 1)
        .order_by(Dossier.id.desc())
        .limit(1)
    ).one_or_none()


def _fitting(words: dict[str, Any], groups: dict[str, str]) -> dict[str, str]:
    return {key: str(text) for key, text in words.items() if key in groups and str(text).strip()}


def _of_series(lines: list[Line], dossier: Dossier) -> list[Line]:
    """Keep the lines whose series this year's criteria know; others lose theirs."""
    known = {each.target_series for each in criteria_of(dossier).criteria if each.target_series}
    return [line if line.series in known else replace(line, series="") for line in lines]

"""Copying a year: its days a year later, its rules, its authority map; as a draft."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select

from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.planning import calendar_of_campaign, moved_to_year, same_day
from workflows.campaigns.routes import routes_of
from workflows.campaigns.tables import Campaign, CampaignRoute, CriteriaSet
from workflows.engine.refusals import Refusal


def copy_campaign(
    session: TenantSession, source: Campaign, year: int, *, actor: Member
) -> Campaign:
    """Draft a year from another: each way takes the newest version of its criteria.

    The source stays as it was, and so do its dossiers: what is changed in the draft never
    reaches them.

    Raises:
        Refusal: ``year_exists``, when the programme has that year already.

    """
    standing = session.scalar(
        select(Campaign.id).where(
            Campaign.programme_id == source.programme_id, Campaign.year == year
        )
    )
    if standing is not None:
        raise Refusal("year_exists", year=year)
    years = year - source.year
    draft = Campaign(
        id=row_id(),
        programme_id=source.programme_id,
        criteria_set_id=newest(session, source.criteria_set_id).id,
        year=year,
        title=source.title.replace(str(source.year), str(year)),
        flow=source.flow,
        flow_version=source.flow_version,
        reconsideration_days=source.reconsideration_days,
        rules=dict(source.rules),
    )
    for name, day in asdict(moved_to_year(calendar_of_campaign(source), years)).items():
        setattr(draft, name, day)
    session.add(draft)
    session.flush()
    for route in routes_of(session, source):
        session.add(
            CampaignRoute(
                id=row_id(),
                campaign_id=draft.id,
                kind=route.kind,
                sector=route.sector,
                since=same_day(route.since, years),
                flow=route.flow,
                flow_version=route.flow_version,
                criteria_set_id=newest(session, route.criteria_set_id).id,
            )
        )
    session.flush()
    facts = {"year": year, "from": source.year, "title": draft.title}
    record_event(session, "campaign_copied", actor=actor, facts=facts)
    return draft


def newest(session: TenantSession, criteria_set_id: UUID) -> CriteriaSet:
    """Return the newest version of a criteria set."""
    key = select(CriteriaSet.key).where(CriteriaSet.id == criteria_set_id).scalar_subquery()
    return session.scalars(
        select(CriteriaSet)
        .where(CriteriaSet.key == key)
        .order_by(CriteriaSet.version.desc())
        .limit(1)
    ).one()

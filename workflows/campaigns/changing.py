"""Changing a campaign: freely while it is a draft, by an audited decision once it is open.

A change of an open campaign is a new version with what was before and after. Dossiers keep
the flow and the criteria that they were opened with; open tasks that were due on a day of
the campaign's move with it (docs/process.md, sections 1 and 6).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from tenants import clock
from tenants.audit import plain, record_event
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.wall import TenantSession
from tenants.working_days import calendar_of
from workflows.campaigns.date_order import remarks_on
from workflows.campaigns.planning import Calendar, calendar_of_campaign
from workflows.campaigns.tables import Campaign, CampaignState, CampaignVersion
from workflows.dossiers.tables import Dossier
from workflows.engine.due import CampaignDay
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS
from workflows.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set of a campaign: its name, its days, its rules."""

    title: str
    calendar: Calendar
    reconsideration_days: int
    rules: Json


@dataclass(frozen=True, slots=True)
class Behind:
    """The decision behind a change of an open campaign."""

    number: str
    on: date
    reason: str


def settings_of(campaign: Campaign) -> Settings:
    """Return what is set of a campaign."""
    return Settings(
        campaign.title,
        calendar_of_campaign(campaign),
        campaign.reconsideration_days,
        dict(campaign.rules),
    )


def difference(before: Settings, after: Settings) -> list[dict[str, Any]]:
    """List what two settings differ in, in the order of the page: name, before, after."""
    old, new = _flat(before), _flat(after)
    return [
        {"name": name, "before": plain(old.get(name)), "after": plain(new.get(name))}
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]


def change_campaign(
    session: TenantSession,
    campaign: Campaign,
    settings: Settings,
    *,
    actor: Member,
    seen_version: int,
    behind: Behind | None = None,
) -> list[dict[str, Any]]:
    """Set a campaign's name, days and rules; return what changed.

    Raises:
        Refusal: ``campaign_closed``; ``changed_meanwhile``; ``nothing_changed``;
            ``campaign_days_order``, with the fields; ``decision_needed``, for an open one.

    """
    if campaign.state is CampaignState.CLOSED:
        raise Refusal("campaign_closed", year=campaign.year)
    if campaign.version != seen_version:
        raise Refusal("changed_meanwhile", version=campaign.version)
    before = settings_of(campaign)
    changes = difference(before, settings)
    if not changes:
        raise Refusal("nothing_changed")
    faults = [
        remark
        for remark in remarks_on(settings.calendar, calendar_of(session), year=campaign.year)
        if remark.mend
    ]
    if faults:
        raise Refusal("campaign_days_order", fields=list(faults[0].fields), **faults[0].info)
    if campaign.state is CampaignState.OPEN and behind is None:
        raise Refusal("decision_needed", fields=["decision_number", "decision_on", "reason"])
    _set(campaign, settings)
    if campaign.state is CampaignState.OPEN and behind is not None:
        _new_version(session, campaign, changes, behind, actor)
        _move_tasks(session, campaign, before.calendar)
    session.flush()
    record_event(
        session,
        "campaign_changed",
        actor=actor,
        facts={
            "year": campaign.year, "version": campaign.version, "changes": changes,
            "decision": asdict(behind) if behind else None,
        },
    )  # fmt: skip
    return changes


def versions_of(session: TenantSession, campaign: Campaign) -> list[CampaignVersion]:
    """List the changes of a campaign since it was opened, the latest first."""
    return list(
        session.scalars(
            select(CampaignVersion)
            .where(CampaignVersion.campaign_id == campaign.id)
            .order_by(CampaignVersion.version.desc())
        )
    )


def _set(campaign: Campaign, settings: Settings) -> None:
    campaign.title = settings.title
    campaign.reconsideration_days = settings.reconsideration_days
    campaign.rules = dict(settings.rules)
    for name, day in asdict(settings.calendar).items():
        setattr(campaign, name, day)


def _new_version(
    session: TenantSession,
    campaign: Campaign,
    changes: list[dict[str, Any]],
    behind: Behind,
    actor: Member,
) -> None:
    campaign.version += 1
    session.add(
        CampaignVersion(
            id=row_id(),
            campaign_id=campaign.id,
            version=campaign.version,
            made_at=clock.now(session),
            made_by=actor.name,
            reason=behind.reason,
            decision_number=behind.number,
            decision_on=behind.on,
            difference=changes,
        )
    )


def _move_tasks(session: TenantSession, campaign: Campaign, before: Calendar) -> None:
    """Move the open tasks that were due on a day of the campaign's that has moved."""
    moved = {
        name: (old, getattr(campaign, name))
        for name, old in asdict(before).items()
        if old != getattr(campaign, name)
    }
    own = select(Dossier.id).where(Dossier.campaign_id == campaign.id)
    for flow in FLOWS.values():
        for state in flow.states.values():
            if not isinstance(state.due, CampaignDay) or state.due.name not in moved:
                continue
            old, new = moved[state.due.name]
            session.execute(
                update(Task)
                .where(
                    Task.dossier_id.in_(own.where(Dossier.flow == flow.name)),
                    Task.state == state.name,
                    Task.done_at.is_(None),
                    Task.due_at == clock.end_of(old),
                )
                .values(due_at=clock.end_of(new))
            )


def _flat(settings: Settings) -> Json:
    rules = {f"rules.{name}": value for name, value in settings.rules.items()}
    return {
        "title": settings.title,
        **asdict(settings.calendar),
        "reconsideration_days": settings.reconsideration_days,
        **rules,
    }

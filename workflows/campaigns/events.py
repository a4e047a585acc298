"""Events of a year: launch, interim and final review, briefing, dialogue; planned and held.

A ward sees and keeps its own; the committee above sees all and keeps its own
(docs/process.md, section 1).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignEvent, EventKind
from workflows.engine.refusals import Refusal

KEEPS = (Role.WARD_OFFICE, Role.CITY_OFFICE, Role.CITY_ORG_DEPT)
# Once in a programme a unit launches it, once in its last year it looks back on all of it.
ONCE = frozenset({EventKind.LAUNCH, EventKind.FINAL_REVIEW})


@dataclass(frozen=True, slots=True)
class Record:
    """What is written down of an event; long texts have a line for each thing."""

    planned_on: date
    held_on: date | None = None
    place: str = ""
    chair: str = ""
    guests: str = ""
    directions: str = ""
    petitions: str = ""
    papers: str = ""


def visible_events(viewer: Member) -> ColumnElement[bool]:
    """Say in SQL which events a member may see: their own unit's, above it all of them."""
    if any(holding.unit_kind is UnitKind.UPPER_COMMITTEE for holding in viewer.holdings):
        return true()
    return CampaignEvent.unit_id.in_([holding.unit_id for holding in viewer.holdings])


def events_of(
    session: TenantSession, viewer: Member, campaign: Campaign | None = None
) -> list[CampaignEvent]:
    """List the events that a member may see, the latest planned first."""
    query = select(CampaignEvent).where(visible_events(viewer))
    if campaign is not None:
        query = query.where(CampaignEvent.campaign_id == campaign.id)
    return list(
        session.scalars(
            query.order_by(CampaignEvent.planned_on.desc(), CampaignEvent.id).options(
                joinedload(CampaignEvent.unit), joinedload(CampaignEvent.campaign)
            )
        )
    )


def find_event(session: TenantSession, event_id: UUID, *, viewer: Member) -> CampaignEvent | None:
    """Return an event that the member may see."""
    return session.scalar(
        select(CampaignEvent)
        .where(CampaignEvent.id == event_id, visible_events(viewer))
        .options(joinedload(CampaignEvent.unit), joinedload(CampaignEvent.campaign))
        .execution_options(populate_existing=True)
    )


def keeps(member: Member, unit_id: UUID) -> bool:
    """Tell whether a member keeps the events of a unit."""
    return unit_id in member.units(*KEEPS)


def plan_event(
    session: TenantSession,
    campaign: Campaign,
    unit: OrgUnit,
    kind: EventKind,
    record: Record,
    *,
    actor: Member,
) -> CampaignEvent:
    """Plan an event of a unit.

    Raises:
        Refusal: ``role``; ``event_once``, for what a programme has once; ``future_day``.

    """
    _may(actor, unit.id)
    _check(session, record)
    if kind in ONCE and _standing(session, campaign, unit.id, kind) is not None:
        raise Refusal("event_once", fields=["kind"])
    event = CampaignEvent(
        id=row_id(), campaign_id=campaign.id, unit_id=unit.id, kind=kind, **asdict(record)
    )
    session.add(event)
    session.flush()
    _note(session, event, "event_planned", actor)
    return event


def keep_event(
    session: TenantSession,
    event: CampaignEvent,
    record: Record,
    *,
    actor: Member,
    seen_version: int,
) -> None:
    """Write down how an event was planned and held.

    Raises:
        Refusal: ``role``; ``changed_meanwhile``; ``future_day``; ``event_cancelled``.

    """
    _may(actor, event.unit_id)
    if event.cancelled_at is not None:
        raise Refusal("event_cancelled")
    if event.version != seen_version:
        raise Refusal("changed_meanwhile", version=event.version)
    _check(session, record)
    for name, value in asdict(record).items():
        setattr(event, name, value)
    session.flush()
    _note(session, event, "event_kept", actor)


def cancel_event(session: TenantSession, event: CampaignEvent, *, actor: Member) -> None:
    """Call off an event that was not held.

    Raises:
        Refusal: ``role``; ``event_held``; ``event_cancelled``.

    """
    _may(actor, event.unit_id)
    if event.cancelled_at is not None:
        raise Refusal("event_cancelled")
    if event.held_on is not None:
        raise Refusal("event_held", on=event.held_on)
    event.cancelled_at = clock.now(session)
    session.flush()
    _note(session, event, "event_cancelled", actor)


def _may(actor: Member, unit_id: UUID) -> None:
    if not keeps(actor, unit_id):
        raise Refusal("role", parties=["ward_office", "city_office"])


def _check(session: TenantSession, record: Record) -> None:
    today = clock.today(session)
    if record.held_on is not None and record.held_on > today:
        raise Refusal("future_day", fields=["held_on"], today=today)


def _standing(
    session: TenantSession, campaign: Campaign, unit_id: UUID, kind: EventKind
) -> CampaignEvent | None:
    return session.scalars(
        select(CampaignEvent)
        .join(Campaign, Campaign.id == CampaignEvent.campaign_id)
        .where(
            Campaign.programme_id == campaign.programme_id,
            CampaignEvent.unit_id == unit_id,
            CampaignEvent.kind == kind,
            CampaignEvent.cancelled_at.is_(None),
        )
        .limit(1)
    ).one_or_none()


def _note(session: TenantSession, event: CampaignEvent, kind: str, actor: Member) -> None:
    facts = {
        "event": event.id, "unit": event.unit_id, "what": event.kind,
        "planned_on": event.planned_on, "held_on": event.held_on, "version": event.version,
    }  # fmt: skip
    record_event(session, kind, actor=actor, facts=facts)

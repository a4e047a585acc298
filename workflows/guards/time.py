"""Whether it is time: the campaign's days, kept on the server by the one clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from tenants.audit import AuditEvent
from tenants.bodies import Body
from tenants.clock import local
from tenants.wall import TenantSession
from workflows.campaigns.tables import CampaignState
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act
from workflows.engine.refusals import Refusal
from workflows.engine.registry import flow_of
from workflows.sittings.tables import Gate, Sitting, SittingState


def campaign_is_open(act: Act) -> None:
    """The campaign has begun and has not been closed."""
    campaign = act.dossier.campaign
    if campaign.state is not CampaignState.OPEN:
        raise Refusal("campaign_not_open", year=campaign.year)
    if act.today < campaign.opens_on:
        raise Refusal("too_early", on=campaign.opens_on)


def review_not_open_in_ward(act: Act) -> None:
    """A cell may register until the review has opened for its ward."""
    if act.today >= act.dossier.campaign.review_opens_on:
        raise Refusal("review_open", on=act.dossier.campaign.review_opens_on)
    reviewing = act.session.scalar(
        select(func.count())
        .select_from(Dossier)
        .where(
            Dossier.committee_id == act.dossier.committee_id,
            Dossier.campaign_id == act.dossier.campaign_id,
            Dossier.flow == act.dossier.flow,
            Dossier.state.in_(flow_of(act.dossier).beyond("open_review")),
        )
    )
    if reviewing:
        raise Refusal("review_open", on=None)


def pilot_selection_over(act: Act) -> None:
    """The ward's body has chosen its pilots, or the last day for it has come."""
    if act.today >= act.dossier.campaign.pilot_selection_until:
        return
    if not act.ask(_pilots_chosen):
        raise Refusal("pilots_not_chosen", on=act.dossier.campaign.pilot_selection_until)


def _pilots_chosen(session: TenantSession, dossier_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Say for which dossiers the ward's body has closed its choice of pilots."""
    chosen = session.scalars(
        select(Dossier.id)
        .join(Body, Body.unit_id == Dossier.committee_id)
        .join(Sitting, Sitting.body_id == Body.id)
        .where(
            Dossier.id.in_(dossier_ids),
            Sitting.campaign_id == Dossier.campaign_id,
            Sitting.gate == Gate.PILOT_SELECTION,
            Sitting.state == SittingState.CLOSED,
        )
    )
    return dict.fromkeys(chosen, True)


def review_day_has_come(act: Act) -> None:
    """The service opens the review on the campaign's day, a ward office from an earlier one."""
    campaign = act.dossier.campaign
    first = (
        campaign.review_opens_on if act.actor.person_id is None else campaign.review_may_open_from
    )
    if act.today < first:
        raise Refusal("too_early", on=first)


def return_is_over(act: Act) -> None:
    """A returned dossier is called back after its last day, or with a reason before."""
    due_on = act.dossier.due_on
    if due_on is not None and act.today <= due_on and not act.inputs.get("reason"):
        raise Refusal("call_back_needs_reason", fields=["reason"], on=due_on)


def last_day_is_over(act: Act) -> None:
    """The service lets a dossier lapse after its last day, an office on any."""
    if act.actor.person_id is not None:
        return
    campaign = act.dossier.campaign
    last = (
        campaign.self_assessment_until
        if act.dossier.state == "self_assessment"
        else campaign.registration_until
    ) + timedelta(days=int(campaign.rules.get("grace_days", 0)))
    if act.today <= last:
        raise Refusal("too_early", on=last + timedelta(days=1))


def reconsideration_in_time(act: Act) -> None:
    """A cell asks within the campaign's days of the result, once for each decision."""
    events = list(
        act.session.scalars(
            select(AuditEvent)
            .where(
                AuditEvent.dossier_id == act.dossier.id,
                AuditEvent.kind.in_(["not_recommend", "decline", "request_reconsideration"]),
            )
            .order_by(AuditEvent.seq)
        )
    )
    if not events:
        raise Refusal("nothing_to_reconsider")
    if events[-1].kind == "request_reconsideration":
        raise Refusal("already_reconsidered")
    last = local(events[-1].at).date() + timedelta(days=act.dossier.campaign.reconsideration_days)
    if act.today > last:
        raise Refusal("too_late", until=last)

"""A programme's first year: the plan, and a draft that its administrator goes on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.text.folding import normalise
from tenants.units import UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.fitting import ask_whether_made_for
from workflows.campaigns.mapping import flows_for
from workflows.campaigns.planning import plan_campaign, reference_calendar
from workflows.campaigns.tables import Campaign, CriteriaSet, Programme
from workflows.criteria.reading import from_document
from workflows.criteria.reference import reference_criteria
from workflows.engine.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme as its plan says: number, title, years, legal bases.

    ``first_campaign`` is the year that is drafted with it; a plan may have begun before the
    service came.
    """

    number: str
    title: str
    first_year: int
    last_year: int
    first_campaign: int
    legal_bases: Sequence[str] = ()


def found_programme(
    session: TenantSession,
    plan: Plan,
    *,
    flow: str,
    criteria_set_id: UUID | None,
    actor: Member,
) -> Campaign:
    """Enter a programme and draft a year of it, with the days of the reference calendar.

    Args:
        plan: what the plan says.
        flow: which way the cells' dossiers travel.
        criteria_set_id: one of the tenant's sets; nothing for the one that comes with the
            service.
        actor: who enters it.

    Raises:
        Refusal: ``years_order``, ``year_outside``, ``programme_exists``, ``year_exists``,
            ``flow_not_for_kind``, ``no_such_criteria``; what ``ask_whether_made_for`` refuses.

    """
    number = normalise(plan.number)
    version = dict(flows_for(UnitKind.PARTY_CELL)).get(flow)
    if version is None:
        raise Refusal("flow_not_for_kind", fields=["flow"])
    _ask_for_the_years(session, plan)
    if session.scalar(select(Programme.id).where(Programme.key == number)) is not None:
        raise Refusal("programme_exists", fields=["number"], number=number)
    kept = session.get(CriteriaSet, (session.tenant_id, criteria_set_id or UUID(int=0)))
    if criteria_set_id is not None and kept is None:
        raise Refusal("no_such_criteria", fields=["criteria"])
    if kept is not None:
        ask_whether_made_for(session, kept, UnitKind.PARTY_CELL)
    programme = Programme(
        id=row_id(), key=number, title=normalise(plan.title), first_year=plan.first_year,
        last_year=plan.last_year,
        legal_bases=[line for each in plan.legal_bases if (line := normalise(each))],
    )  # fmt: skip
    session.add(programme)
    session.flush()
    draft = plan_campaign(
        session, programme, plan.first_campaign, flow=flow, flow_version=version,
        criteria=from_document(kept.document) if kept else reference_criteria(),
        calendar=reference_calendar(plan.first_campaign),
    )  # fmt: skip
    draft.title = f"{programme.title} năm {draft.year}"
    record_event(
        session, "programme_entered", actor=actor,
        facts={
            "number": number, "title": programme.title, "year": draft.year,
            "years": [programme.first_year, programme.last_year],
        },
    )  # fmt: skip
    return draft


def _ask_for_the_years(session: TenantSession, plan: Plan) -> None:
    if plan.last_year < plan.first_year:
        raise Refusal("years_order", fields=["last_year"])
    if not plan.first_year <= plan.first_campaign <= plan.last_year:
        raise Refusal(
            "year_outside", fields=["first_campaign"], first=plan.first_year, last=plan.last_year
        )
    same = select(Campaign.id).where(Campaign.year == plan.first_campaign).limit(1)
    if session.scalar(same) is not None:
        raise Refusal("year_exists", fields=["first_campaign"], year=plan.first_campaign)

"""Preparing a sitting: who chairs, and which dossiers are on the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body
from tenants.database import row_id
from tenants.members import SYSTEM, Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.decisions.asking import WISHES, TitleRequest
from workflows.dossiers.tables import Dossier
from workflows.engine.locking import lock
from workflows.engine.refusals import Refusal
from workflows.sittings.gates import COMMITTEE, NEEDS_GROUND, rules_at
from workflows.sittings.opening import lock_campaign, lock_sitting
from workflows.sittings.reading import RECORDERS, chairs, may_record
from workflows.sittings.roll import roll_on, usual_chair
from workflows.sittings.tables import Gate, Mode, Sitting, SittingItem, SittingState


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dossier that could be on the agenda; ``left_out`` is the code of why it is not.

    ``on_sitting`` is the code of the sitting that has it already.
    """

    dossier: Dossier
    left_out: str | None = None
    on_sitting: str | None = None


def bodies_of(session: TenantSession, member: Member) -> list[Body]:
    """List the bodies for which the member prepares sittings."""
    return list(
        session.scalars(
            select(Body)
            .where(Body.unit_id.in_(member.units(*RECORDERS)))
            .order_by(Body.name)
            .options(joinedload(Body.unit))
        )
    )


def gates_of(session: TenantSession, body: Body) -> list[Gate]:
    """List what a body can sit for, by the flow tables: at its level, in any of the flows."""
    known = {rule.gate for rule in rules_at(upper=is_upper(session, body))}
    return [gate for gate in Gate if gate in known]


def is_upper(session: TenantSession, body: Body) -> bool:
    """Tell whether a body is that of the committee above."""
    return session.get_one(OrgUnit, (body.tenant_id, body.unit_id)).parent_id is None


def candidates(
    session: TenantSession, body: Body, campaign: Campaign, gate: Gate
) -> list[Candidate]:
    """List the body's dossiers in the states this gate takes, in the order of their names."""
    upper = is_upper(session, body)
    level = Dossier.upper_committee_id if upper else Dossier.committee_id
    stand = [
        (rule.flow, state)
        for rule in rules_at(upper=upper)
        if rule.gate is gate
        for state in rule.states
    ]
    ward = select(OrgUnit.id, OrgUnit.sort_key).subquery()
    rows = session.execute(
        select(Dossier, Sitting.code)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(ward, ward.c.id == Dossier.committee_id)
        .outerjoin(SittingItem, (SittingItem.dossier_id == Dossier.id) & SittingItem.active)
        .outerjoin(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            or_(level == body.unit_id, _asked_of(body, gate)),
            Dossier.campaign_id == campaign.id,
            tuple_(Dossier.flow, Dossier.state).in_(stand),
        )
        .order_by(ward.c.sort_key, OrgUnit.sort_key, Dossier.id)
        .options(joinedload(Dossier.unit), joinedload(Dossier.committee))
    )
    return [
        Candidate(dossier, "on_another_sitting" if code else None, code)
        for dossier, code in rows.all()
    ]


def _asked_of(body: Body, gate: Gate) -> ColumnElement[bool]:
    """Say that a body was asked about the title: that of a unit which its own has succeeded."""
    if gate not in WISHES:
        return false()
    return Dossier.id.in_(
        select(TitleRequest.dossier_id).where(
            TitleRequest.body_id == body.id,
            TitleRequest.wish == WISHES[gate],
            TitleRequest.settled_at.is_(None),
        )
    )


def prepare_sitting(
    session: TenantSession,
    body: Body,
    campaign: Campaign,
    gate: Gate,
    *,
    planned_on: date,
    dossier_ids: Sequence[UUID],
    actor: Member,
    place: str = "",
    chair_id: UUID | None = None,
    mode: Mode = Mode.SHOW_OF_HANDS,
    counting_team: str = "",
) -> Sitting:
    """Prepare a sitting with an agenda; the body's chair chairs it unless another is named.

    Raises:
        Refusal: not this member's body, a day in the past, an empty agenda, a dossier
            that is no candidate (the code names it), nobody to chair, or somebody named
            to chair who does not sit on the body that day.

    """
    if not any(holding.unit_id == body.unit_id and holding.role in RECORDERS
               for holding in actor.holdings):  # fmt: skip
        raise Refusal("role", parties=["ward_body", "city_body"])
    open_for_it = campaign.state is CampaignState.OPEN or (
        campaign.state is CampaignState.CLOSED and gate in NEEDS_GROUND
    )
    if not open_for_it or gate not in gates_of(session, body):
        raise Refusal("campaign_not_open", year=campaign.year)
    if planned_on < clock.today(session):
        raise Refusal("past_day", fields=["planned_on"], today=clock.today(session))
    if not dossier_ids:
        raise Refusal("empty_agenda", fields=["dossiers"])
    # Whoever moves one of them at this moment is waited for; the agenda takes what then stands.
    lock(session, dossier_ids, viewer=SYSTEM)
    campaign = lock_campaign(session, campaign.id)
    agenda = _refuse_unfit(session, body, campaign, gate, list(dict.fromkeys(dossier_ids)))
    sitting = Sitting(
        id=row_id(),
        code=_next_code(session, campaign),
        body_id=body.id,
        campaign_id=campaign.id,
        gate=gate,
        planned_on=planned_on,
        place=place,
        chair_id=_chair(session, body, planned_on, named=chair_id),
        recorder=actor.name,
        mode=mode,
        counting_team=counting_team,
    )
    session.add(sitting)
    session.flush()
    session.add_all(
        SittingItem(sitting_id=sitting.id, dossier_id=each, position=position)
        for position, each in enumerate(agenda, start=1)
    )
    record_event(
        session, "sitting_prepared", actor=actor,
        facts={"sitting": sitting.code, "gate": gate, "dossiers": len(agenda)},
    )  # fmt: skip
    session.flush()
    return sitting


def put_on_agenda(
    session: TenantSession,
    body: Body,
    campaign: Campaign,
    gate: Gate,
    dossier_id: UUID,
    *,
    actor: Member,
    ground: str = "",
    planned_on: date | None = None,
) -> Sitting:
    """Put one dossier before a body, for any gate of the flow tables; return its sitting.

    It joins the body's next prepared sitting of this kind; where there is none, one is
    prepared for ``planned_on``, today unless told. ``ground`` is on what a title is to be
    revoked or restored; who asks for it may be another office than the one that prepares.

    Raises:
        Refusal: as ``prepare_sitting``; a ground is missing where one is due.

    """
    if gate in NEEDS_GROUND and not ground:
        raise Refusal("missing", fields=["ground"])
    standing = session.scalars(
        select(Sitting)
        .where(
            Sitting.body_id == body.id, Sitting.campaign_id == campaign.id,
            Sitting.gate == gate, Sitting.state == SittingState.PREPARED,
        )
        .order_by(Sitting.planned_on, Sitting.id)
        .limit(1)
    ).one_or_none()  # fmt: skip
    if standing is None:
        sitting = prepare_sitting(
            session, body, campaign, gate, planned_on=planned_on or clock.today(session),
            dossier_ids=[dossier_id], actor=actor,
        )  # fmt: skip
    else:
        lock(session, [dossier_id], viewer=SYSTEM)
        sitting = lock_sitting(session, standing, seen_version=None)
        if not may_record(actor, sitting):
            raise Refusal("role", parties=["ward_body", "city_body"])
        if sitting.state is not SittingState.PREPARED:
            raise Refusal("sitting_not_prepared", sitting=sitting.code)
        _refuse_unfit(session, body, campaign, gate, [dossier_id])
        last = session.scalar(
            select(func.max(SittingItem.position)).where(SittingItem.sitting_id == sitting.id)
        )
        session.add(
            SittingItem(sitting_id=sitting.id, dossier_id=dossier_id, position=(last or 0) + 1)
        )
        record_event(
            session, "sitting_item_added", actor=actor, dossier_id=dossier_id,
            facts={"sitting": sitting.code, "gate": gate},
        )  # fmt: skip
        session.flush()
    if ground:
        item = session.scalars(
            select(SittingItem).where(
                SittingItem.sitting_id == sitting.id, SittingItem.dossier_id == dossier_id
            )
        ).one()
        item.ground = ground
        session.flush()
    return sitting


def _refuse_unfit(
    session: TenantSession, body: Body, campaign: Campaign, gate: Gate, wanted: Sequence[UUID]
) -> list[UUID]:
    """Refuse what is no candidate; return the rest in the order of the list."""
    eligible = {each.dossier.id: each for each in candidates(session, body, campaign, gate)}
    unfit = [each for each in wanted if each not in eligible or eligible[each].left_out]
    if unfit:
        codes = [eligible[each].dossier.code for each in unfit if each in eligible]
        raise Refusal("not_a_candidate", dossiers=codes)
    agenda = [each for each in eligible if each in set(wanted)]
    if len({of_a_committee(eligible[each].dossier) for each in agenda}) > 1:
        raise Refusal("mixed_titles")
    return agenda


def of_a_committee(dossier: Dossier) -> bool:
    """Tell a committee's own title from a cell's: papers name one title, so a sitting has one."""
    return dossier.flow == COMMITTEE


def cancel_sitting(session: TenantSession, sitting: Sitting, *, reason: str, actor: Member) -> None:
    """Cancel a prepared sitting; its dossiers are free for another.

    Raises:
        Refusal: not the chair or the recorder, it is opened or over, or no reason is given.

    """
    sitting = lock_sitting(session, sitting, seen_version=None)
    if not (chairs(actor, sitting) or may_record(actor, sitting)):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state is not SittingState.PREPARED:
        raise Refusal("sitting_not_prepared", sitting=sitting.code)
    if not reason:
        raise Refusal("missing", fields=["reason"])
    sitting.state = SittingState.CANCELLED
    sitting.ended_reason = reason
    for item in session.scalars(select(SittingItem).where(SittingItem.sitting_id == sitting.id)):
        item.active = False
    record_event(
        session, "sitting_cancelled", actor=actor,
        facts={"sitting": sitting.code, "reason": reason},
    )  # fmt: skip


def _chair(session: TenantSession, body: Body, on: date, *, named: UUID | None) -> UUID:
    roll = roll_on(session, body.id, on)
    chair = usual_chair(roll)
    if named is not None:
        chair = next((member for member in roll if member.person_id == named), None)
    if chair is None:
        raise Refusal("nobody_to_chair", body=body.name)
    return chair.person_id


def _next_code(session: TenantSession, campaign: Campaign) -> str:
    count = session.scalar(
        select(func.count()).select_from(Sitting).where(Sitting.campaign_id == campaign.id)
    )
    return f"{campaign.year % 100:02}-H{(count or 0) + 1}"

"""Doing an act on units: everything that its plan showed, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, insert, or_, select, update

from tenants import clock
from tenants.audit import record_event
from tenants.bodies import Body, BodyMember, Seat, usual_body_name
from tenants.database import row_id
from tenants.delegations import end_delegation
from tenants.members import Member
from tenants.people import Membership
from tenants.roles import Role
from tenants.successions import FormerUnit, Part, SuccessionPart, UnitSuccession
from tenants.text.folding import search_key
from tenants.text.sorting import sort_key
from tenants.units import OrgUnit, root_unit
from tenants.wall import TenantSession
from workflows.campaigns.opening import add_dossiers
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.decisions.asking import put_to_heirs
from workflows.engine.fire import fire, lock
from workflows.engine.refusals import Refusal
from workflows.sittings.tables import SittingItem, SittingState
from workflows.successions.asking import Asked
from workflows.successions.plan import Changed, Plan
from workflows.successions.planning import plan_succession

ONE_DAY = timedelta(days=1)


def succeed(
    session: TenantSession, asked: Asked, *, actor: Member, seen: str, key: str | None = None
) -> UnitSuccession:
    """Do an act on units exactly as it was shown.

    Args:
        seen: the digest of the plan that the page showed.
        key: the form's key.

    Raises:
        Refusal: ``role``; it cannot be done as asked; ``plan_changed``, when something has
            changed since it was shown; ``dossiers_on_sitting``, when a dossier or a body
            of it is in an opened sitting.

    """
    if not actor.holds(Role.TENANT_ADMIN):
        raise Refusal("role", parties=["tenant_admin"])
    # Acts on units and imports of lists wait for each other at the top of the tree.
    top = root_unit(session).id
    session.execute(select(OrgUnit.id).where(OrgUnit.id == top).with_for_update(key_share=True))
    plan = plan_succession(session, asked)
    lock(session, [fate.dossier.id for fate in plan.dossiers], viewer=actor)
    plan = plan_succession(session, asked)
    if plan.digest != seen:
        raise Refusal("plan_changed")
    if plan.on_sittings:
        raise Refusal(
            "dossiers_on_sitting",
            dossiers=[dossier for dossier, _ in plan.on_sittings if dossier],
            sitting=plan.on_sittings[0][1],
        )
    with session.begin_nested():
        return _carry_out(session, plan, actor=actor, key=key)


def _carry_out(
    session: TenantSession, plan: Plan, *, actor: Member, key: str | None
) -> UnitSuccession:
    asked, day = plan.asked, plan.asked.effective_on
    _found_units(session, plan)
    succession = UnitSuccession(
        id=row_id(),
        kind=asked.kind,
        effective_on=day,
        legal_basis=asked.legal_basis,
        streak_rule=asked.streak_rule,
        streak_unit_id=asked.streak_of,
        facts=plan.told(),
        made_at=clock.now(session),
        made_by=actor.name,
    )
    session.add(succession)
    session.flush()
    _keep_parts(session, succession, plan)
    _move_dossiers(session, succession, plan, actor=actor, key=key)
    _cancel_sittings(session, plan, actor=actor)
    for change in plan.changed:
        _change(session, succession, change, day)
    for delegation in plan.delegations:
        end_delegation(session, delegation.id, actor=actor)
    _settle_offices(session, plan, day)
    _settle_seats(session, plan, day)
    for unit in plan.closed:
        unit.valid_to = day - ONE_DAY
    session.flush()
    _hand_over_what_stays(session, plan)
    drafts = _open_drafts(session) if plan.drafts else 0
    record_event(
        session,
        "unit_succession",
        actor=actor,
        role="tenant_admin",
        request_key=key,
        facts={
            "succession": succession.id,
            "kind": asked.kind,
            "effective_on": day,
            "legal_basis": asked.legal_basis,
            "streak_rule": asked.streak_rule,
            "before": [unit.code for unit in plan.before],
            "new_dossiers": drafts,
            **plan.told(),
        },
    )
    return succession


def _found_units(session: TenantSession, plan: Plan) -> None:
    for made in plan.founded:
        session.add(
            OrgUnit(
                id=made.id,
                parent_id=made.parent.id,
                code=made.code,
                kind=made.kind,
                kind_code=made.kind_code,
                sector=made.sector,
                name=made.name,
                search_key=search_key(made.name),
                sort_key=sort_key(made.name),
                members_official=made.official,
                members_probationary=made.probationary,
                members_exempted=made.exempted,
                valid_from=plan.asked.effective_on,
            )
        )
    session.flush()


def _keep_parts(session: TenantSession, succession: UnitSuccession, plan: Plan) -> None:
    before = [(unit.id, Part.BEFORE) for unit in plan.before]
    after = [(unit_id, Part.AFTER) for unit_id in plan.after]
    session.execute(
        insert(SuccessionPart),
        [
            {
                "tenant_id": session.tenant_id,
                "id": row_id(),
                "succession_id": succession.id,
                "unit_id": unit_id,
                "part": part,
            }
            for unit_id, part in (*before, *after)
        ],
    )


def _move_dossiers(
    session: TenantSession,
    succession: UnitSuccession,
    plan: Plan,
    *,
    actor: Member,
    key: str | None,
) -> None:
    for fate in plan.dossiers:
        inputs = {"reason": succession.legal_basis, "succession": succession.id}
        if fate.trigger == "transfer":
            inputs |= {"unit": fate.unit_id, "committee": fate.committee_id}
        fire(
            session,
            fate.dossier.id,
            fate.trigger,
            actor=actor,
            seen_version=fate.dossier.version,
            inputs=inputs,
            key=key,
        )


def _cancel_sittings(session: TenantSession, plan: Plan, *, actor: Member) -> None:
    """Cancel what the bodies of closed units had prepared: they decide nothing any more."""
    for sitting in plan.sittings:
        sitting.state = SittingState.CANCELLED
        sitting.ended_reason = plan.asked.legal_basis
        for item in session.scalars(
            select(SittingItem).where(SittingItem.sitting_id == sitting.id, SittingItem.active)
        ):
            item.active = False
        session.flush()
        record_event(
            session,
            "sitting_cancelled",
            actor=actor,
            facts={"sitting": sitting.code, "reason": plan.asked.legal_basis},
        )


def _change(session: TenantSession, succession: UnitSuccession, change: Changed, day: date) -> None:
    unit = change.unit
    if change.moves:
        since = session.scalar(
            select(func.max(FormerUnit.valid_to)).where(FormerUnit.unit_id == unit.id)
        )
        session.add(
            FormerUnit(
                unit_id=unit.id,
                parent_id=unit.parent_id,
                succession_id=succession.id,
                name=unit.name,
                search_key=unit.search_key,
                sort_key=unit.sort_key,
                valid_from=since + ONE_DAY if since else unit.valid_from,
                valid_to=day - ONE_DAY,
            )
        )
        unit.name, unit.origin, unit.parent_id = change.name, change.origin, change.parent_id
        unit.search_key, unit.sort_key = search_key(change.name), sort_key(change.name)
    unit.members_official = change.official
    unit.members_probationary = change.probationary
    unit.members_exempted = change.exempted


def _hand_over_what_stays(session: TenantSession, plan: Plan) -> None:
    """Let what the closed units decided be kept by what they became, else by the one above.

    So does what they kept of others; requests put to their bodies are put to those after.
    """
    closing = [unit.id for unit in plan.closed]
    for unit in plan.closed:
        heir = next((each for each in plan.after if each not in closing), unit.parent_id)
        session.execute(
            update(OrgUnit)
            .where(or_(OrgUnit.id == unit.id, OrgUnit.kept_by_id == unit.id))
            .values(kept_by_id=heir)
        )
    session.flush()
    put_to_heirs(session, closing)


def _settle_offices(session: TenantSession, plan: Plan, day: date) -> None:
    """End the roles in units that close; those that go on begin anew in the unit after."""
    for fate in plan.offices:
        held = fate.membership
        leaves_on = held.valid_to
        end_role(held, last=day - ONE_DAY)
        if fate.to_unit is not None:
            session.add(
                Membership(
                    person_id=held.person_id,
                    unit_id=fate.to_unit,
                    role=held.role,
                    desk=held.desk,
                    valid_from=day,
                    valid_to=leaves_on,
                )
            )
    session.flush()


def end_role(held: Membership, *, last: date) -> None:
    """End a role with a last day; one that began later counts as of that one day."""
    held.valid_from = min(held.valid_from, last)
    held.valid_to = last


def _settle_seats(session: TenantSession, plan: Plan, day: date) -> None:
    after = _body_after(session, plan)
    leaves_on = {fate.seat.id: fate.seat.valid_to for fate in plan.seats}
    for fate in plan.seats:
        seat = fate.seat
        seat.valid_from = min(seat.valid_from, day - ONE_DAY)
        seat.valid_to = day - ONE_DAY
    if after is None:
        return
    last = session.scalar(
        select(func.max(BodyMember.position)).where(
            BodyMember.body_id == after.id, BodyMember.valid_to.is_(None)
        )
    )
    leaders = {
        fate.membership.person_id
        for fate in plan.offices
        if fate.to_unit is not None and fate.membership.role is Role.COMMITTEE_CHAIR
    }
    going_on = sorted(
        (fate.seat for fate in plan.seats if fate.goes_on),
        key=lambda seat: (seat.person_id not in leaders, seat.position),
    )
    for position, seat in enumerate(going_on, start=(last or 0) + 1):
        chairs = seat.seat is Seat.CHAIR
        session.add(
            BodyMember(
                body_id=after.id,
                person_id=seat.person_id,
                seat=seat.seat if not chairs or seat.person_id in leaders else Seat.MEMBER,
                post=seat.post,
                position=position,
                counted=seat.counted,
                valid_from=day,
                valid_to=leaves_on[seat.id],
            )
        )
    session.flush()


def _body_after(session: TenantSession, plan: Plan) -> Body | None:
    """Return the body of the unit after; a new unit gets one where those before had any."""
    if plan.body_for is not None:
        made = next(unit for unit in plan.founded if unit.id == plan.body_for)
        body = Body(id=row_id(), unit_id=made.id, name=usual_body_name(made.name))
        session.add(body)
        session.flush()
        return body
    if not plan.after:
        return None
    return session.scalar(select(Body).where(Body.unit_id == plan.after[0]))


def _open_drafts(session: TenantSession) -> int:
    """Give the new units a dossier in each campaign that is open."""
    campaigns = session.scalars(select(Campaign).where(Campaign.state == CampaignState.OPEN))
    return sum(add_dossiers(session, campaign) for campaign in campaigns.all())

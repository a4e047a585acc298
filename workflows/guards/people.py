"""Four eyes, by person, across steps and role changes (docs/process.md, section 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.dossiers.hands import earlier_acts
from workflows.engine.act import Act
from workflows.engine.levels import holding_scope
from workflows.engine.parties import Scope
from workflows.engine.refusals import Refusal
from workflows.evidence.links import REGISTRATION
from workflows.evidence.tables import EvidenceLink
from workflows.sittings.tables import Gate, Sitting, SittingItem, SittingSeat


def not_who(*triggers: str) -> Callable[[Act], None]:
    """Make a guard that the actor has made none of these moves on the dossier."""

    def is_someone_else(act: Act) -> None:
        """Whoever entered for the own cell leaves this step to somebody else."""
        if act.actor.person_id is None:
            return
        earlier = act.ask(earlier_acts, triggers, tuple(act.hands))
        if earlier:
            first = earlier[0]
            raise Refusal("four_eyes", trigger=first.kind, at=first.at, **_whose(act, first))

    is_someone_else.__name__ = "not_who_" + "_".join(triggers)
    return is_someone_else


OF_THE_CELL = ("submit_registration", "submit_self_assessment")


def registered_by_other_hands(act: Act) -> None:
    """Who registered the own unit does not accept; who entered for it, with the signed copy."""
    if act.actor.person_id is None:
        return
    earlier = act.ask(earlier_acts, OF_THE_CELL, tuple(act.hands)) or []
    own = next((event for event in earlier if not event.for_name), None)
    if own is not None:
        raise Refusal("four_eyes", trigger=own.kind, at=own.at, **_whose(act, own))
    if earlier and not act.ask(_with_signed_copy):
        raise Refusal("signed_copy_missing")


def _with_signed_copy(session: TenantSession, dossier_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Say which dossiers have the signed copy of the registration attached."""
    attached = session.scalars(
        select(EvidenceLink.dossier_id).where(
            EvidenceLink.dossier_id.in_(dossier_ids), EvidenceLink.criterion == REGISTRATION
        )
    )
    return dict.fromkeys(attached, True)


def took_no_part_in_ward_item(act: Act) -> None:
    """Who sat over this dossier in the ward does not conclude it in the city."""
    if act.actor.person_id is None:
        return
    seat = act.ask(_seats_in_ward, tuple(act.hands))
    if seat is not None:
        planned_on, person_id, name = seat
        whose = {} if person_id == act.actor.person_id else {"by": name}
        raise Refusal("four_eyes", trigger="recommend", on=planned_on, **whose)


def _seats_in_ward(
    session: TenantSession, dossier_ids: Sequence[UUID], people: Sequence[UUID]
) -> dict[UUID, tuple[date, UUID, str]]:
    """Say on which dossiers one of these people sat in the ward: when, who."""
    rows = session.execute(
        select(SittingItem.dossier_id, Sitting.planned_on, SittingSeat.person_id, SittingSeat.name)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .join(SittingSeat, SittingSeat.sitting_id == Sitting.id)
        .where(
            SittingItem.dossier_id.in_(dossier_ids),
            SittingItem.result.is_not(None),
            Sitting.gate == Gate.RECOMMENDATION,
            SittingSeat.person_id.in_(people),
            SittingSeat.present,
        )
    )
    return {dossier_id: (on, person_id, name) for dossier_id, on, person_id, name in rows}


def at_the_holding_level(act: Act) -> None:
    """The office or desk belongs to the level that holds the dossier now."""
    if act.actor.person_id is None:
        return
    unit_id = (
        act.dossier.upper_committee_id
        if holding_scope(act.dossier) is Scope.UPPER
        else act.dossier.committee_id
    )
    roles = {role for party in act.move.by for role in party.roles}
    holder = act.capacity().holder
    if not any(holding.unit_id == unit_id and holding.role in roles for holding in holder.holdings):
        raise Refusal("role", parties=[party.name for party in act.move.by])


def _whose(act: Act, earlier: AuditEvent) -> Json:
    """Say whose earlier act it was, unless it was the actor's own."""
    if earlier.person_id == act.actor.person_id:
        return {}
    principal = act.capacity().principal
    if principal is not None and earlier.person_id == principal.person_id:
        return {"by": principal.name}
    return {"deputy": earlier.name}

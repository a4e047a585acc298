"""Four eyes, by person, across steps and role changes (docs/process.md, section 3)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from tenants.audit import AuditEvent
from workflows.engine.act import Act
from workflows.engine.levels import holding_scope
from workflows.engine.parties import Scope
from workflows.engine.refusals import Refusal
from workflows.sittings.tables import Gate, Sitting, SittingItem, SittingSeat


def not_who(*triggers: str) -> Callable[[Act], None]:
    """Make a guard that the actor has made none of these moves on the dossier."""

    def is_someone_else(act: Act) -> None:
        """Whoever entered for the own cell leaves this step to somebody else."""
        if act.actor.person_id is None:
            return
        earlier = act.session.scalars(
            select(AuditEvent)
            .where(
                AuditEvent.dossier_id == act.dossier.id,
                AuditEvent.kind.in_(triggers),
                AuditEvent.person_id == act.actor.person_id,
            )
            .order_by(AuditEvent.seq)
            .limit(1)
        ).one_or_none()
        if earlier is not None:
            raise Refusal("four_eyes", trigger=earlier.kind, at=earlier.at)

    is_someone_else.__name__ = "not_who_" + "_".join(triggers)
    return is_someone_else


def took_no_part_in_ward_item(act: Act) -> None:
    """Who sat over this dossier in the ward does not conclude it in the city."""
    if act.actor.person_id is None:
        return
    seat = act.session.execute(
        select(Sitting.planned_on)
        .join(SittingSeat, SittingSeat.sitting_id == Sitting.id)
        .join(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(
            SittingItem.dossier_id == act.dossier.id,
            SittingItem.result.is_not(None),
            Sitting.gate == Gate.RECOMMENDATION,
            SittingSeat.person_id == act.actor.person_id,
            SittingSeat.present,
        )
        .limit(1)
    ).one_or_none()
    if seat is not None:
        raise Refusal("four_eyes", trigger="recommend", on=seat.planned_on)


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
    if not any(
        holding.unit_id == unit_id and holding.role in roles for holding in act.actor.holdings
    ):
        raise Refusal("role", parties=[party.name for party in act.move.by])

"""What the recorder notes of a dossier beside its votes: pilot, ground, or another day."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.gates import CHOOSING_PILOTS
from workflows.sittings.reading import items_of
from workflows.sittings.recording import active_item, opened_for_recording
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem


def mark_pilot(
    session: TenantSession,
    sitting: Sitting,
    item_id: UUID,
    *,
    pilot: bool,
    reason: str,
    supervisor_id: UUID | None,
    actor: Member,
    replaces_id: UUID | None = None,
) -> SittingItem:
    """Mark a dossier as pilot or not; a pilot has a reason and a supervisor.

    ``replaces_id`` is the dossier whose mark a new pilot takes over, where it does.

    Raises:
        Refusal: not the recorder, not a sitting for pilots, or a pilot without both.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    if sitting.gate not in CHOOSING_PILOTS:
        raise Refusal("only_at_sitting")
    item = active_item(session, sitting, item_id)
    if pilot and replaces_id is not None:
        _ask_that_it_is_replaceable(session, sitting, item, replaces_id)
    missing = [
        name
        for name, value in (("pilot_reason", reason), ("supervisor", supervisor_id))
        if pilot and not value
    ]
    if missing:
        raise Refusal("pilot_incomplete", fields=missing, dossier=item.dossier.code)
    item.pilot = pilot
    item.pilot_reason = reason if pilot else ""
    item.supervisor_id = supervisor_id if pilot else None
    item.replaces_id = replaces_id if pilot else None
    record_event(
        session, "pilot_marked", actor=actor,
        facts={
            "sitting": sitting.code, "dossier": item.dossier.code, "pilot": pilot,
            "reason": item.pilot_reason,
        },
    )  # fmt: skip
    session.flush()
    return item


def _ask_that_it_is_replaceable(
    session: TenantSession, sitting: Sitting, item: SittingItem, replaces_id: UUID
) -> None:
    """Ask that the pilot that is taken over is another one, on the agenda of the same change."""
    on_agenda = session.scalars(
        select(SittingItem.dossier_id).where(
            SittingItem.sitting_id == sitting.id,
            SittingItem.active,
            SittingItem.dossier_id != item.dossier_id,
        )
    )
    if sitting.gate is not Gate.PILOT_CHANGE or replaces_id not in set(on_agenda):
        raise Refusal("replaces_nobody", dossier=item.dossier.code)


def record_ground(
    session: TenantSession, sitting: Sitting, item_id: UUID, *, ground: str, actor: Member
) -> SittingItem:
    """Record on what a title is to be revoked, or restored, before it is voted on.

    Raises:
        Refusal: not the recorder, no ground, or the item was voted on.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    item = active_item(session, sitting, item_id)
    if not ground:
        raise Refusal("missing", fields=["ground"])
    if item.in_favour is not None:
        raise Refusal("voted_already", dossier=item.dossier.code)
    item.ground = ground
    record_event(
        session, "ground_recorded", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "ground": ground},
    )  # fmt: skip
    session.flush()
    return item


def leave_unmarked_out(session: TenantSession, sitting: Sitting, *, actor: Member) -> None:
    """Mark every dossier that nobody marked as not a pilot.

    Raises:
        Refusal: not the recorder, or pilots are changed: there each is named, since a pilot
            that stands would be dropped unasked.

    """
    sitting = opened_for_recording(session, sitting, actor=actor)
    if sitting.gate is not Gate.PILOT_SELECTION:
        raise Refusal("only_at_sitting")
    unmarked = [
        item for item in items_of(session, sitting.id) if item.active and item.pilot is None
    ]
    for item in unmarked:
        item.pilot = False
    record_event(
        session, "pilots_left_out", actor=actor,
        facts={"sitting": sitting.code, "dossiers": [item.dossier.code for item in unmarked]},
    )  # fmt: skip
    session.flush()


def defer(session: TenantSession, sitting: Sitting, item_id: UUID, *, actor: Member) -> SittingItem:
    """Leave a dossier for another sitting, or take that back."""
    sitting = opened_for_recording(session, sitting, actor=actor)
    item = active_item(session, sitting, item_id)
    item.result = None if item.result is Result.DEFERRED else Result.DEFERRED
    record_event(
        session, "item_deferred", actor=actor, dossier_id=item.dossier_id,
        facts={"sitting": sitting.code, "deferred": item.result is Result.DEFERRED},
    )  # fmt: skip
    session.flush()
    return item

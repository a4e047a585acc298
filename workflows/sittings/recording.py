"""An open sitting, locked for who runs its page."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.opening import lock_sitting
from workflows.sittings.reading import items_of, may_record
from workflows.sittings.tables import Sitting, SittingItem, SittingState


def opened_for_recording(
    session: TenantSession, sitting: Sitting, *, actor: Member, seen_version: int | None = None
) -> Sitting:
    """Lock an opened sitting and its agenda for who runs its page.

    Raises:
        Refusal: not the recorder, or the sitting is not open.
        StaleError: the sitting changed since it was shown.

    """
    sitting = lock_sitting(session, sitting, seen_version=seen_version)
    if not may_record(actor, sitting):
        raise Refusal("role", parties=["ward_body", "city_body"])
    if sitting.state is not SittingState.OPENED:
        raise Refusal("sitting_not_open", sitting=sitting.code)
    # Whoever strikes a dossier at this moment waits, or is waited for.
    session.execute(
        select(SittingItem.id)
        .where(SittingItem.sitting_id == sitting.id)
        .order_by(SittingItem.id)
        .with_for_update()
    )
    return sitting


def active_item(session: TenantSession, sitting: Sitting, item_id: UUID) -> SittingItem:
    """Return a dossier's item on the agenda.

    Raises:
        Refusal: ``off_the_agenda``.

    """
    for item in items_of(session, sitting.id):
        if item.id == item_id and item.active:
            return item
    raise Refusal("off_the_agenda", sitting=sitting.code)


def touch(sitting: Sitting) -> None:
    """Raise the sitting's version, so that an older page is told."""
    flag_modified(sitting, "rule")

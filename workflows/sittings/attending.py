"""Who is in the room: the roll call, and who comes late or leaves early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.recording import opened_for_recording, touch
from workflows.sittings.tables import Sitting, SittingSeat


def record_attendance(
    session: TenantSession,
    sitting: Sitting,
    *,
    present: Sequence[UUID],
    reasons: Mapping[UUID, str],
    actor: Member,
    seen_version: int,
) -> None:
    """Record who is in the room, and why the others are not.

    Before the first vote this is the roll call. After it, who is ticked has come late and who
    is unticked has left early: what was voted on before keeps the attendance of its vote.

    Args:
        present: ids of seats.
        reasons: why a seat is empty, by its id.

    Raises:
        Refusal: not the recorder, or the sitting is not open.
        StaleError: the sitting changed since it was shown.

    """
    sitting = opened_for_recording(session, sitting, actor=actor, seen_version=seen_version)
    seats, there = seats_of(session, sitting.id), set(present)
    begun = any(item.attended is not None for item in items_of(session, sitting.id))
    for seat in seats:
        _seat(seat, there=seat.id in there, begun=begun, now=clock.now(session))
        seat.absent_reason = "" if seat.present else reasons.get(seat.id, "").strip()
    touch(sitting)
    record_event(
        session, "sitting_attendance", actor=actor,
        facts={
            "sitting": sitting.code,
            "present": [seat.name for seat in seats if seat.present],
            "absent": {seat.name: seat.absent_reason for seat in seats if not seat.present},
            "late": [seat.name for seat in seats if seat.came_at],
            "early": [seat.name for seat in seats if seat.left_at],
        },
    )  # fmt: skip
    session.flush()


def _seat(seat: SittingSeat, *, there: bool, begun: bool, now: datetime) -> None:
    """Note that a member is there or not; once voting has begun that is coming and leaving.

    Whoever comes back within the sitting was there all along for the minutes.
    """
    if there and not seat.present:
        if seat.left_at is not None:
            seat.left_at = None
        else:
            seat.came_at = now if begun else None
    elif seat.present and not there:
        seat.left_at = now if begun else None
        if not begun:
            seat.came_at = None
    seat.present = there

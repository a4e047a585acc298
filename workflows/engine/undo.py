"""Taking back the last move: by its actor, before anybody else moved, within a day.

Undo is a mark of a row, not a row (docs/process.md, section 2).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act, Move
from workflows.engine.flow import Flow
from workflows.engine.refusals import Refusal
from workflows.guards.sittings import off_opened_sittings

WITHIN = timedelta(hours=24)
# What is agreed among colleagues about a task changes nothing in the dossier.
BESIDE = ("task_claimed", "task_released", "task_handed_over")
# What a move may overwrite in the dossier itself, and an undo puts back as it was.
OVERWRITTEN = (
    "marked", "marked_words", "return_reason", "due_on", "registered_on", "registered_late",
    "consent_number", "consent_on", "assessed_on", "assessed_late", "proposed_rating",
    "eligible", "eligibility", "appraised_total",
)  # fmt: skip


def undoing(
    session: TenantSession, dossier: Dossier, flow: Flow, *, actor: Member, key: str | None = None
) -> Act:
    """Return the act that takes back the dossier's last move.

    Raises:
        Refusal: it may not be undone; the code says which condition fails.

    """
    last = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.dossier_id == dossier.id, AuditEvent.kind.not_in(BESIDE))
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    ).one_or_none()
    move = undoable(last, flow)
    if last is None or move is None or last.source is None:
        raise Refusal("nothing_to_undo")
    if last.person_id != actor.person_id:
        raise Refusal("not_yours_to_undo", name=last.name)
    changed = last.facts.get("content_version") != dossier.content_version
    if last.version != dossier.version or changed:
        raise Refusal("changed_since")
    if clock.now(session) - last.at > WITHIN:
        raise Refusal("too_late_to_undo")
    act = Act(session, dossier, move, actor, {"undoes": last.seq}, key)
    off_opened_sittings(act)
    act.undoing = (move.trigger, last.source)
    act.former = _typed(last.facts.get("before", {}))
    act.facts["due_on"] = act.former.get("due_on")
    return act


def standing_values(dossier: Dossier) -> Json:
    """Return what stands in the dossier and a move may overwrite."""
    return {name: getattr(dossier, name) for name in OVERWRITTEN}


def overwritten(dossier: Dossier, former: Json) -> Json:
    """Return those of the former values that are others now."""
    return {name: value for name, value in former.items() if getattr(dossier, name) != value}


def put_back(dossier: Dossier, former: Json) -> None:
    """Put values back that a move had overwritten."""
    for name, value in former.items():
        setattr(dossier, name, value)


def _typed(former: Json) -> Json:
    """Read the values as the trail keeps them."""
    return {name: _value(name, value) for name, value in former.items() if name in OVERWRITTEN}


def _value(name: str, value: Any) -> Any:
    kind = Dossier.__mapper__.columns[name].type.python_type
    if value is None or not isinstance(value, str):
        return value
    if kind is date:
        return date.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value


def undoable(event: AuditEvent | None, flow: Flow) -> Move | None:
    """Return the row of the move that an event tells of, if it may be undone."""
    if event is None or event.source is None:
        return None
    move = flow.move(event.kind, event.source)
    return move if move is not None and move.undoable else None

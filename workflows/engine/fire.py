"""Firing a move: lock, compare, guard, change, task, audit, outbox, in one transaction.

The caller commits. Everything happens inside a savepoint, so an effect that
raises takes back the state as well; the audit row is written after the machine
and not in one of its callbacks, which would swallow its errors. What is written
is in ``workflows.engine.writing``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.contents import content_hash, sent_hash
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import visible
from workflows.engine.act import Act, Closing
from workflows.engine.flow import Flow
from workflows.engine.refusals import Change, GoneError, Refusal, StaleError
from workflows.engine.undo import BESIDE, undoing
from workflows.engine.writing import Happening, change, write
from workflows.flows import flow_of

__all__ = [
    "Happening", "Refused", "carry_out", "contents_stale", "fire", "fire_many", "lock", "stale",
]  # fmt: skip
MOST_NAMED = 6  # of what happened since a page was shown


@dataclass(frozen=True, slots=True)
class Refused:
    """A dossier of a bulk act that was left as it was, and why."""

    dossier_id: UUID
    error: Refusal | GoneError | StaleError


def fire(
    session: TenantSession,
    dossier_id: UUID,
    trigger: str,
    *,
    actor: Member,
    seen_version: int,
    inputs: Json | None = None,
    key: str | None = None,
    closing: Closing | None = None,
    seen_content: str | None = None,
) -> Happening:
    """Make a move on a dossier as the page showed it.

    Args:
        seen_version: the dossier's version on the page that was sent.
        seen_content: the hash of the contents on that page, if it showed one.
        key: the form's key; the same key gives the first result again.
        closing: the sitting that closes, for moves that only a sitting makes.

    Raises:
        GoneError: there is no such dossier, or the actor may not see it.
        StaleError: it changed since it was shown.
        Refusal: a guard minds; the dossier stays as it was.

    """
    dossiers = lock(session, [dossier_id], viewer=actor)
    earlier = _made_before(session, list(dossiers), key)
    known = _asked(dossiers, earlier, dossier_id, trigger)
    if isinstance(known, Happening):
        return known
    act = _prepared(session, known, seen_version, trigger, actor, inputs, key, closing)
    act.facts |= _as_seen(session, known, seen_content, closing)
    return carry_out(act, flow_of(known), trigger)


def fire_many(
    session: TenantSession,
    seen: Sequence[tuple[UUID, int]],
    trigger: str,
    *,
    actor: Member,
    inputs: Json | None = None,
    key: str | None = None,
) -> list[Happening | Refused]:
    """Make the same move on several dossiers; each is refused or moved by itself.

    All are locked first, in the order of their ids, so that two such acts queue up
    instead of waiting for each other. Each is asked for itself; those that may move are
    written together, one statement for each kind of row.

    Args:
        seen: ids with the versions that were shown, in the order of the answer.

    """
    dossiers = lock(session, [dossier_id for dossier_id, _version in seen], viewer=actor)
    earlier = _made_before(session, list(dossiers), key)
    answers: dict[UUID, Happening | Refused] = {}
    acts: list[Act] = []
    for dossier_id, version in dict(reversed(seen)).items():
        try:
            known = _asked(dossiers, earlier, dossier_id, trigger)
            if isinstance(known, Happening):
                answers[dossier_id] = known
                continue
            act = _prepared(session, known, version, trigger, actor, inputs, key)
            act.permit()
            acts.append(act)
        except (GoneError, StaleError, Refusal) as error:
            answers[dossier_id] = Refused(dossier_id, error)
    answers |= _all_or_each(session, acts, trigger)
    return [answers[dossier_id] for dossier_id, _version in seen]


def _all_or_each(
    session: TenantSession, acts: Sequence[Act], trigger: str
) -> dict[UUID, Happening | Refused]:
    """Write all acts together; if an effect minds, let each stand or fall by itself."""
    try:
        with session.begin_nested(), session.no_autoflush:
            changes = [change(act, flow_of(act.dossier), trigger) for act in acts]
            return {made.dossier_id: made for made in write(session, changes)}
    except Refusal:
        answers: dict[UUID, Happening | Refused] = {}
        for act in acts:
            session.refresh(act.dossier)
            act.facts.clear()
            try:
                answers[act.dossier.id] = carry_out(act, flow_of(act.dossier), trigger)
            except Refusal as refusal:
                answers[act.dossier.id] = Refused(act.dossier.id, refusal)
        return answers


def lock(
    session: TenantSession, dossier_ids: Sequence[UUID], *, viewer: Member
) -> dict[UUID, Dossier]:
    """Lock those of the dossiers that the viewer may see, by id, and read them anew."""
    rows = session.scalars(
        visible(viewer)
        .where(Dossier.id.in_(sorted(dossier_ids)))
        .order_by(Dossier.id)
        .options(joinedload(Dossier.campaign, innerjoin=True).joinedload(Campaign.criteria_set))
        .options(joinedload(Dossier.unit, innerjoin=True))
        .with_for_update(of=Dossier)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def carry_out(act: Act, flow: Flow, trigger: str) -> Happening:
    """Make the act's move through the machine, with everything that goes with it."""
    # One write of the dossier, one step of its version: nothing is flushed in between.
    with act.session.begin_nested(), act.session.no_autoflush:
        return write(act.session, [change(act, flow, trigger)])[0]


def stale(session: TenantSession, dossier: Dossier, seen_version: int | None = None) -> StaleError:
    """Say who changed the dossier last, and what else happened since the page was shown."""
    query = select(AuditEvent).where(
        AuditEvent.dossier_id == dossier.id, AuditEvent.kind.not_in(BESIDE)
    )
    events = list(session.scalars(query.order_by(AuditEvent.seq.desc()).limit(MOST_NAMED)))
    if not events:
        return StaleError(name="", trigger="", at=None, state=dossier.state)
    last, *before = events
    since = []
    for event in before if seen_version is not None else []:
        if event.version is not None and event.version <= (seen_version or 0):
            break
        since.append(Change(event.name, event.kind, event.at))
    return StaleError(
        name=last.name, trigger=last.kind, at=last.at, state=dossier.state, since=since
    )


def contents_stale(session: TenantSession, dossier: Dossier) -> StaleError:
    """Say that what stands in the dossier is other than what the page showed."""
    found = stale(session, dossier)
    found.contents = True
    return found


def _as_seen(
    session: TenantSession, dossier: Dossier, seen_content: str | None, closing: Closing | None
) -> Json:
    """Return what the act was made on: the contents as the page showed them, or as voted on."""
    if not seen_content:
        return {"content_hash": closing.item.content_hash} if closing else {}
    found = content_hash(session, dossier)
    if seen_content != found:
        raise contents_stale(session, dossier)
    return {"content_hash": found, "sent_hash": sent_hash(session, dossier)}


def _asked(
    dossiers: Mapping[UUID, Dossier],
    earlier: Mapping[UUID, AuditEvent],
    dossier_id: UUID,
    trigger: str,
) -> Dossier | Happening:
    """Return the dossier that is to be moved, or what the same form made of it before."""
    if dossier_id not in dossiers:
        raise GoneError(dossier_id)
    event = earlier.get(dossier_id)
    if event is None:
        return dossiers[dossier_id]
    if event.kind != trigger:
        raise Refusal("key_reused")
    return Happening(
        event.seq, dossier_id, trigger, event.source or "", event.target or "", repeated=True
    )


def _prepared(
    session: TenantSession,
    dossier: Dossier,
    seen_version: int,
    trigger: str,
    actor: Member,
    inputs: Json | None,
    key: str | None,
    closing: Closing | None = None,
) -> Act:
    """Return the act that the page asked for, on the dossier that it showed."""
    if dossier.version != seen_version:
        raise stale(session, dossier, seen_version)
    flow = flow_of(dossier)
    if trigger == "undo":
        return undoing(session, dossier, flow, actor=actor, key=key)
    move = flow.move(trigger, dossier.state)
    if move is None:
        raise Refusal("not_from_here", state=dossier.state, trigger=trigger)
    return Act(session, dossier, move, actor, dict(inputs or {}), key, closing)


def _made_before(
    session: TenantSession, ids: Sequence[UUID], key: str | None
) -> dict[UUID, AuditEvent]:
    """Return what the same form made of these dossiers before."""
    if key is None:
        return {}
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.request_key == key, AuditEvent.dossier_id.in_(ids))
    )
    return {event.dossier_id: event for event in events if event.dossier_id is not None}

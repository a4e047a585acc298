"""Firing a move: lock, compare, guard, change, task, audit, outbox, in one transaction.

The caller commits. Everything happens inside a savepoint, so an effect that
raises takes back the state as well; the audit row is written here and not in a
callback of the state machine, which would swallow its errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from transitions import MachineError

from tenants import clock
from tenants.audit import AuditEvent, record_event
from tenants.database import Json
from tenants.members import Member
from tenants.outbox import leave
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.contents import content_hash, sent_hash
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import visible
from workflows.engine.act import Act, Closing
from workflows.engine.flow import Flow
from workflows.engine.refusals import Change, GoneError, Refusal, StaleError
from workflows.engine.undo import BESIDE, overwritten, put_back, standing_values, undoing
from workflows.flows import flow_of
from workflows.tasks.deadlines import set_deadline
from workflows.tasks.opening import close_tasks, open_task

MOST_NAMED = 6  # of what happened since a page was shown


@dataclass(frozen=True, slots=True)
class Happening:
    """A move that was made: its number in the audit trail, and its two ends."""

    seq: int
    dossier_id: UUID
    trigger: str
    source: str
    target: str
    repeated: bool = False


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
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None:
        raise GoneError(dossier_id)
    earlier = _made_before(session, dossier, trigger, key)
    if earlier is not None:
        return earlier
    if dossier.version != seen_version:
        raise stale(session, dossier, seen_version)
    found = _contents(session, dossier) if seen_content else {}
    if seen_content and seen_content != found["content_hash"]:
        raise contents_stale(session, dossier)
    flow = flow_of(dossier)
    if trigger == "undo":
        return carry_out(undoing(session, dossier, flow, actor=actor, key=key), flow, trigger)
    move = flow.move(trigger, dossier.state)
    if move is None:
        raise Refusal("not_from_here", state=dossier.state, trigger=trigger)
    act = Act(session, dossier, move, actor, dict(inputs or {}), key, closing)
    act.facts |= found or ({"content_hash": closing.item.content_hash} if closing else {})
    return carry_out(act, flow, trigger)


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
    instead of waiting for each other.

    Args:
        seen: ids with the versions that were shown, in the order of the answer.

    """
    lock(session, [dossier_id for dossier_id, _version in seen], viewer=actor)
    results: list[Happening | Refused] = []
    for dossier_id, version in seen:
        try:
            made = fire(
                session, dossier_id, trigger,
                actor=actor, seen_version=version, inputs=inputs, key=key,
            )  # fmt: skip
            results.append(made)
        except (GoneError, StaleError, Refusal) as error:
            results.append(Refused(dossier_id, error))
    return results


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
    dossier, session = act.dossier, act.session
    source, former = dossier.state, standing_values(dossier)
    # One write of the dossier, one step of its version: nothing is flushed in between.
    with session.begin_nested(), session.no_autoflush:
        try:
            moved = flow.machine.events[trigger].trigger(dossier, act=act)
        except MachineError as error:
            raise Refusal("not_from_here", state=source, trigger=trigger) from error
        if moved is not True:
            raise Refusal("nothing_to_go_back_to", state=source)
        for effect in act.move.undone if act.undoing else act.move.effects:
            effect(act)
        put_back(dossier, act.former)
        day = _remember(act, flow, trigger, source)
        dossier.version_touch(clock.now(session))
        session.flush()
        if dossier.state != source or act.move.target is not None:
            close_tasks(session, dossier, by=act.actor, move=trigger, party=_owing(act))
            open_task(session, dossier, flow.states[dossier.state], due_on=day)
        seq = record_event(
            session,
            trigger,
            actor=act.actor,
            role=_acted_as(act),
            for_name=_acted_for(act),
            dossier_id=dossier.id,
            source=source,
            target=dossier.state,
            version=dossier.version,
            request_key=act.key,
            facts={
                **act.facts,
                "inputs": act.inputs,
                **(act.capacity().facts() if act.undoing is None else {}),
                "before": overwritten(dossier, former) if act.move.undoable else {},
                "content_version": dossier.content_version,
                "flow": [flow.name, flow.version, flow.digest],
            },
        )
        leave(
            session,
            "tell",
            {"seq": seq, "trigger": trigger, "state": dossier.state},
            dossier_id=dossier.id,
        )
        session.flush()
    return Happening(seq, dossier.id, trigger, source, dossier.state)


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


def _contents(session: TenantSession, dossier: Dossier) -> Json:
    return {
        "content_hash": content_hash(session, dossier),
        "sent_hash": sent_hash(session, dossier),
    }


def _made_before(
    session: TenantSession, dossier: Dossier, trigger: str, key: str | None
) -> Happening | None:
    if key is None:
        return None
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.request_key == key, AuditEvent.dossier_id == dossier.id)
    ).one_or_none()
    if event is None:
        return None
    if event.kind != trigger:
        raise Refusal("key_reused")
    return Happening(
        event.seq, dossier.id, trigger, event.source or "", event.target or "", repeated=True
    )


def _remember(act: Act, flow: Flow, trigger: str, source: str) -> date | None:
    """Remember the way back and the new last day; return the day, if something is owed anew."""
    dossier = act.dossier
    if trigger in flow.remembered:
        dossier.back_to = {**dossier.back_to, trigger: source}
    if source == dossier.state and act.move.target is None:
        return None
    return set_deadline(act, flow, source)


def _owing(act: Act) -> str:
    """Return the party whose colleagues' claims stand in the way of this move."""
    if act.undoing is not None or act.move.side or act.closing is not None:
        return ""
    return act.party().name


def _acted_as(act: Act) -> str:
    if act.undoing is not None:
        return ""
    return act.party().name


def _acted_for(act: Act) -> str:
    if act.undoing is None and act.on_behalf:
        return act.dossier.unit.name
    return ""

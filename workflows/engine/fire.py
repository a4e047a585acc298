"""Firing a move: lock, compare, guard, change, task, audit, outbox, in one transaction.

The caller commits. Effects happen inside a savepoint, so one that raises takes
back the state as well; the audit row is written after the machine and not in one
of its callbacks, which would swallow its errors. What is written is in
``workflows.engine.writing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.contents import content_hash, sent_hash
from workflows.dossiers.tables import Dossier
from workflows.engine.act import Act, Closing
from workflows.engine.flow import Flow
from workflows.engine.locking import lock
from workflows.engine.refusals import Change, GoneError, Refusal, StaleError
from workflows.engine.together import Together
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
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None:
        raise GoneError(dossier_id)
    try:
        act = _prepared(session, dossier, seen_version, trigger, actor, inputs, key, closing)
        act.facts |= _as_seen(session, dossier, seen_content, closing)
        return carry_out(act, flow_of(dossier), trigger)
    except (StaleError, Refusal) as error:
        answer = _made_before(session, {dossier_id: error}, trigger, key)[dossier_id]
        if isinstance(answer, Happening):
            return answer
        if answer.error is error:
            raise
        raise answer.error from error


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
    together = Together(session, list(dossiers))
    refused: dict[UUID, Refusal | StaleError] = {}
    acts: list[Act] = []
    for dossier_id, version in dict(reversed(seen)).items():
        if dossier_id not in dossiers:
            continue
        try:
            act = _prepared(session, dossiers[dossier_id], version, trigger, actor, inputs, key)
            act.together = together
            act.permit()
            acts.append(act)
        except (StaleError, Refusal) as error:
            refused[dossier_id] = error
    made, minded = _all_or_each(session, acts, trigger)
    answers: dict[UUID, Happening | Refused] = {each.dossier_id: each for each in made}
    answers |= _made_before(session, refused | minded, trigger, key)
    return [
        answers.get(dossier_id) or Refused(dossier_id, GoneError(dossier_id))
        for dossier_id, _version in seen
    ]


def _all_or_each(
    session: TenantSession, acts: Sequence[Act], trigger: str
) -> tuple[list[Happening], dict[UUID, Refusal]]:
    """Write all acts together; if one minds after all, let each stand or fall by itself."""
    try:
        with _taken_back_if_refused(acts), session.no_autoflush:
            changes = [change(act, flow_of(act.dossier), trigger) for act in acts]
            return write(session, changes), {}
    except Refusal:
        made: list[Happening] = []
        minded: dict[UUID, Refusal] = {}
        for act in acts:
            session.refresh(act.dossier)
            act.facts.clear()
            try:
                made.append(carry_out(act, flow_of(act.dossier), trigger))
            except Refusal as refusal:
                minded[act.dossier.id] = refusal
        return made, minded


def carry_out(act: Act, flow: Flow, trigger: str) -> Happening:
    """Make the act's move through the machine, with everything that goes with it."""
    # One write of the dossier, one step of its version: nothing is flushed in between.
    with _taken_back_if_refused([act]), act.session.no_autoflush:
        return write(act.session, [change(act, flow, trigger)])[0]


@contextmanager
def _taken_back_if_refused(acts: Sequence[Act]) -> Iterator[None]:
    """Let an effect that minds take everything back.

    Acts without effects write in one statement, after everything has been asked: there is
    nothing to be taken back, and no savepoint is needed.
    """
    if any(act.effects for act in acts):
        with acts[0].session.begin_nested():
            yield
    else:
        yield


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
    session: TenantSession,
    refused: Mapping[UUID, Refusal | StaleError],
    trigger: str,
    key: str | None,
) -> dict[UUID, Happening | Refused]:
    """Answer a form that has been here before with what it made; refuse any other.

    A form makes its move once: sent again, it is refused as stale, or for its key.
    """
    earlier: dict[UUID | None, AuditEvent] = {}
    if key is not None and refused:
        events = session.scalars(
            select(AuditEvent).where(
                AuditEvent.request_key == key, AuditEvent.dossier_id.in_(refused)
            )
        )
        earlier = {event.dossier_id: event for event in events}
    answers: dict[UUID, Happening | Refused] = {}
    for dossier_id, error in refused.items():
        event = earlier.get(dossier_id)
        if event is None:
            answers[dossier_id] = Refused(dossier_id, error)
        elif event.kind != trigger:
            answers[dossier_id] = Refused(dossier_id, Refusal("key_reused"))
        else:
            answers[dossier_id] = Happening(
                event.seq, dossier_id, trigger, event.source or "", event.target or "",
                repeated=True,
            )  # fmt: skip
    return answers

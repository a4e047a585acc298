"""The two statements of the hot path, as SQL that can be read.

They go to the driver as they stand. Row-level security is in force for them as for any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy.dialects import postgresql

from tenants.audit import Checkpoint, Link, plain
from tenants.database import Json
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier

# The columns of a dossier and their types, as SQL writes them.
DOSSIER_COLUMNS: dict[str, str] = {
    name: column.type.compile(dialect=postgresql.psycopg.dialect())  # type: ignore[no-untyped-call]
    for name, column in Dossier.__table__.columns.items()
}

LOCK_HEAD = """
SELECT
  (SELECT jsonb_agg(jsonb_build_array(id, dossier_id, party)) FROM tasks
    WHERE dossier_id = ANY(%(ids)s) AND done_at IS NULL AND claimed_by_id IS NOT NULL) AS claimed,
  EXISTS (SELECT FROM audit_events
    WHERE request_key = %(key)s AND dossier_id = ANY(%(ids)s)) AS made_before,
  head.seq, head.hash
FROM audit_heads AS head
FOR UPDATE OF head
"""

# What is closed must be closed before the same party owes anew, because one index watches:
# opening waits for the count of what was closed.
WRITE = """
WITH moved AS (
  UPDATE dossiers SET version = sent.next_version, {set_columns}
  FROM jsonb_to_recordset(%(dossiers)s::jsonb) AS sent
    (id uuid, version int, next_version int, {typed_columns})
  WHERE dossiers.tenant_id = %(tenant)s AND dossiers.id = ANY(%(ids)s)
    AND dossiers.id = sent.id AND dossiers.version = sent.version
  RETURNING dossiers.id
), closed AS (
  UPDATE tasks SET done_at = %(done_at)s, done_by_id = %(done_by_id)s,
    done_by = %(done_by)s, done_with = %(done_with)s
  WHERE tenant_id = %(tenant)s AND dossier_id = ANY(%(anew)s) AND done_at IS NULL
  RETURNING id
), opened AS (
  INSERT INTO tasks
    (tenant_id, id, dossier_id, unit_id, party, desk, state, opened_at, due_at)
  SELECT tenant_id, id, dossier_id, unit_id, party, desk, state, opened_at, due_at
  FROM jsonb_populate_recordset(NULL::tasks, %(tasks)s::jsonb)
  WHERE (SELECT count(*) FROM closed) >= 0
), happened AS (
  INSERT INTO audit_events
    (tenant_id, seq, at, kind, dossier_id, person_id, name, role, for_name, source, target,
     version, request_key, facts, record, previous_hash, hash)
  SELECT tenant_id, seq, at, kind, dossier_id, person_id, name, role, for_name, source, target,
     version, request_key, facts, record, previous_hash, hash
  FROM jsonb_populate_recordset(NULL::audit_events, %(events)s::jsonb)
), chained AS (
  UPDATE audit_heads SET seq = %(head_seq)s, hash = %(head_hash)s
  WHERE tenant_id = %(tenant)s
), told AS (
  INSERT INTO outbox_items (tenant_id, id, job, payload, dossier_id, run_at, tries)
  SELECT tenant_id, id, job, payload, dossier_id, run_at, tries
  FROM jsonb_populate_recordset(NULL::outbox_items, %(outbox)s::jsonb)
)
SELECT count(*) FROM moved
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The locked end of the chain, with what may still forbid a move.

    ``claimed`` are open tasks that somebody has taken on: id, dossier and party;
    ``made_before`` says that the form's key is in the trail of one of the dossiers.
    """

    head: Checkpoint | None
    claimed: Sequence[tuple[UUID, UUID, str]]
    made_before: bool


def lock_head(session: TenantSession, *, dossier_ids: Sequence[UUID], key: str | None) -> Head:
    """Lock the end of the tenant's chain, and look once more at what may forbid a move."""
    session.hurries()
    rows = session.ask(LOCK_HEAD, {"ids": list(dossier_ids), "key": key})
    if not rows:
        return Head(None, (), made_before=False)
    owed, made_before, seq, end = rows[0]
    claimed = [(UUID(task), UUID(dossier), party) for task, dossier, party in owed or ()]
    return Head(Checkpoint(seq, end), claimed, made_before)


def write(
    session: TenantSession,
    columns: tuple[str, ...],
    *,
    dossiers: Sequence[Json],
    anew: Sequence[UUID],
    closed_as: Json,
    tasks: Sequence[Json],
    events: Sequence[Link],
    outbox: Sequence[Json],
) -> int:
    """Write everything that belongs to moves; return how many dossiers were as locked.

    Args:
        columns: what any of the dossiers has changed.
        anew: the dossiers whose open tasks are closed.

    """
    tenant = str(session.tenant_id)
    ((moved,),) = session.ask(
        _write(columns),
        {
            "tenant": session.tenant_id,
            "ids": [each["id"] for each in dossiers],
            "dossiers": _sent(dossiers),
            "anew": list(anew),
            **closed_as,
            "tasks": _sent(tasks),
            "events": _sent([_event(tenant, each) for each in events]),
            "head_seq": events[-1].seq,
            "head_hash": events[-1].hash,
            "outbox": _sent(outbox),
        },
    )
    return int(moved)


@cache
def _write(columns: tuple[str, ...]) -> str:
    return WRITE.format(
        set_columns=", ".join(f"{name} = sent.{name}" for name in columns),
        typed_columns=", ".join(f"{name} {DOSSIER_COLUMNS[name]}" for name in columns),
    )


def _event(tenant: str, link: Link) -> Json:
    return {
        **link.says,
        "tenant_id": tenant,
        "seq": link.seq,
        "record": link.record,
        "previous_hash": f"\\x{link.previous.hex()}",
        "hash": f"\\x{link.hash.hex()}",
    }


# Rows as one parameter; days, moments, ids and figures are turned into text on the way.
_sent: Callable[[Sequence[Json]], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=plain
).encode

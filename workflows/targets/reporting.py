"""Reporting targets: what was reached of them through the year, as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.unit_years import enters_for, may_gather
from workflows.engine.locking import lock
from workflows.engine.refusals import GoneError, Refusal
from workflows.evidence.links import GATHERING
from workflows.targets.reading import targets_of
from workflows.targets.tables import Target

LONGEST_SOURCE = 300
MAY_REPORT = GATHERING | {"returned"}


@dataclass(frozen=True, slots=True)
class Reached:
    """What was reached of a target, as it was typed; ``seen_version`` as the page showed it."""

    reached: Decimal | None
    as_of: date | None
    source: str
    seen_version: int


def report_targets(
    session: TenantSession,
    dossier_id: UUID,
    given: Mapping[UUID, Reached],
    *,
    actor: Member,
) -> list[str]:
    """Keep what was reached; a target that somebody else changed meanwhile is left as it is.

    Returns:
        The names of those left.

    Raises:
        GoneError: no such dossier or target for this actor.
        Refusal: the dossier was sent, a number without its day, or a day still to come.

    """
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None or not may_gather(session, actor, dossier.unit):
        raise GoneError(dossier_id)
    if dossier.state not in MAY_REPORT:
        raise Refusal("targets_closed")
    rows = {row.id: row for row in targets_of(session, dossier.id)}
    if set(given) - set(rows):
        raise GoneError(dossier_id)
    for target_id, said in given.items():
        _check(session, rows[target_id], said)
    changed, overtaken = [], []
    for target_id, said in given.items():
        row = rows[target_id]
        if (row.reached, row.as_of, row.source) == (said.reached, said.as_of, said.source):
            continue
        if row.version != said.seen_version:
            overtaken.append(row.name)
            continue
        row.reached, row.as_of, row.source = said.reached, said.as_of, said.source
        row.changed_at, row.changed_by = clock.now(session), actor.name
        changed.append({"name": row.name, "reached": row.reached, "as_of": row.as_of})
    if changed:
        dossier.content_version += 1
        session.flush()
        record_event(
            session,
            "report_targets",
            actor=actor,
            for_name=dossier.unit.name if enters_for(actor, dossier.unit) else "",
            dossier_id=dossier.id,
            facts={"targets": changed, "content_version": dossier.content_version},
        )
    return overtaken


def _check(session: TenantSession, row: Target, said: Reached) -> None:
    if said.reached is not None and said.as_of is None:
        raise Refusal("target_needs_day", fields=[f"as_of-{row.id}"], target=row.name)
    today = clock.today(session)
    if said.as_of is not None and said.as_of > today:
        raise Refusal("future_day", fields=[f"as_of-{row.id}"], today=today)

"""Claiming bonuses, and naming penalties: how often the unit itself found each, and what for.

What no figure measures is counted. The unit says how often, with words and evidence; the
appraisers take that over or count otherwise, with a reason (docs/process.md, section 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.answering import (
    LONGEST_NOTE,
    answers_as_of_now,
    is_open,
    may_answer,
    written_as,
)
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.eligibility import counted_adjustments
from workflows.dossiers.measuring import COUNT, counted
from workflows.dossiers.tables import ANSWERING, Answer, Dossier
from workflows.engine.locking import lock
from workflows.engine.refusals import GoneError, Refusal

MOST_TIMES = 99


@dataclass(frozen=True, slots=True)
class Claim:
    """How often, what for, on the version that was shown (0 where nothing stood)."""

    count: int
    note: str
    seen_version: int = 0

    def says_the_same(self, row: Answer | None) -> bool:
        """Tell whether this is what stands already; never is the same as nothing said."""
        if row is None:
            return not self.count and not self.note
        return (counted(row.self_measured), row.note) == (self.count, self.note)


def claim(
    session: TenantSession, dossier_id: UUID, claims: Mapping[str, Claim], *, actor: Member
) -> list[str]:
    """Keep what a unit claims, all of it or nothing.

    Returns:
        Those that somebody else wrote otherwise since they were shown; when there are any,
        nothing was kept.

    Raises:
        GoneError: no such dossier, bonus or penalty.
        Refusal: not this member's to write, closed (``frozen``), ``missing`` words for what
            is claimed, ``too_many_times``, ``note_too_long``.

    """
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None:
        raise GoneError(dossier_id)
    known = {one.key for one in counted_adjustments(criteria_of(dossier))}
    if set(claims) - known:
        raise GoneError(dossier_id)
    if not may_answer(actor, dossier):
        raise Refusal("role" if dossier.state in ANSWERING else "frozen", parties=["cell"])
    standing = answers_as_of_now(session, dossier_id)
    changes = {
        key: each for key, each in claims.items() if not each.says_the_same(standing.get(key))
    }
    _check(dossier, changes)
    overtaken = [
        key
        for key, each in changes.items()
        if each.seen_version != (standing[key].version if key in standing else 0)
    ]
    if overtaken:
        return overtaken
    for key, each in changes.items():
        _keep(session, dossier, key, each, standing.get(key), actor)
    session.flush()
    return []


def _check(dossier: Dossier, changes: Mapping[str, Claim]) -> None:
    closed = [key for key in changes if not is_open(dossier, key)]
    if closed:
        raise Refusal("frozen", criterion=closed[0])
    beyond = [f"count-{key}" for key, each in changes.items() if not 0 <= each.count <= MOST_TIMES]
    if beyond:
        raise Refusal("too_many_times", fields=beyond, most=MOST_TIMES)
    unsaid = [f"note-{key}" for key, each in changes.items() if each.count and not each.note]
    if unsaid:
        raise Refusal("missing", fields=unsaid)
    long = [f"note-{key}" for key, each in changes.items() if len(each.note) > LONGEST_NOTE]
    if long:
        raise Refusal("note_too_long", fields=long, longest=LONGEST_NOTE)


def _keep(
    session: TenantSession,
    dossier: Dossier,
    key: str,
    given: Claim,
    row: Answer | None,
    actor: Member,
) -> None:
    was = counted(row.self_measured) if row is not None else 0
    if row is None:
        row = Answer(dossier_id=dossier.id, criterion=key)
        session.add(row)
    row.self_measured, row.note = {COUNT: given.count}, given.note
    # What appraisers counted on another claim is counted anew.
    row.appraised_measured, row.appraised_reason = {}, ""
    row.answered_at, row.answered_by = clock.now(session), actor.name
    dossier.content_version += 1
    record_event(
        session, "claimed", actor=actor, dossier_id=dossier.id, **written_as(dossier, actor),
        facts={
            "criterion": key, "was": was, "count": given.count,
            "content_version": dossier.content_version,
        },
    )  # fmt: skip

"""Answering several criteria in one act: all of them are kept, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.answering import answer, answers_as_of_now
from workflows.dossiers.tables import Answer
from workflows.engine.locking import lock
from workflows.engine.refusals import GoneError


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to one criterion, on the version of its answer that was shown."""

    level: str | None
    not_applicable: bool
    note: str
    seen_version: int

    def says_the_same(self, row: Answer | None) -> bool:
        """Tell whether this is what stands already; nothing is the same as no answer."""
        if row is None:
            return not (self.level or self.not_applicable or self.note)
        standing = (row.self_level, row.not_applicable, row.note)
        return standing == (self.level, self.not_applicable, self.note)


def answer_many(
    session: TenantSession, dossier_id: UUID, given: Mapping[str, Given], *, actor: Member
) -> list[str]:
    """Keep the cell's answers, unless somebody else answered one of them meanwhile.

    Returns:
        The criteria that somebody answered otherwise since they were shown; when there
        are any, nothing was kept.

    Raises:
        GoneError: no such dossier or criterion.
        Refusal: as for ``answer``; nothing was kept.

    """
    if dossier_id not in lock(session, [dossier_id], viewer=actor):
        raise GoneError(dossier_id)
    standing = answers_as_of_now(session, dossier_id)
    changes = {
        key: each for key, each in given.items() if not each.says_the_same(standing.get(key))
    }
    overtaken = [
        key
        for key, each in changes.items()
        if each.seen_version != (standing[key].version if key in standing else 0)
    ]
    if overtaken:
        return overtaken
    with session.begin_nested():
        for key, each in changes.items():
            answer(
                session, dossier_id, key,
                level=each.level, not_applicable=each.not_applicable, note=each.note,
                actor=actor, seen_version=each.seen_version,
            )  # fmt: skip
    return []

"""Dossiers that one act moves: what guards ask is asked once for all of them.

A question takes the ids of dossiers and answers for each it has something to say of. Its
answers hold for the act: the dossiers are locked, and all guards are asked before anything
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from tenants.wall import TenantSession

Found = TypeVar("Found")
Question: TypeAlias = "Callable[..., Mapping[UUID, Found]]"


class Together:
    """The dossiers of one act, and what has been asked of them so far."""

    def __init__(self, session: TenantSession, dossier_ids: Sequence[UUID]) -> None:
        self._session = session
        self._ids = tuple(dossier_ids)
        self._answers: dict[Hashable, Mapping[UUID, Any]] = {}

    def ask(self, question: Question[Found], dossier_id: UUID, *about: Hashable) -> Found | None:
        """Return what a question answers of one of the dossiers.

        Args:
            about: what else the question takes, after the session and the ids.

        """
        asked = (question, about)
        if asked not in self._answers:
            self._answers[asked] = question(self._session, self._ids, *about)
        return self._answers[asked].get(dossier_id)

"""A ballot paper as bytes: one for each question, always as many, sealed until the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from tenants.proofs.sealing import opened, sealed
from workflows.sittings.ballot_tables import Balloting, Choice, Question

Marks = Mapping[tuple[UUID, Question], Choice]
_ORDER = tuple((question, index) for index, question in enumerate(Question))
_CHOICES = tuple(Choice)


def seal(balloting: Balloting, marks: Marks) -> bytes:
    """Seal a paper: a byte for each question of each item, nought where it was not asked."""
    plain = bytes(
        1 + _CHOICES.index(marks[item_id, question]) if (item_id, question) in marks else 0
        for item_id in _items(balloting)
        for question, _index in _ORDER
    )
    return sealed(plain, about=_about(balloting))


def unseal(balloting: Balloting, paper: bytes) -> dict[tuple[UUID, Question], Choice]:
    """Open a paper.

    Raises:
        CannotOpenError: it was sealed with another key, or for another balloting.

    """
    plain = opened(paper, about=_about(balloting))
    width = len(_ORDER)
    return {
        (item_id, question): _CHOICES[plain[place * width + index] - 1]
        for place, item_id in enumerate(_items(balloting))
        for question, index in _ORDER
        if plain[place * width + index]
    }


def _items(balloting: Balloting) -> Sequence[UUID]:
    return [UUID(item_id) for item_id in balloting.items]


def _about(balloting: Balloting) -> str:
    return f"ballot {balloting.id}"

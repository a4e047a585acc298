"""What the administrator asks for: an act on units, and what becomes of what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants.successions import StreakRule, SuccessionKind
from tenants.units import UnitKind


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit to be founded; without a code it gets one made of its name.

    ``kind``, ``kind_code`` and ``sector`` are those of the units it comes from unless said.
    """

    name: str
    code: str = ""
    kind: UnitKind | None = None
    kind_code: str | None = None
    sector: str | None = None
    official: int = 0
    probationary: int = 0
    exempted: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as it was filled in.

    Args:
        units: those it is done to; none where one is founded.
        under: the unit under which another is put or founded.
        into: the unit that the others merge into, one of them or another; a new one if empty.
        new: the unit that a merger or a founding makes, or those that a split makes.
        name: what a unit is renamed to.
        goes_on: a unit that is split goes on beside the new ones; otherwise the first of
            these is its heir.
        dossier_of: the unit whose open dossier goes on as that of the new unit, or the heir.
        lead: merger into a new unit: whose secretary, or whose chair, goes on leading.
        people_of: the units whose people go on in the unit after.
        streak_rule: what earlier years of the units count for the unit after.
        streak_of: the unit whose years count, where one counts.

    """

    kind: SuccessionKind
    effective_on: date
    legal_basis: str
    units: tuple[UUID, ...] = ()
    under: UUID | None = None
    into: UUID | None = None
    new: tuple[NewUnit, ...] = ()
    name: str = ""
    goes_on: bool = True
    dossier_of: UUID | None = None
    lead: UUID | None = None
    people_of: frozenset[UUID] = frozenset()
    streak_rule: StreakRule = StreakRule.EVERY
    streak_of: UUID | None = None

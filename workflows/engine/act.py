"""A row of a flow's table, and an act: somebody making that move on one dossier.

They know each other: a row lists guards and effects, and these ask the act.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from tenants import clock
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.capacity import Capacity, capacity_of
from workflows.engine.parties import Party, Scope
from workflows.engine.refusals import Refusal
from workflows.engine.together import Found, Question, Together

if TYPE_CHECKING:
    from workflows.dossiers.tables import Dossier
    from workflows.sittings.tables import Sitting, SittingItem


Step: TypeAlias = "Callable[[Act], None]"


@dataclass(frozen=True, slots=True)
class Back:
    """The state that the last standing move of this name left."""

    of: str


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table.

    Args:
        trigger: the move's name.
        source: the states it leaves.
        target: the state it leads to; ``None`` stays.
        by: the parties that may make it.
        word: its part of the address, Vietnamese without accents.
        asks: inputs that must be filled in.
        needs: guards on facts, asked before the button is drawn and again when pressed.
        checks: guards on the inputs.
        effects: what else changes, in the same transaction.
        undone: what an undo takes back besides the state.
        papers: the papers it produces (D1-D20).
        at_sitting: fired only by the closing of a sitting (†).
        undoable: may be taken back by its actor (↶).
        side: a side move (‡).
        afterlife: a move of a settled dossier (§).

    """

    trigger: str
    source: tuple[str, ...]
    target: str | Back | None
    by: tuple[Party, ...]
    word: str
    asks: tuple[str, ...] = ()
    needs: tuple[Step, ...] = ()
    checks: tuple[Step, ...] = ()
    effects: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    papers: tuple[str, ...] = ()
    at_sitting: bool = False
    undoable: bool = False
    side: bool = False
    afterlife: bool = False


@dataclass(slots=True)
class Closing:
    """A sitting that closes, and the item whose move it fires."""

    sitting: Sitting
    item: SittingItem


@dataclass(slots=True)
class Act:
    """What guards and effects may ask about a move being made."""

    session: TenantSession
    dossier: Dossier
    move: Move
    actor: Member
    inputs: Json = field(default_factory=dict)
    key: str | None = None
    closing: Closing | None = None
    undoing: tuple[str, str] | None = None
    former: Json = field(default_factory=dict)
    facts: Json = field(default_factory=dict)
    cache: Json = field(default_factory=dict)
    permitted: bool = False
    together: Together | None = None
    _capacity: Capacity | None = None

    def ask(self, question: Question[Found], *about: Hashable) -> Found | None:
        """Put a question of fact about the dossier; a bulk act puts it once for all of its own."""
        if self.together is None:
            self.together = Together(self.session, [self.dossier.id])
        return self.together.ask(question, self.dossier.id, *about)

    @property
    def today(self) -> date:
        """The day in Viet Nam."""
        return clock.today(self.session)

    @property
    def person_id(self) -> UUID:
        """The acting person. Raises ``Refusal`` for the service itself."""
        if self.actor.person_id is None:
            raise Refusal("role", parties=[party.name for party in self.move.by])
        return self.actor.person_id

    def capacity(self) -> Capacity:
        """Return as what the actor may make this move.

        Whoever chairs the closing sitting acts for the body, a deputy or a member named
        to chair it included.

        Raises:
            Refusal: ``role``, when the actor is of none of the move's parties, and stands
                in for nobody who is.

        """
        if self._capacity is None:
            self._capacity = self._found_capacity()
        return self._capacity

    def _found_capacity(self) -> Capacity:
        if self._chairs_closing:
            for party in self.move.by:
                if party.body:
                    return Capacity(party, self.actor)
        found = capacity_of(self.actor, self.dossier, self.move.by, self.move.trigger)
        if found is None:
            raise Refusal("role", parties=[party.name for party in self.move.by])
        return found

    def party(self) -> Party:
        """Return the party as which the actor makes this move. Raises ``Refusal``: ``role``."""
        return self.capacity().party

    @property
    def hands(self) -> list[UUID]:
        """Whose restrictions bind this act: the actor's, and a principal's. Empty for the service.

        Raises:
            Refusal: ``role``, when the actor may not act at all.

        """
        principal = self.capacity().principal
        found = [self.actor.person_id, principal.person_id if principal else None]
        return [person_id for person_id in found if person_id is not None]

    @property
    def effects(self) -> tuple[Step, ...]:
        """What else changes: what the row lists, or what an undo takes back."""
        return self.move.undone if self.undoing is not None else self.move.effects

    @property
    def _chairs_closing(self) -> bool:
        return self.closing is not None and self.closing.sitting.chair_id == self.actor.person_id

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else acts where the unit itself would."""
        units_own = any(party.scope is Scope.UNIT for party in self.move.by)
        return units_own and self.party().scope is not Scope.UNIT

    def ask_facts(self) -> None:
        """Ask who and the facts: what decides whether a button is drawn."""
        self.party()
        for guard in self.move.needs:
            guard(self)

    def objections(self) -> list[Refusal]:
        """List every reason of fact why the actor may not make the move now, each once."""
        try:
            self.capacity()
        except Refusal as refusal:
            return [refusal]
        found = {}
        if self.move.at_sitting and self.closing is None:
            found["only_at_sitting"] = Refusal("only_at_sitting")
        for guard in self.move.needs:
            try:
                guard(self)
            except Refusal as refusal:
                found.setdefault(refusal.code, refusal)
        return list(found.values())

    def permit(self) -> None:
        """Ask everything that decides whether the move is made, once: the dossier is locked."""
        if self.undoing is not None or self.permitted:
            return
        if self.move.at_sitting and self.closing is None:
            raise Refusal("only_at_sitting")
        self.ask_facts()
        missing = [name for name in self.move.asks if self.inputs.get(name) in (None, "", [])]
        if missing:
            raise Refusal("missing", fields=missing)
        for check in self.move.checks:
            check(self)
        self.permitted = True

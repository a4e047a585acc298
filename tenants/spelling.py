"""A unit's name that was mistyped is put right: no act on the unit, no succession, audited.

The unit is what it was, and so is its name on every paper that was issued. What would be
another name is for an act with its legal basis (workflows.successions).
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from tenants.audit import record_event
from tenants.members import Member
from tenants.text.folding import normalise, search_key
from tenants.text.sorting import sort_key
from tenants.units import OrgUnit, sister_called
from tenants.wall import TenantSession

# How much of a name stays the same, numbers apart, where only its spelling is corrected.
ALIKE = 0.75


class SpellingRefusedError(Exception):
    """The name is not corrected; ``code`` says why, ``facts`` of what."""

    def __init__(self, code: str, *, field: str = "name", **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


def correct_spelling(
    session: TenantSession, unit: OrgUnit, name: str, *, seen: str, reason: str, actor: Member
) -> None:
    """Write a unit's own name as it should have been written; the origin behind it stays.

    Args:
        session: of the unit's tenant.
        unit: whose name it is.
        name: the right one, without the origin.
        seen: the name that the page showed.
        reason: how it is known.
        actor: who corrects it.

    Raises:
        SpellingRefusedError: ``changed_meanwhile``, ``not_the_top``, ``unit_closed``,
            ``nothing_changed``, ``another_name``, ``name_taken``.

    """
    session.refresh(unit, with_for_update=True)
    own, before = normalise(name), unit.name
    if seen != unit.own_name:
        raise SpellingRefusedError("changed_meanwhile")
    if unit.parent_id is None:
        raise SpellingRefusedError("not_the_top", unit=unit.name)
    if unit.valid_to is not None:
        raise SpellingRefusedError("unit_closed", unit=unit.name, on=unit.valid_to.isoformat())
    if own == unit.own_name:
        raise SpellingRefusedError("nothing_changed")
    if not is_alike(unit.own_name, own):
        raise SpellingRefusedError("another_name", name=unit.own_name)
    whole = f"{own} ({unit.origin})" if unit.origin else own
    _ask_that_it_is_free(session, unit, whole)
    unit.name, unit.search_key, unit.sort_key = whole, search_key(whole), sort_key(whole)
    session.flush()
    record_event(
        session, "unit_name_corrected", actor=actor, role="tenant_admin",
        facts={
            "unit": unit.code, "unit_id": unit.id, "before": before, "after": whole,
            "reason": normalise(reason),
        },
    )  # fmt: skip


def is_alike(before: str, after: str) -> bool:
    """Tell whether two names are one, written differently: most letters, and every number."""
    one, two = search_key(before), search_key(after)
    same_numbers = re.findall(r"\d+", one) == re.findall(r"\d+", two)
    return same_numbers and SequenceMatcher(None, one, two).ratio() >= ALIKE


def _ask_that_it_is_free(session: TenantSession, unit: OrgUnit, name: str) -> None:
    sister = sister_called(session, name, unit.parent_id, but=[unit.id])
    if sister is not None:
        raise SpellingRefusedError("name_taken", name=sister.name, unit=sister.code)

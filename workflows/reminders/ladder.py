"""The rungs of reminding: who is told how many days before and after an act is due.

A campaign may have ladders of its own, ``rules["ladders"]["unit" | "office"]``, written as
``[{"level": "soon", "after": -2, "to": ["owes"], "urgent": false}, …]``.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflows.campaigns.tables import Campaign
from workflows.engine.parties import Scope

OWES = "owes"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: its name, its day counted from the last day, who is told, and whether at once.

    ``to`` names parties; ``owes`` is whoever owes the act.
    """

    level: str
    after: int
    to: tuple[str, ...] = (OWES,)
    urgent: bool = False


# A unit is reminded early; the office that receives its dossier hears when it is late, the
# level above when that does not help.
UNIT = (
    Rung("week_ahead", -7),
    Rung("soon", -2),
    Rung("today", 0, urgent=True),
    Rung("late", 1, (OWES, "ward_office"), urgent=True),
    Rung("escalated", 4, (OWES, "ward_office", "ward_chair")),
    Rung("escalated_again", 8, ("ward_chair", "city_office", "tenant_admin")),
)
OFFICE = (
    Rung("soon", -1),
    Rung("today", 0, urgent=True),
    Rung("late", 1, urgent=True),
    Rung("escalated", 3, (OWES, "ward_chair")),
    Rung("escalated_again", 7, ("city_office", "tenant_admin")),
)
# What the upper level owes is not reported to the level below.
UPPER = (
    Rung("soon", -1),
    Rung("today", 0, urgent=True),
    Rung("late", 1, urgent=True),
    Rung("escalated", 3, (OWES, "city_body", "tenant_admin")),
)
# What a unit owes its own year is told to the unit, then to whoever is in charge of it, then to
# the office of its ward: ``rules["ladders"]["meeting" | "remedy"]``.
DUTIES = {
    "meeting": (
        Rung("late", 1, (OWES, "supervisor")),
        Rung("escalated", 7, (OWES, "supervisor", "ward_office")),
    ),
    "remedy": (
        Rung("soon", -3),
        Rung("late", 1, (OWES, "supervisor")),
        Rung("escalated", 7, (OWES, "supervisor", "ward_office")),
    ),
}
REPORTS = frozenset({"escalated", "escalated_again"})


def ladder_of(campaign: Campaign, scope: Scope) -> tuple[Rung, ...]:
    """Return the rungs for what a side owes, the lowest first; none for the service itself."""
    if scope is Scope.SERVICE:
        return ()
    name = {Scope.UNIT: "unit", Scope.UPPER: "upper"}.get(scope, "office")
    own = _own(campaign, name)
    return {"unit": UNIT, "upper": UPPER}.get(name, OFFICE) if own is None else own


def duty_ladder(campaign: Campaign, duty: str) -> tuple[Rung, ...]:
    """Return the rungs for a duty of a unit's year (``meeting``, ``remedy``), the lowest first."""
    own = _own(campaign, duty)
    return DUTIES[duty] if own is None else own


def _own(campaign: Campaign, name: str) -> tuple[Rung, ...] | None:
    own = campaign.rules.get("ladders", {}).get(name)
    if own is None:
        return None
    return tuple(
        Rung(each["level"], int(each["after"]), tuple(each["to"]), bool(each.get("urgent")))
        for each in sorted(own, key=lambda each: int(each["after"]))
    )

"""By when an act is owed in a state: a day of the campaign's, or so many working days."""

from __future__ import annotations

from dataclasses import dataclass

WORKING_DAYS_TO_ACT = 5


@dataclass(frozen=True, slots=True)
class CampaignDay:
    """The campaign's day of this name; once it is over, so many working days."""

    name: str
    once_over: int = WORKING_DAYS_TO_ACT


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many working days after the act became owed; a campaign may give another number."""

    count: int = WORKING_DAYS_TO_ACT

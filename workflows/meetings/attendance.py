"""Who counts at a meeting, and what share of them came.

Exempted members who stay away, members attached elsewhere for a time, the suspended, and
those whom service keeps (armed forces on special duty) are left out of the base; whoever of
the exempted comes is counted like everybody (Hướng dẫn 12-HD/BTCTW; docs/process.md,
section 5). A group that works away meets by itself: by the tenant's rule its members count
with the cell, those who came to the group's meeting as present, or they are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Attendance:
    """The numbers of one meeting; ``present`` does not hold the group that works away."""

    official: int
    probationary: int
    present: int
    excused: int = 0
    unexcused: int = 0
    exempted: int = 0
    elsewhere: int = 0
    suspended: int = 0
    on_duty: int = 0
    away: int = 0
    away_present: int = 0
    away_apart: bool = False

    @property
    def summoned(self) -> int:
        """How many should have come to the cell's own meeting."""
        left_out = self.exempted + self.elsewhere + self.suspended + self.on_duty + self.away
        return self.official + self.probationary - left_out

    @property
    def adds_up(self) -> bool:
        """Whether everybody who should have come is present, excused or neither."""
        return self.summoned == self.present + self.excused + self.unexcused

    @property
    def base(self) -> int:
        """How many the share is counted on."""
        return self.summoned if self.away_apart else self.summoned + self.away

    @property
    def came(self) -> int:
        """How many of the base came, to the cell's meeting or to that of its group away."""
        return self.present if self.away_apart else self.present + self.away_present

    @property
    def share(self) -> Decimal | None:
        """The share that came; nothing where nobody counts."""
        return Decimal(self.came) / self.base if self.base > 0 else None

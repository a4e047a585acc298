"""What a list says, as plain values: cells, their people, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tenants.bodies import Seat
from tenants.onboarding.entries import Entry
from tenants.onboarding.headings import Headings
from tenants.onboarding.workbook import Sheet
from tenants.roles import Role


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A secretary or deputy; ``phone`` is in E.164, or ``None`` if the list has none."""

    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class ListedCell:
    """One cell of the list; ``row`` is its number in the spreadsheet, numbers count members.

    ``sector`` and ``kind`` are codes of the tenant's; a ``kind`` is only there where the list
    speaks of one of the tenant's own.
    """

    row: int
    ward: str
    name: str
    sector: str
    total: int
    official: int
    probationary: int
    exempted: int
    secretary: ListedPerson | None
    deputy: ListedPerson | None
    kind: str | None = None
    sheet: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ListedOfficer:
    """Somebody of the sheet of officers: what they are in which unit, and since when.

    ``unit`` is empty for the tenant's own committee; ``cell`` names a cell of that unit.
    A ``seat`` is one on the unit's body, whose name is ``body``.
    """

    row: int
    sheet: str
    unit: str
    cell: str
    person: ListedPerson
    role: Role
    desk: str
    seat: Seat | None
    body: str
    post: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place of the list.

    ``row`` is the number in the spreadsheet, ``column`` the heading as the list writes
    it, ``value`` the cell's text, ``message`` a sentence: what is wrong, what to do.
    ``key`` names the column for programs, ``blanks`` is what fills the sentence.
    """

    row: int
    column: str
    value: str
    code: str
    message: str
    sheet: str = field(default="", compare=False)
    key: str = field(default="", compare=False)
    blanks: Mapping[str, object] = field(default_factory=dict, compare=False)

    @property
    def place(self) -> tuple[str, int]:
        """The sheet and the row."""
        return self.sheet, self.row

    def as_json(self) -> dict[str, int | str]:
        """Return the fault as it stands in a JSON report."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Understood:
    """Something that the list writes otherwise than it is kept, and in how many rows."""

    written: str
    meant: str
    rows: int


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet with a list: what its columns hold, and whether it was read."""

    sheet: Sheet
    headings: Headings
    is_read: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was read. A row with a fault in ``rejected`` gives no cell.

    ``rows`` counts the rows of the sheets of cells; ``entries`` holds every row by its place.
    """

    cells: list[ListedCell]
    rejected: list[Fault]
    warnings: list[Fault]
    rows: int
    officers: list[ListedOfficer] = field(default_factory=list)
    officer_rows: int = 0
    understood: list[Understood] = field(default_factory=list, compare=False)
    sheets: list[ListSheet] = field(default_factory=list, compare=False)
    entries: Mapping[tuple[str, int], Entry] = field(default_factory=dict, compare=False)

    @property
    def wards(self) -> list[str]:
        """The wards of the cells, in the order of the list."""
        return list(dict.fromkeys(cell.ward for cell in self.cells))

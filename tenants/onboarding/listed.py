"""What a list says, as plain values: cells, their people, and what is wrong in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from tenants.units import Sector


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A secretary or deputy; ``phone`` is in E.164, or ``None`` if the list has none."""

    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class ListedCell:
    """One cell of the list; ``row`` is its number in the spreadsheet, numbers count members."""

    row: int
    ward: str
    name: str
    sector: Sector
    total: int
    official: int
    probationary: int
    exempted: int
    secretary: ListedPerson | None
    deputy: ListedPerson | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place of the list.

    ``row`` is the number in the spreadsheet, ``column`` the heading as the list writes
    it, ``value`` the cell's text, ``message`` a sentence: what is wrong, what to do.
    """

    row: int
    column: str
    value: str
    code: str
    message: str

    def as_json(self) -> dict[str, int | str]:
        """Return the fault as it stands in a JSON report."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was read. A row with a fault in ``rejected`` gives no cell."""

    cells: list[ListedCell]
    rejected: list[Fault]
    warnings: list[Fault]
    rows: int

    @property
    def wards(self) -> list[str]:
        """The wards of the cells, in the order of the list."""
        return list(dict.fromkeys(cell.ward for cell in self.cells))

"""What is wrong in a list: rows that are rejected, and rows taken with a warning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tenants.onboarding.entries import AnyColumn, Entry
from tenants.onboarding.faults import phone_fault, sentence
from tenants.onboarding.listed import Fault
from tenants.text.phones import BadPhoneError


class Named(Protocol):
    """Headings that say what their list calls a column."""

    def label(self, column: AnyColumn) -> str:
        """Return the column's heading as the list writes it."""

    def has(self, column: AnyColumn) -> bool:
        """Tell whether the list has the column."""


class Remarks:
    """Takes down what is wrong; ``headings`` are those of each sheet, by its name."""

    def __init__(self, headings: Mapping[str, Named]) -> None:
        self.headings = headings
        self.rejected: list[Fault] = []
        self.warnings: list[Fault] = []

    def reject(self, entry: Entry, column: AnyColumn, code: str, **blanks: object) -> None:
        """Note a fault for which the row is left out."""
        self.rejected.append(self._fault(entry, column, code, blanks))

    def reject_phone(self, entry: Entry, column: AnyColumn, error: BadPhoneError) -> None:
        """Note a number that cannot be read."""
        self.rejected.append(self._fault(entry, column, *phone_fault(error)))

    def warn(self, entry: Entry, column: AnyColumn, code: str, **blanks: object) -> None:
        """Note what is doubtful in a row that is taken."""
        self.warnings.append(self._fault(entry, column, code, blanks))

    def has(self, entry: Entry, column: AnyColumn) -> bool:
        """Tell whether the list of a row has a column."""
        return self.headings[entry.sheet].has(column)

    def _fault(
        self, entry: Entry, column: AnyColumn, code: str, blanks: Mapping[str, object]
    ) -> Fault:
        return Fault(
            entry.row,
            self.headings[entry.sheet].label(column),
            entry.text(column),
            code,
            sentence(code, **blanks),
            entry.sheet,
            column.value,
            blanks,
        )

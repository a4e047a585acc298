"""What a refusal knows, ready to stand in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeAlias

from web.filters import day, number


class Facts(dict[str, Any]):
    """What a refusal knows, as words; what it does not know is an empty text."""

    def day(self, *names: str) -> str:
        """Return the first of these days that is known."""
        found = (self.get(name) for name in names)
        return next((day(value) for value in found if isinstance(value, (date, datetime))), "")

    def count(self, name: str) -> str:
        """Return a number."""
        value = self.get(name)
        return number(value) if isinstance(value, (int, float)) else ""

    def list(self, name: str, word: Callable[[str], str] = str) -> str:
        """Return a list, each put into words, with commas between."""
        return ", ".join(word(str(item)) for item in self.get(name) or [])

    def word(self, name: str) -> str:
        """Return a word."""
        return str(self.get(name) or "")


Wordings: TypeAlias = dict[str, Callable[[Facts], str]]

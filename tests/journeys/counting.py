"""Counts what somebody does at a page: each press, choice and field left, and letters typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator


class Counter:
    """Does things and counts them."""

    def __init__(self) -> None:
        self.interactions = 0
        self.characters = 0

    def press(self, what: Locator) -> None:
        """Press a button or a link, and wait for what follows."""
        with self._one():
            what.click()
            what.page.wait_for_load_state()

    def choose(self, field: Locator, file: Path) -> None:
        """Choose a file."""
        with self._one():
            field.set_input_files(file)

    def write(self, field: Locator, text: str, *, keeping: int | None = None) -> None:
        """Type into a field and leave it, keeping so many letters of what stands there."""
        with self._one():
            field.focus()
            field.press("End")
            stands = len(field.input_value())
            for _ in range(0 if keeping is None else stands - keeping):
                field.press("Backspace")
            field.press_sequentially(text)
            field.blur()
        self.characters += len(text)

    @contextmanager
    def _one(self) -> Iterator[None]:
        self.interactions += 1
        yield

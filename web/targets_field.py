"""A box of target lines: one a line, name; measure; planned."""

from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.widgets import TextArea

from web.refusals import words_of
from workflows.engine.refusals import Refusal
from workflows.targets.lines import Line, read_lines, written


class TargetsField(Field):
    """Targets as lines of text; its value is a list of ``Line`` of one series."""

    widget = TextArea()  # type: ignore[assignment]  # it asks for nothing that a text has alone
    data: list[Line]

    def __init__(self, label: str = "", *, series: str = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.series = series

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return written(self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the lines. Raises ``ValueError`` with the sentence for the visitor."""
        text = str(valuelist[0]) if valuelist else ""
        try:
            lines = read_lines(text, field=self.name, series=self.series)
        except Refusal as refusal:
            self.data = []
            raise ValueError(words_of(refusal)) from refusal
        self.data = lines

"""Why the platform does not do what was asked."""

from __future__ import annotations

from typing import Any


class PlatformRefusedError(Exception):
    """The act is refused for the reason that ``code`` names; the web words it.

    ``field`` is the part of the form that it is about, if it is about one.
    """

    def __init__(self, code: str, *, field: str = "", **info: Any) -> None:
        super().__init__(code, info)
        self.code = code
        self.field = field
        self.info = info

"""Why a move is not made. A refusal carries a code and facts; the web words it."""

from __future__ import annotations

from datetime import datetime
from typing import Any


class Refusal(Exception):  # noqa: N818  # it is an answer, not a fault
    """The move may not be made, for the reason that ``code`` names.

    ``role`` is answered over HTTP with 403, every other code with 422.
    """

    def __init__(self, code: str, **info: Any) -> None:
        super().__init__(code, info)
        self.code = code
        self.info = info


class GoneError(Exception):
    """There is no such dossier here, or it is not for this member to see."""


class StaleError(Exception):
    """The page showed an older version; says who changed the dossier, how and when."""

    def __init__(self, *, name: str, trigger: str, at: datetime | None, state: str) -> None:
        super().__init__(trigger)
        self.name = name
        self.trigger = trigger
        self.at = at
        self.state = state

"""Why a move is not made. A refusal carries a code and facts; the web words it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened since a page was shown: who did what, and when."""

    name: str
    trigger: str
    at: datetime


class StaleError(Exception):
    """The page showed an older version; says who changed the dossier, how and when.

    ``since`` is what happened before that, after the page was shown. ``contents`` says that
    what stands in the dossier is other than what was shown.
    """

    def __init__(
        self,
        *,
        name: str,
        trigger: str,
        at: datetime | None,
        state: str,
        since: Sequence[Change] = (),
    ) -> None:
        super().__init__(trigger)
        self.name = name
        self.trigger = trigger
        self.at = at
        self.state = state
        self.since = since
        self.contents = False

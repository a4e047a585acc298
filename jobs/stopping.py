"""Being asked to stop, and waiting for something else until then."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from multiprocessing.connection import wait
from types import FrameType
from typing import Any


class Stopping:
    """Whether this process was asked to stop.

    The handler only writes a byte: a lock taken there could be held already by
    the code that it interrupts.
    """

    def __init__(self) -> None:
        self._ear, self._mouth = os.pipe()
        self.asked = False

    def listen(self) -> None:
        """Take SIGTERM and Ctrl-C as the wish to stop."""
        signal.signal(signal.SIGTERM, self._hear)
        signal.signal(signal.SIGINT, self._hear)

    def ask(self) -> None:
        """Ask this process to stop."""
        self.asked = True
        os.write(self._mouth, b"!")

    def wait(self, seconds: float, *, things: Sequence[Any] = ()) -> bool:
        """Wait until asked, for so long at most, or until one of the things is ready."""
        if not self.asked:
            wait([self._ear, *things], seconds)
        return self.asked

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        self.ask()

"""Child processes that hear no Ctrl-C of their parent's, and do not outlive it."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from typing import Any

log = logging.getLogger(__name__)

_forking = multiprocessing.get_context("fork")
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}


def start_apart(work: Callable[..., None], *words: Any) -> ForkProcess:
    """Start work in a process group of its own; its parent's end asks it to stop."""
    process = _forking.Process(target=_begin, args=(work, words))
    # A signal that came before the child has its own handlers would be lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return process


def run_apart(work: Callable[..., None], *words: Any, seconds: float) -> None:
    """Do work in a process of its own, and end it when it takes longer than so many seconds."""
    process = start_apart(work, *words)
    process.join(seconds)
    if process.is_alive():
        log.error("Work took more than %s seconds and is ended", seconds)
        process.kill()
        process.join()
    process.close()


def _begin(work: Callable[..., None], words: tuple[Any, ...]) -> None:
    os.setpgid(0, 0)
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    work(*words)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

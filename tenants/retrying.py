"""What the database asks to be done again: deadlocks and clashes of serializable work.

They are normal, not errors. The whole piece of work is run again from its beginning, a few
times at most, after a pause of random length so that the two do not meet again.
"""

from __future__ import annotations

from collections.abc import Callable
from random import uniform
from time import sleep
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

TRIES = 5
SERIALIZATION_FAILURE, DEADLOCK, LOCK_NOT_AVAILABLE = "40001", "40P01", "55P03"
SHORTEST, LONGEST = 0.02, 0.12


def sqlstate_of(error: BaseException) -> str:
    """Return PostgreSQL's code for an error, if it came from there."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(origin, "sqlstate", None) or "")


def asks_again(error: BaseException) -> bool:
    """Tell whether the work that failed so may simply be run again."""
    return sqlstate_of(error) in {SERIALIZATION_FAILURE, DEADLOCK}


def pause(tries: int) -> None:
    """Wait a little, longer and longer, at random."""
    sleep(uniform(SHORTEST, LONGEST) * tries)  # noqa: S311  # jitter, not a secret


def retried(work: Callable[[], T]) -> T:
    """Run a piece of work that opens and settles its own transaction, again if asked to."""
    for tries in range(1, TRIES):
        try:
            return work()
        except DBAPIError as error:
            if not asks_again(error):
                raise
        pause(tries)
    return work()

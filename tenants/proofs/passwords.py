"""Passwords: what may be one, how it is kept, how one is tried.

The rules are those of NIST SP 800-63B-4: length counts and nothing else is asked for;
what everybody would try first is refused; none ever runs out. Argon2id with 19 MiB, two
passes and one lane is the smallest setting that OWASP advises; the library's own takes half
a second on a busy machine, and a flood of sign-ins would stop everything else.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND = 8
LONGEST = 256
COMMON = Path(__file__).parent / "common-passwords.txt"

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each hash takes 19 MiB: more at once would only wait for the processors.
_at_once = BoundedSemaphore(2)


class Fault(StrEnum):
    """Why a text may not be a password."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PERSONAL = "personal"
    REPEATED = "repeated"


def fault_of(password: str, *, shortest: int, about: Iterable[str] = ()) -> Fault | None:
    """Say what is wrong with a new password, if anything.

    Args:
        password: as it was typed.
        shortest: how many letters it has at least.
        about: what is known of its owner: names, the phone, the office.

    """
    text = _same(password)
    if len(text) < shortest:
        return Fault.SHORT
    if len(text) > LONGEST:
        return Fault.LONG
    plain = _bare(text)
    if text.casefold() in common() or plain in common():
        return Fault.COMMON
    if len(set(plain)) < 5 or _goes_up_or_down(plain):
        return Fault.REPEATED
    return Fault.PERSONAL if _is_about(plain, about) else None


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _at_once:
        return _hasher.hash(_same(password))


def matches(kept: str | None, password: str) -> bool:
    """Tell whether this is the password; where none is kept, take just as long over it.

    Exactly one hash is computed either way, with the same parameters.
    """
    with _at_once:
        try:
            _hasher.verify(kept or _nobodys(), _same(password)[:LONGEST])
        except VerifyMismatchError:
            return False
    return kept is not None


@cache
def common() -> frozenset[str]:
    """Return the passwords of eight letters and more that are tried first."""
    return frozenset(COMMON.read_text(encoding="utf-8").split("\n"))


@cache
def _nobodys() -> str:
    """Return a hash that no password has, made exactly like the others."""
    return _hasher.hash(secrets.token_urlsafe(32))


def _same(password: str) -> str:
    """Write a password in one way, however the keyboard composed its accents."""
    return unicodedata.normalize("NFKC", password)


def _bare(text: str) -> str:
    """Return the letters and digits without case, accents and signs."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in parts if letter.isalnum())


def _goes_up_or_down(plain: str) -> bool:
    """Tell whether each letter follows the one before it: ``abcdefgh``, ``87654321``."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return steps in ({1}, {-1})


def _is_about(plain: str, about: Iterable[str]) -> bool:
    """Tell whether little is left of a password without what everybody knows of its owner."""
    left = plain
    known = sorted({_bare(word) for words in about for word in (words, *words.split())}, key=len)
    for word in reversed(known):
        if len(word) >= 3:
            left = left.replace(word, "")
    return len(left) < 5 and left != plain

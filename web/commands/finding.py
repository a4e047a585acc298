"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``reason`` says what was found, or what to do."""

    name: str
    ok: bool
    reason: str


def checked(name: str, fault: str, found: str) -> Check:
    """Return a check that is sound where there is no fault."""
    return Check(name, ok=not fault, reason=fault or found)

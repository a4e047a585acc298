"""What each principal's part of a sweep came to, kept in a file, and what they come to together.

A run that was broken off, or ended by the clock, goes on in the same folder where it stopped, as
long as the routes are the same. Several processes write side by side, each for its own principals.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flask import Flask

from tests.sweep.sweeping import Result, routes_of

Route = tuple[str, str]


@dataclass(slots=True)
class Tally:
    """One principal's attempts: how many, answered how, on which of all routes, found what."""

    principal: str
    every_route: list[Route]
    attempts: int
    sent: int
    left_out: int
    seconds: float
    statuses: dict[str, int]
    routes: list[Route]
    findings: dict[str, list[str]] = field(default_factory=dict)


def tally_of(principal: str, app: Flask, result: Result, *, seconds: float) -> Tally:
    """Sum up what one principal did."""
    return Tally(
        principal=principal,
        every_route=routes_of(app),
        attempts=result.attempts,
        sent=result.sent,
        left_out=result.left_out,
        seconds=seconds,
        statuses={str(status): count for status, count in sorted(result.statuses.items())},
        routes=sorted(result.routes),
        findings=result.findings(),
    )


def keep(tally: Tally, folder: Path, number: int) -> None:
    """Write a tally beside the others, whole or not at all."""
    place = _place(folder, number)
    written = place.with_suffix(".part")
    written.write_text(json.dumps(asdict(tally), ensure_ascii=False, indent=1), encoding="utf-8")
    written.rename(place)


def kept_of(folder: Path, number: int, principal: str, app: Flask) -> Tally | None:
    """Return somebody's tally, if there is one of these very routes."""
    place = _place(folder, number)
    if not place.exists():
        return None
    kept = _read(place)
    return kept if (kept.principal, kept.every_route) == (principal, routes_of(app)) else None


def together(before: Tally, after: Tally) -> Tally:
    """Add what a principal did later to what they did before."""
    return Tally(
        principal=after.principal,
        every_route=after.every_route,
        attempts=before.attempts + after.attempts,
        sent=before.sent + after.sent,
        left_out=after.left_out,
        seconds=before.seconds + after.seconds,
        statuses=dict(Counter(before.statuses) + Counter(after.statuses)),
        routes=sorted({*before.routes, *after.routes}),
        findings={kind: before.findings[kind] + lines for kind, lines in after.findings.items()},
    )


def kept_in(folder: Path) -> list[Tally]:
    """Read every tally of a folder."""
    return [_read(place) for place in sorted(folder.glob("[0-9]*.json"))]


@dataclass(frozen=True, slots=True)
class Sum:
    """What tallies come to together."""

    tallies: list[Tally]

    @property
    def attempts(self) -> int:
        """Count the requests that were sent."""
        return sum(each.attempts for each in self.tallies)

    @property
    def left_out(self) -> int:
        """Count the probes that the clock cut off."""
        return sum(each.left_out for each in self.tallies)

    def statuses(self) -> Counter[str]:
        """Count the answers by status."""
        return sum((Counter(each.statuses) for each in self.tallies), Counter())

    def findings(self) -> dict[str, list[str]]:
        """Return what must be empty."""
        kinds = Result().findings()
        return {
            kind: [line for each in self.tallies for line in each.findings[kind]] for kind in kinds
        }

    def every_route(self) -> list[Route]:
        """List the routes that there are."""
        return sorted({route for each in self.tallies for route in each.every_route})

    def not_tried(self) -> list[Route]:
        """List the routes that nobody asked for."""
        tried = {route for each in self.tallies for route in each.routes}
        return [route for route in self.every_route() if route not in tried]


def _place(folder: Path, number: int) -> Path:
    return folder / f"{number:02}.json"


def _read(place: Path) -> Tally:
    told = json.loads(place.read_text(encoding="utf-8"))
    for routes in ("every_route", "routes"):
        told[routes] = [(rule, method) for rule, method in told[routes]]
    return Tally(**told)

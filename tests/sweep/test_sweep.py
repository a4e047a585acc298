"""A short sweep: each route by principals in turn. The long one: ``python -m tests.sweep``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from migrations.schema import Addresses
from tests.sweep.requests import record
from tests.sweep.sweeping import Result, routes_of, sweep
from tests.sweep.tally import Sum, keep, kept_in, kept_of, tally_of, together
from tests.sweep.world import World, world
from tests.web.conftest import app  # noqa: F401  # the app of the web tests

SHARE = 11
# All routes are tried in the fixture, for which a busy machine wants more than five minutes.
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def swept(
    app: Flask,  # noqa: F811
    engine: Engine,
    platform: Engine,
    addresses: Addresses,
) -> Iterator[tuple[World, Result]]:
    with world(app, engine, platform, addresses) as made:
        recording = record(made, of_each_page=1)
        assert len(recording.opened) > 40
        assert len(recording.forms) > 5
        yield made, sweep(made, recording, verbs=False, share=SHARE)


@pytest.mark.parametrize(
    "finding", ["canaries", "differences", "server errors", "changed rows", "acts taken"]
)
def test_hostile_principals_find_nothing(swept: tuple[World, Result], finding: str) -> None:
    assert swept[1].findings()[finding] == []


def test_every_route_was_tried(swept: tuple[World, Result]) -> None:
    made, result = swept

    assert Sum([tally_of("all", made.app, result, seconds=1)]).not_tried() == []


def test_sweep_was_no_empty_walk(swept: tuple[World, Result]) -> None:
    made, result = swept

    assert len(made.principals) >= 17
    assert result.attempts > 1000
    assert {200, 303, 403, 404} <= set(result.statuses)


def test_run_that_was_broken_off_is_counted_on(
    app: Flask,  # noqa: F811
    tmp_path: Path,
) -> None:
    some, rest = routes_of(app)[:100], routes_of(app)[100:]
    first = Result(
        attempts=3, sent=2, left_out=5, statuses=Counter({404: 3}), routes=set(some),
        canaries=["seen"],
    )  # fmt: skip
    keep(tally_of("a stranger", app, first, seconds=1), tmp_path, 0)
    kept = kept_of(tmp_path, 0, "a stranger", app)
    assert kept is not None
    assert (kept.sent, kept.left_out) == (2, 5)
    assert kept_of(tmp_path, 0, "somebody else", app) is None
    assert kept_of(tmp_path, 1, "a stranger", app) is None
    assert Sum(kept_in(tmp_path)).not_tried() == rest

    later = Result(attempts=4, sent=3, left_out=2, statuses=Counter({404: 1}), routes=set(rest))
    keep(together(kept, tally_of("a stranger", app, later, seconds=1)), tmp_path, 0)
    other = Result(attempts=1, sent=1, statuses=Counter({200: 1}), routes=set(some))
    keep(tally_of("another", app, other, seconds=1), tmp_path, 1)

    total = Sum(kept_in(tmp_path))
    assert [each.sent for each in total.tallies] == [5, 1]
    assert (total.attempts, total.left_out, total.not_tried()) == (8, 2, [])
    assert total.statuses() == {"404": 4, "200": 1}
    assert {kind: lines for kind, lines in total.findings().items() if lines} == {
        "canaries": ["seen"]
    }

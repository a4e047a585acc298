"""A short sweep: each route by principals in turn. The long one: ``python -m tests.sweep``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine

from migrations.schema import Addresses
from tests.sweep.requests import record
from tests.sweep.sweeping import Result, sweep, unexercised
from tests.sweep.world import World, world
from tests.web.conftest import app  # noqa: F401  # the app of the web tests

SHARE = 11


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
    assert unexercised(*swept) == []


def test_sweep_was_no_empty_walk(swept: tuple[World, Result]) -> None:
    made, result = swept

    assert len(made.principals) >= 17
    assert result.attempts > 1000
    assert {200, 303, 403, 404} <= set(result.statuses)

"""The published rules, driven by people who press what they like; short in the suite."""

from __future__ import annotations

import os

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from tests.model.machine import Committees

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "6"))  # more for a longer run: README.md


def run(app: Flask, engine: Engine, platform: Engine, *, examples: int, steps: int) -> None:
    """Drive so many towns for so many steps each."""
    Committees.app, Committees.engine, Committees.platform = app, engine, platform
    run_state_machine_as_test(
        Committees,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True,
            database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_rules_hold_whatever_anybody_tries(app: Flask, engine: Engine, platform: Engine) -> None:
    run(app, engine, platform, examples=EXAMPLES, steps=40)
    assert {"registration_submitted", "registered", "in_progress"} <= Committees.reached
    assert Committees.tried > 30

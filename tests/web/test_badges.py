"""Looks of states and deadlines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from web.badges import Badge, deadline, state_badge
from workflows.flows import FLOWS

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "badge"),
    [
        (8, Badge("none", "", "29/11/2026")),
        (7, Badge("none", "", "Còn 7 ngày")),
        (3, Badge("none", "", "Còn 3 ngày")),
        (2, Badge("warn", "clock", "Còn 2 ngày")),
        (1, Badge("warn", "clock", "Còn 1 ngày")),
        (0, Badge("warn", "clock", "Hôm nay")),
        (-1, Badge("late", "warn", "Quá hạn 1 ngày")),
    ],
)
def test_deadline_grows_louder(app: Flask, days: int, badge: Badge) -> None:
    with app.test_request_context("/"):
        assert deadline(TODAY + timedelta(days=days), today=TODAY) == badge


@pytest.mark.parametrize(
    ("state", "mine", "look", "icon"),
    [
        ("registration_draft", False, "none", ""),
        ("registration_draft", True, "do", ""),
        ("under_appraisal", False, "info", ""),
        ("under_appraisal", True, "do", ""),
        ("returned", False, "warn", "undo"),
        ("returned", True, "warn", "undo"),
        ("recommended", False, "ok", "ok"),
        ("recognized", False, "ok", "ok"),
        ("on_hold", False, "late", "warn"),
        ("revoked", False, "late", "warn"),
        ("lapsed", False, "none", ""),
    ],
)
def test_state_has_one_of_six_looks(
    app: Flask, state: str, look: str, icon: str, *, mine: bool
) -> None:
    with app.test_request_context("/"):
        badge = state_badge(state, mine=mine)

    assert (badge.look, badge.icon) == (look, icon)


def test_every_state_and_move_has_a_word(app: Flask) -> None:
    flows = FLOWS.values()
    states = {state for flow in flows for state in flow.states}
    moves = {move.trigger for flow in flows for move in flow.moves} | {"undo"}
    with app.test_request_context("/"):
        to_word = app.jinja_env.filters
        unworded = [state for state in states if to_word["state_word"](state) == state]
        unworded += [move for move in moves if to_word["move_word"](move) == move]

    assert unworded == []

"""The demo's clock moves once for an act, so that no act falls before the day it belongs to."""

from __future__ import annotations

import pytest

from demo.clockwork import Clockwork
from tenants import clock
from tenants.wall import TenantSession


def test_acts_of_today_fall_on_today_at_any_hour(ha_tinh: TenantSession) -> None:
    today, clockwork = clock.today(ha_tinh), Clockwork(ha_tinh)
    clockwork.go_to_today()
    with clockwork.at_its_time():
        acted_on = clock.today(ha_tinh)

    assert acted_on == today


def test_an_act_within_another_is_refused_for_the_clock_would_move_twice(
    ha_tinh: TenantSession,
) -> None:
    clockwork = Clockwork(ha_tinh)
    clockwork.go_to_today()

    with (
        clockwork.at_its_time(),
        pytest.raises(RuntimeError, match="one act within another"),
        clockwork.at_its_time(),
    ):
        pass

"""The races, short: exactly one decision, never over the quota, never stuck."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from migrations.schema import Addresses
from tenants.database import engine_for
from tests import make
from tests.make import Town
from tests.races import closings, cut_off, running
from tests.races.running import Outcome


@pytest.fixture
def crowded(environment: None, addresses: Addresses, platform: Engine) -> Iterator[Town]:
    """A town with a connection for each of a crowd."""
    engine = engine_for(addresses.application, pool_size=32)
    with make.town(engine, platform) as town:
        yield town
    engine.dispose()


def ended(outcome: Outcome) -> tuple[list[str], dict[str, int]]:
    return outcome.wrong, dict(outcome.counts)


def test_one_of_many_approvers_decides(crowded: Town) -> None:
    wrong, counts = ended(running.approvers(crowded, dossiers=4, people=10))
    assert (wrong, counts) == ([], {"done": 4, "stale": 36})


def test_last_places_of_a_quota_are_given_once_while_its_base_is_leaving(crowded: Town) -> None:
    wrong, counts = ended(running.quota(crowded, rounds=3, racers=12))
    assert (wrong, counts) == ([], {"done": 6, "over_quota": 30, "withdrawn": 12})


def test_last_places_are_given_once_through_sittings_that_close_at_once(crowded: Town) -> None:
    wrong, counts = ended(closings.closings(crowded, rounds=1, racers=8, leaving=2))
    assert (wrong, counts) == ([], {"recognized": 2, "declined": 6, "withdrawn": 2})


def test_conclusion_and_last_opinion_never_leave_a_dossier_stuck(crowded: Town) -> None:
    outcome = running.conclusion(crowded, pairs=12)
    assert outcome.wrong == []
    assert sum(outcome.counts.values()) == 12


def test_reply_cut_off_and_asked_for_again_is_one_effect_and_one_answer(
    crowded: Town, addresses: Addresses
) -> None:
    wrong, counts = ended(cut_off.requests(crowded, addresses, count=4))
    assert wrong == []
    assert counts == {
        "answers 1 of 3 alike": 4, "status 303": 4, "replies cut off": 4, "effects": 4,
        "events": 4, "notices to send": 4,
    }  # fmt: skip

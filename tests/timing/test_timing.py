"""The measure itself: what it says of times that tell something, and of times that do not."""

from __future__ import annotations

import pytest

from tests.timing.trying import Times, area


@pytest.mark.parametrize(
    ("known", "unknown", "auc"),
    [
        ([30.0, 31.0, 32.0], [1.0, 2.0, 3.0], 1.0),
        ([1.0, 2.0], [30.0, 31.0], 0.0),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 0.5),
        ([1.0, 4.0], [2.0, 3.0], 0.5),
    ],
)
def test_measure_knows_a_naive_answer(known: list[float], unknown: list[float], auc: float) -> None:
    assert area(known, unknown) == auc
    assert Times(known, unknown).auc == auc

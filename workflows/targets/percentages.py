"""Percentages as offices write them: 109 of 69 is 158 %."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

WHOLE, TENTH = Decimal(1), Decimal("0.1")


def percentage(planned: Decimal | None, reached: Decimal | None) -> Decimal | None:
    """Return what was reached in percent of what was planned; nothing where none was planned.

    Above a hundred is usual and kept as it is. Of a plan of nothing there is no percentage,
    whatever was reached.
    """
    if not planned or reached is None:
        return None
    return 100 * reached / planned


def shown_percentage(planned: Decimal | None, reached: Decimal | None) -> str:
    """Write a percentage: whole, with one decimal below ten and just below a hundred.

    A plan that was missed by a hair is never written as met.
    """
    exact = percentage(planned, reached)
    if exact is None:
        return ""
    if 99 <= exact < 100:
        figure = exact.quantize(TENTH, ROUND_DOWN)
    else:
        figure = exact.quantize(WHOLE if exact >= 10 else TENTH, ROUND_HALF_UP)
    return f"{figure.normalize():f}".replace(".", ",") + "%"

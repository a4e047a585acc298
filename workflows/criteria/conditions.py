"""What is known of a unit beside its points, and which condition it answers.

Facts by name: ``registered_on_time``, ``registered_late_with_consent``, ``adopted_by_cell``
(true or false), ``rating`` (``excellent``, ``good``, ``completed``, ``not_completed``),
``disciplined`` and ``open_complaint`` (how many, or true or false). A condition of a tenant's
own is answered by the fact of its own key, true or false. What is missing, ``None`` or a
rating not chosen is not known.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

RATINGS: Final = ("excellent", "good", "completed", "not_completed")
GOOD_OR_BETTER: Final = RATINGS[:2]

Facts = Mapping[str, Any]


class Finding(NamedTuple):
    """What was found, what is asked, and whether the one meets the other; none: not known."""

    value: object
    bound: object
    met: bool | None


def finding(key: str, facts: Facts) -> Finding:
    """Return what the facts say to the condition of that key."""
    return _CONDITIONS.get(key, _own(key))(facts)


def _registered_on_time(facts: Facts) -> Finding:
    consent = facts.get("registered_late_with_consent") is True
    on_time = facts.get("registered_on_time")
    if consent and not on_time:
        return Finding("late_with_consent", "on_time", met=True)
    if on_time is None:
        return Finding(None, "on_time", met=None)
    return Finding("on_time" if on_time else "late", "on_time", met=bool(on_time))


def _rated_good(facts: Facts) -> Finding:
    rating = facts.get("rating")
    if not rating:
        return Finding(None, "good", met=None)
    if rating not in RATINGS:
        raise ValueError(f"{rating} is not a quality rating.")
    return Finding(rating, "good", met=rating in GOOD_OR_BETTER)


def _none_of(name: str) -> Callable[[Facts], Finding]:
    def count(facts: Facts) -> Finding:
        number = facts.get(name)
        return Finding(number, 0, met=None if number is None else not number)

    return count


def _own(key: str) -> Callable[[Facts], Finding]:
    def stated(facts: Facts) -> Finding:
        value = facts.get(key)
        return Finding(value, True, met=None if value is None else bool(value))  # noqa: FBT003

    return stated


_CONDITIONS: Final[Mapping[str, Callable[[Facts], Finding]]] = {
    "registered_on_time": _registered_on_time,
    "rating_good_or_better": _rated_good,
    "no_member_disciplined": _none_of("disciplined"),
    "no_open_complaint": _none_of("open_complaint"),
}

"""The rule that a vote is counted by, as data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Literal, Self, cast, get_args

Base = Literal["roll", "present", "valid"]
Tie = Literal["not_passed"]


@dataclass(frozen=True, slots=True)
class VoteRule:
    """How a body votes: data of a campaign, frozen on each sitting as it opens.

    ``quorum``: the least share of the roll that must be present. ``majority``: the share
    of the base that the votes in favour must exceed; exactly that share is a tie.
    ``base``: ``roll`` less who must leave, ``present`` less who must leave, or the
    ``valid`` papers (in favour, against, abstained).
    """

    quorum: Fraction = Fraction(2, 3)
    majority: Fraction = Fraction(1, 2)
    base: Base = "roll"
    tie: Tie = "not_passed"

    def __post_init__(self) -> None:
        if not 0 < self.quorum <= 1:
            raise ValueError("The quorum is a share above 0, at most 1.")
        if not Fraction(1, 2) <= self.majority < 1:
            raise ValueError("The majority is a share of at least 1/2, below 1.")
        if self.base not in get_args(Base):
            raise ValueError(f"The base is one of {', '.join(get_args(Base))}.")
        if self.tie not in get_args(Tie):
            raise ValueError(f"The tie rule is one of {', '.join(get_args(Tie))}.")

    def to_dict(self) -> dict[str, str]:
        """Return the rule as plain JSON, fractions as ``"2/3"``."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, str]) -> Self:
        """Read what ``to_dict`` wrote; raise ``ValueError`` where it is no rule."""
        if set(data) != {"quorum", "majority", "base", "tie"}:
            raise ValueError("A vote rule has a quorum, a majority, a base and a tie rule.")
        return cls(
            quorum=_share(data["quorum"]),
            majority=_share(data["majority"]),
            base=cast("Base", data["base"]),
            tie=cast("Tie", data["tie"]),
        )


REFERENCE = VoteRule()


def _share(text: str) -> Fraction:
    try:
        return Fraction(str(text))
    except ZeroDivisionError as error:
        raise ValueError("A share has no zero below its line.") from error

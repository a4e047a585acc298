"""Head counts as they are entered, refused where they contradict each other."""

from dataclasses import dataclass


class BadTallyError(ValueError):
    """Counts that contradict each other; ``code`` says which, ``info`` the numbers."""

    def __init__(self, code: str, **info: int) -> None:
        super().__init__(code, info)
        self.code = code
        self.info = info


@dataclass(frozen=True, slots=True)
class Ballots:
    """One vote, counted. Blank papers are abstentions; what was not returned is not here."""

    in_favour: int
    against: int = 0
    abstained: int = 0
    invalid: int = 0

    @property
    def cast(self) -> int:
        """All hands and papers counted."""
        return self.in_favour + self.against + self.abstained + self.invalid

    @property
    def valid(self) -> int:
        """Hands and papers that say something readable, abstentions among them."""
        return self.cast - self.invalid


def refuse_negative(**counts: int) -> None:
    """Raise ``BadTallyError`` for the first count below zero."""
    for name, count in counts.items():
        if count < 0:
            raise BadTallyError(f"{name}_negative", **{name: count})


def refuse_above(name: str, count: int, limit_name: str, limit: int) -> None:
    """Raise ``BadTallyError`` where a part is more than the whole it belongs to."""
    if count > limit:
        raise BadTallyError(f"{name}_above_{limit_name}", **{name: count, limit_name: limit})

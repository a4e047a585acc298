"""The last places of a quota: who has one when more have passed than it allows.

Votes in favour rank first, then the upper score. Those who are level across the line vote
again among themselves; the program never breaks a tie (docs/process.md, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from tenants.audit import record_event
from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.sittings.quota import Quota, grouping_of, quotas_of, rule_of
from workflows.sittings.quota_rule import Passed, Places, allot
from workflows.sittings.tables import Sitting, SittingItem


class Standing(StrEnum):
    """Where an item that passed stands to the line."""

    WITHIN = "within"
    TIED = "tied"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Line:
    """Where the places of one group end, with the numbers that say why.

    ``left`` places were free before this sitting; ``ranked`` lists who passed, first first.
    """

    quota: Quota
    share: str
    ranked: tuple[SittingItem, ...]
    standing: Mapping[UUID, Standing]

    @property
    def left(self) -> int:
        """How many places are free."""
        return max(0, self.quota.most - self.quota.used)

    @property
    def is_short(self) -> bool:
        """Whether more have passed than there are places."""
        return len(self.ranked) > self.left

    @property
    def tied(self) -> list[SittingItem]:
        """The items that are level across the line."""
        return [item for item in self.ranked if self.standing[item.id] is Standing.TIED]

    @property
    def open_places(self) -> int:
        """How many places those who are level vote for."""
        within = [item for item in self.ranked if self.standing[item.id] is Standing.WITHIN]
        return self.left - len(within)

    def explained(self, item_id: UUID) -> Json:
        """Say why an item has a place or none: numerator, base, rounding, and its rank."""
        own = next(item for item in self.ranked if item.id == item_id)
        within = [item for item in self.ranked if self.standing[item.id] is Standing.WITHIN]
        last = within[-1] if within else None
        return {
            "standing": self.standing[item_id], "used": self.quota.used, "most": self.quota.most,
            "base": self.quota.base, "share": self.share, "left": self.left,
            "grouping": self.quota.grouping, "passed": len(self.ranked),
            "rank": 1 + sum(_rank(each) > _rank(own) for each in self.ranked),
            "in_favour": own.in_favour, "score": f"{_score(own):.2f}", "rounds": list(own.rounds),
            "last_in_favour": last.in_favour if last else None,
            "last_score": f"{_score(last):.2f}" if last else None,
            "last_rounds": list(last.rounds) if last else [],
        }  # fmt: skip


def lines_of(session: TenantSession, sitting: Sitting, passed: Sequence[SittingItem]) -> list[Line]:
    """Say where the places of a sitting end, group by group; nothing without a cap."""
    rule = rule_of(sitting.campaign)
    if rule is None:
        return []
    groups: dict[str, list[SittingItem]] = {}
    for item in passed:
        groups.setdefault(grouping_of(rule, item.dossier.unit), []).append(item)
    lines = []
    for quota in quotas_of(session, sitting.campaign_id, sitting.body.unit_id):
        items = groups.get(quota.grouping, [])
        if items:
            places = allot({item.id: _passed(item) for item in items}, quota.most - quota.used)
            ranked = tuple(sorted(items, key=_rank, reverse=True))
            lines.append(Line(quota, str(rule.share), ranked, _standing(places)))
    return lines


def record_round(
    session: TenantSession,
    sitting: Sitting,
    line: Line,
    votes: Mapping[UUID, int],
    *,
    voters: int,
    actor: Member,
) -> None:
    """Record a further round among those who are level, for the places that are left.

    Args:
        votes: in favour, for each of those who are level, by the item's id.
        voters: how many vote; each may be in favour of as many as there are places.

    Raises:
        Refusal: somebody else stands in the round, one of them is left out, or more votes
            than voters could give.

    """
    tied = line.tied
    if not tied or set(votes) != {item.id for item in tied}:
        raise Refusal("round_of_others", dossiers=[item.dossier.code for item in tied])
    for item in tied:
        if not 0 <= votes[item.id] <= voters:
            raise Refusal("round_tally", dossier=item.dossier.code, voters=voters)
    if sum(votes.values()) > voters * line.open_places:
        raise Refusal(
            "round_tally", dossier=tied[0].dossier.code, voters=voters, places=line.open_places
        )  # fmt: skip
    for item in tied:
        item.rounds = [*item.rounds, votes[item.id]]
    record_event(
        session, "sitting_round_recorded", actor=actor,
        facts={
            "sitting": sitting.code, "places": line.open_places,
            "votes": {item.dossier.code: votes[item.id] for item in tied},
        },
    )  # fmt: skip
    session.flush()


def forget_rounds(
    session: TenantSession, sitting: Sitting, items: Sequence[SittingItem], *, actor: Member
) -> None:
    """Forget the further rounds: the votes that they followed have changed, or were mistyped."""
    voted = [item for item in items if item.rounds]
    if not voted:
        return
    record_event(
        session, "sitting_rounds_forgotten", actor=actor,
        facts={
            "sitting": sitting.code,
            "rounds": {item.dossier.code: list(item.rounds) for item in voted},
        },
    )  # fmt: skip
    for item in voted:
        item.rounds = []
    session.flush()


def _standing(places: Places[UUID]) -> dict[UUID, Standing]:
    return (
        dict.fromkeys(places.within, Standing.WITHIN)
        | dict.fromkeys(places.tied, Standing.TIED)
        | dict.fromkeys(places.below, Standing.BELOW)
    )


def _passed(item: SittingItem) -> Passed:
    return Passed(item.in_favour or 0, _score(item), tuple(item.rounds))


def _rank(item: SittingItem) -> tuple[int, Decimal, list[int]]:
    return item.in_favour or 0, _score(item), list(item.rounds)


def _score(item: SittingItem) -> Decimal:
    """Return the last score that a level above the cell gave the dossier."""
    return item.dossier.appraised_total or Decimal(0)

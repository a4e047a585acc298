"""Everything that the page of a sitting shows, gathered for one visitor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tenants.database import Json
from tenants.members import Member
from tenants.wall import TenantSession
from web.badges import Badge
from web.catalogue import _
from web.sittings.ballot_view import BallotView, ballot_view
from web.sittings.typed import Attendance, Entry
from web.sittings.words import (
    interest_words,
    leaving_words,
    merit_words,
    not_passed_word,
    numbers_words,
    outcome_badge,
    passed_word,
    result_badge,
)
from workflows.dossiers.rating import ratings_of
from workflows.dossiers.tables import Dossier, QualityRating
from workflows.pilots.last_year import LastYear, last_years
from workflows.pilots.standing import standing_pilots
from workflows.sittings.closing import may_close
from workflows.sittings.gates import CHOOSING_PILOTS, COMMITTEE, NEEDS_GROUND, has_merit, rule_of
from workflows.sittings.majority import VoteRule, base_of, quorum_needed, votes_needed
from workflows.sittings.outcomes import ClosingCheck, ItemOutcome, check_closing, part_of
from workflows.sittings.overview import chair_names
from workflows.sittings.places import Line
from workflows.sittings.reading import chairs, items_of, may_record, seats_of
from workflows.sittings.shown import seen_of
from workflows.sittings.tables import (
    Gate,
    Mode,
    Result,
    Sitting,
    SittingItem,
    SittingSeat,
    SittingState,
)
from workflows.sittings.tallies import COUNTED_BY_HAND, may_confirm, tally_mark, unconfirmed
from workflows.sittings.voting import only_noted, room_of

UNDER_WAY = frozenset({SittingState.OPENED, SittingState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier on the agenda, as the page shows it.

    ``noted`` rows are not voted on; ``numbers`` spells the vote out, or what it needs.
    ``replaced`` names the pilot that a new one takes over from.
    """

    item: SittingItem
    entry: Entry
    badge: Badge
    numbers: str
    merit_numbers: str
    merit_short: str
    leaving: list[str]
    interests: list[str]
    last_year: LastYear | None
    is_pilot: bool
    replaced: str
    noted: bool
    merit: bool
    quota: Json | None
    result: Result | None
    fault: str = ""

    @property
    def code(self) -> str:
        """The dossier's code."""
        return self.item.dossier.code

    @property
    def votable(self) -> bool:
        """Whether the recorder enters votes in this row."""
        return self.item.active and not self.noted and self.item.result is not Result.DEFERRED


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a sitting for one visitor.

    ``ballot`` is the secret ballot that is open now. ``why_not_close`` is the code of why the
    visitor may not close the sitting. ``rest`` counts the dossiers without a vote,
    ``in_bulk`` those recorded in one act.
    """

    sitting: Sitting
    chair: str
    is_recorder: bool
    is_chair: bool
    rows: list[Row]
    seats: list[SittingSeat]
    attendance: Attendance
    present: int
    quorum: int
    ratings: Mapping[UUID, QualityRating]
    check: ClosingCheck | None
    why_not_close: str | None
    ballot: BallotView | None
    may_confirm: bool
    person_id: UUID | None
    seen: str

    @property
    def replaceable(self) -> list[Dossier]:
        """The pilots on the agenda of a change: another may take over from each."""
        if self.sitting.gate is not Gate.PILOT_CHANGE:
            return []
        return [row.item.dossier for row in self.rows if row.is_pilot and row.item.active]

    @property
    def merit(self) -> bool:
        """Whether any dossier has a vote of its own on the Giấy khen."""
        return any(row.merit for row in self.rows)

    @property
    def flow(self) -> str:
        """Which way the dossiers go: a sitting is about one title, and named after it."""
        return self.rows[0].item.dossier.flow if self.rows else ""

    @property
    def names_committee(self) -> bool:
        """Whether each dossier names its committee: not a ward's own, nor a committee's."""
        rules = [rule_of(self.sitting.gate, row.item.dossier) for row in self.rows]
        return self.flow != COMMITTEE and any(rule is not None and rule.upper for rule in rules)

    @property
    def judges(self) -> bool:
        """Whether a dossier that is not eligible is noted here, and not voted on."""
        rules = [rule_of(self.sitting.gate, row.item.dossier) for row in self.rows]
        return any(rule is not None and rule.judged for rule in rules)

    @property
    def pilots(self) -> bool:
        """Whether the sitting says of each dossier if it is to be a pilot."""
        return self.sitting.gate in CHOOSING_PILOTS

    @property
    def changes_pilots(self) -> bool:
        """Whether pilots are chosen already, and one is to be dropped, added or replaced."""
        return self.sitting.gate is Gate.PILOT_CHANGE

    @property
    def lines(self) -> list[Line]:
        """The lines of a quota where more have passed than it allows."""
        return [line for line in self.check.lines if line.is_short] if self.check else []

    @property
    def under_way(self) -> bool:
        """Whether the sitting is open, be it suspended."""
        return self.sitting.state in UNDER_WAY

    @property
    def records(self) -> bool:
        """Whether the visitor enters attendance and votes now."""
        return self.is_recorder and self.sitting.state is SittingState.OPENED

    @property
    def runs(self) -> bool:
        """Whether the visitor opens, suspends and breaks the sitting off."""
        return self.is_recorder or self.is_chair

    @property
    def of_interest(self) -> list[Row]:
        """The dossiers that somebody has an interest in: the chair sees them before the vote."""
        return [row for row in self.rows if row.item.active and (row.leaving or row.interests)]

    @property
    def unvoted(self) -> list[Row]:
        """The dossiers that are still to be voted on."""
        return [row for row in self.rows if row.votable and row.item.in_favour is None]

    @property
    def next_act(self) -> str:
        """What the recorder does next: one button of the page stands out, and it is this one's."""
        if self.present < max(self.quorum, 1):
            return "attendance"
        if self.unvoted or (self.pilots and self.unmarked):
            return "votes"
        return "close"

    @property
    def own_seat(self) -> SittingSeat | None:
        """The visitor's own seat, if there is one."""
        return next((seat for seat in self.seats if seat.person_id == self.person_id), None)

    @property
    def settled(self) -> int:
        """How many dossiers can be closed while the rest stays open."""
        return len(part_of(self.check)) if self.check else 0

    @property
    def grounds(self) -> bool:
        """Whether a title is revoked or restored here, on a ground."""
        return self.sitting.gate in NEEDS_GROUND

    @property
    def by_hand(self) -> bool:
        """Whether counts are entered: not where members vote on their own devices."""
        return self.sitting.mode is not Mode.SECRET_BALLOT

    @property
    def on_paper(self) -> bool:
        """Whether papers are counted, of which some may be invalid."""
        return self.sitting.mode in COUNTED_BY_HAND

    @property
    def sent(self) -> list[Dossier]:
        """The dossiers that this sitting recommended and that have gone up since."""
        recommended = [row.item.dossier for row in self.rows if row.result is Result.PASSED]
        if self.sitting.gate is not Gate.RECOMMENDATION:
            return []
        return [dossier for dossier in recommended if dossier.submission_number]

    @property
    def some_invalid(self) -> bool:
        """Whether invalid papers are counted now, or were for some dossier before."""
        return self.on_paper or any(row.item.invalid for row in self.rows)

    @property
    def polls(self) -> bool:
        """Whether papers come back instead of people."""
        return self.sitting.mode is Mode.WRITTEN_POLL

    @property
    def unconfirmed(self) -> list[Row]:
        """The tallies that wait for a second person."""
        if self.sitting.state is not SittingState.OPENED:
            return []
        waiting = {item.id for item in unconfirmed([row.item for row in self.rows])}
        return [row for row in self.rows if row.item.id in waiting]

    @property
    def own_tally(self) -> bool:
        """Whether the visitor entered one of them."""
        return any(row.item.tally_by_id == self.person_id for row in self.unconfirmed)

    @property
    def tally_mark(self) -> str:
        """What the confirmation sends back, so that nothing unseen is confirmed."""
        return tally_mark([row.item for row in self.unconfirmed])

    @property
    def rest(self) -> int:
        """How many dossiers have no vote yet."""
        return sum(row.votable and row.item.in_favour is None for row in self.rows)

    @property
    def in_bulk(self) -> int:
        """How many dossiers were recorded in one act that can be taken back."""
        return sum(row.item.in_bulk for row in self.rows)

    @property
    def unmarked(self) -> int:
        """How many dossiers are not marked as pilot or not."""
        return sum(row.votable and row.item.pilot is None for row in self.rows)

    @property
    def undecided(self) -> list[Row]:
        """The rows without a decided rating, where the sitting needs one."""
        if self.sitting.gate is not Gate.RECOGNITION:
            return []
        return [
            row for row in self.rows if row.item.active and row.item.dossier_id not in self.ratings
        ]

    @property
    def closed_before(self) -> int:
        """How many dossiers an earlier part of this sitting has decided while it goes on."""
        decided = {Result.PASSED, Result.NOT_PASSED}
        return sum(
            not row.item.active and row.item.result in decided for row in self.rows
        ) if self.under_way else 0  # fmt: skip

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many dossiers came to what, as the conclusion lists them; at pilots, how many."""
        gate = self.sitting.gate
        results = [row.result for row in self.rows if row.item.result is not Result.STRUCK]
        passed = results.count(Result.PASSED)
        if self.pilots:
            chosen = sum(row.result is Result.PASSED and bool(row.item.pilot) for row in self.rows)
            left = _("Thôi làm điểm") if self.changes_pilots else _("Không làm điểm")
            counts = [(_("Làm điểm"), chosen), (left, passed - chosen)]
        else:
            counts = [(passed_word(gate), passed)]
        counts += [
            (not_passed_word(gate), results.count(Result.NOT_PASSED)),
            (_("Để phiên sau"), results.count(Result.DEFERRED)),
        ]
        return [*counts, (_("Chưa xong"), results.count(None))] if self.under_way else counts

    def row(self, code: str) -> Row | None:
        """Return the row of a dossier."""
        return next((row for row in self.rows if row.code == code), None)

    def codes(self, result: Result) -> list[str]:
        """List the dossiers with this result, in the order of the agenda."""
        return [row.code for row in self.rows if row.item.result is result]


def page_of(
    session: TenantSession,
    sitting: Sitting,
    member: Member,
    *,
    entries: Mapping[str, Entry] | None = None,
    attendance: Attendance | None = None,
    faults: Mapping[str, str] | None = None,
) -> Page:
    """Gather the page of a sitting.

    Args:
        entries: what was typed in the boxes, by the dossier's code, where not as saved.
        attendance: who was ticked, where not as saved.
        faults: what to correct, by the dossier's code.

    """
    items, seats = items_of(session, sitting.id), seats_of(session, sitting.id)
    check = check_closing(session, sitting) if sitting.state in UNDER_WAY else None
    outcomes = {each.item.id: each for each in check.outcomes} if check else {}
    present = sum(seat.present for seat in seats)
    ratings = {}
    if sitting.gate is Gate.RECOGNITION:
        ratings = ratings_of(session, [item.dossier_id for item in items])
    names = {item.dossier_id: item.dossier.unit.name for item in items}
    years, marked = _of_pilots(session, sitting, items)
    rows = [
        _row(
            sitting,
            item,
            outcomes.get(item.id),
            entry=(entries or {}).get(item.dossier.code) or Entry.saved(item),
            seats=seats,
            fault=(faults or {}).get(item.dossier.code, ""),
            last_year=years.get(item.dossier.unit_id),
            is_pilot=item.dossier_id in marked,
            replaced=names.get(item.replaces_id, "") if item.replaces_id else "",
        )
        for item in items
    ]
    ballot = ballot_view(session, sitting, member) if sitting.state in UNDER_WAY else None
    return Page(
        sitting=sitting,
        chair=chair_names(session, [sitting])[sitting.id],
        is_recorder=may_record(member, sitting),
        is_chair=chairs(member, sitting),
        rows=rows,
        seats=seats,
        attendance=attendance or Attendance.saved(seats),
        present=present,
        quorum=quorum_needed(sitting.roll, _rule(sitting)) if sitting.roll else 0,
        ratings=ratings,
        check=check,
        why_not_close=may_close(member, sitting),
        ballot=ballot,
        may_confirm=may_confirm(session, sitting, member),
        person_id=member.person_id,
        seen=seen_of(sitting, items, ratings, ballot.mark if ballot else ""),
    )


def _of_pilots(
    session: TenantSession, sitting: Sitting, items: Sequence[SittingItem]
) -> tuple[Mapping[UUID, LastYear], set[UUID]]:
    """Return what those who choose pilots look at: the year before, and who is one now."""
    if sitting.gate not in CHOOSING_PILOTS:
        return {}, set()
    units = [item.dossier.unit_id for item in items]
    marked = standing_pilots(session, [item.dossier_id for item in items])
    return last_years(session, units, sitting.campaign.year), marked


def _row(
    sitting: Sitting,
    item: SittingItem,
    outcome: ItemOutcome | None,
    *,
    entry: Entry,
    seats: Sequence[SittingSeat],
    fault: str,
    last_year: LastYear | None,
    is_pilot: bool,
    replaced: str,
) -> Row:
    explained = outcome.explained if outcome else item.explained
    merit = explained.get("merit") if item.merit_in_favour is not None else None
    return Row(
        item=item,
        entry=entry,
        badge=outcome_badge(sitting.gate, outcome)
        if outcome
        else result_badge(sitting.gate, item.result),
        numbers=numbers_words(explained) if "base" in explained else _needs(sitting, item, seats),
        merit_numbers=numbers_words(merit) if merit else "",
        merit_short=merit_words(merit) if merit else "",
        leaving=[leaving_words(leaver) for leaver in item.leaving],
        last_year=last_year,
        is_pilot=is_pilot,
        replaced=replaced,
        result=_settled(outcome) if outcome else item.result,
        interests=[interest_words(marked) for marked in item.marked],
        noted=only_noted(item),
        merit=has_merit(sitting.gate, item),
        quota=explained.get("quota"),
        fault=fault,
    )


def _settled(outcome: ItemOutcome) -> Result | None:
    return None if outcome.problem else outcome.result


def _needs(sitting: Sitting, item: SittingItem, seats: Sequence[SittingSeat]) -> str:
    """Say how many votes in favour an item needs, where that is known before the vote."""
    rule = _rule(sitting)
    if not sitting.roll or rule.base == "valid" or only_noted(item):
        return ""
    there = room_of(item, seats)
    base = base_of(
        sitting.roll,
        len(item.leaving),
        rule,
        present=len(there),
        leaving_present=sum(leaver["person"] in there for leaver in item.leaving),
    )
    return _("Cần từ %(needed)s/%(base)s", needed=votes_needed(base, rule), base=base)


def _rule(sitting: Sitting) -> VoteRule:
    return VoteRule.from_dict(sitting.rule) if sitting.rule else VoteRule()

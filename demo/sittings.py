"""Sittings of the demo: prepared, opened, voted in, closed by their chair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from demo import texts
from demo.acts import Acts, WardYear
from demo.committees import Committee
from tenants.members import Member
from workflows.dossiers.tables import Dossier
from workflows.sittings.attending import record_attendance
from workflows.sittings.ballot_tables import Choice
from workflows.sittings.balloting import cast, open_balloting, questions_for, seat_of
from workflows.sittings.closing import close_sitting
from workflows.sittings.marking import leave_unmarked_out, mark_pilot
from workflows.sittings.opening import open_sitting
from workflows.sittings.preparing import prepare_sitting
from workflows.sittings.reading import items_of, seats_of
from workflows.sittings.tables import Gate, Mode, Sitting
from workflows.sittings.voting import Votes, change_mode, record_rest, record_vote

PILOTS = 2
VOTED_ALREADY = 2
NOT_IN_FAVOUR = frozenset({"not_recommended", "ward_reconsideration"})


def prepare(acts: Acts, ward: WardYear, gate: Gate, dossiers: Sequence[Dossier]) -> None:
    """Prepare a ward's sitting for a day to come; nobody has opened it."""
    _prepared(
        acts, ward.committee, gate, dossiers,
        recorder=acts.member(ward.committee.desks["office"]), days_ahead=3,
    )  # fmt: skip


def choose_pilots(acts: Acts, ward: WardYear, dossiers: Sequence[Dossier]) -> None:
    """Let a ward's body choose its pilots, each with a reason and a supervisor."""
    recorder = acts.member(ward.committee.desks["office"])
    sitting = _opened(acts, ward.committee, Gate.PILOT_SELECTION, dossiers, recorder=recorder)
    supervisor = ward.committee.desks["supervisor"]
    chosen = {dossier.id for dossier in dossiers[:PILOTS]}
    for item in items_of(acts.session, sitting.id):
        if item.dossier_id not in chosen:
            continue
        with acts.clockwork.at_its_time():
            mark_pilot(
                acts.session, sitting, item.id, pilot=True, reason=texts.PILOT,
                supervisor_id=supervisor.id, actor=recorder,
            )  # fmt: skip
    with acts.clockwork.at_its_time():
        leave_unmarked_out(acts.session, sitting, actor=recorder)
        record_rest(acts.session, sitting, merit=False, actor=recorder)
    _close(acts, sitting, ward.committee)


def open_with_some_votes(acts: Acts, ward: WardYear, dossiers: Sequence[Dossier]) -> None:
    """Open a ward's sitting on recommendations and leave it in the middle of a secret ballot."""
    recorder = acts.member(ward.committee.desks["office"])
    sitting = _opened(acts, ward.committee, Gate.RECOMMENDATION, dossiers, recorder=recorder)
    room = len(ward.committee.seats) - 1
    for item in islice(items_of(acts.session, sitting.id), 2):
        with acts.clockwork.at_its_time():
            record_vote(
                acts.session, sitting, item.id, title=Votes(room),
                merit=Votes(room - 2, against=2), actor=recorder,
            )  # fmt: skip
    _begin_ballot(acts, ward, sitting, recorder=recorder)


def _begin_ballot(acts: Acts, ward: WardYear, sitting: Sitting, *, recorder: Member) -> None:
    """Let the rest be voted on in secret: some have cast their ballots, others are to."""
    session = acts.session
    with acts.clockwork.at_its_time():
        change_mode(session, sitting, Mode.SECRET_BALLOT, counting_team="", actor=recorder)
        balloting = open_balloting(session, sitting, actor=recorder)
    for person in ward.committee.seats[-1 - VOTED_ALREADY : -1]:
        member = acts.member(person)
        seat = seat_of(session, sitting, member)
        if seat is None or not seat.present:
            continue
        asked = questions_for(session, sitting, balloting, seat)
        with acts.clockwork.at_its_time():
            cast(session, sitting, dict.fromkeys(asked, Choice.IN_FAVOUR), actor=member)


def recommend(acts: Acts, ward: WardYear, dossiers: Sequence[Dossier]) -> None:
    """Let a ward's body vote on recommendations, and close the sitting."""
    recorder = acts.member(ward.committee.desks["office"])
    sitting = _opened(acts, ward.committee, Gate.RECOMMENDATION, dossiers, recorder=recorder)
    room = len(ward.committee.seats) - 1
    for item in items_of(acts.session, sitting.id):
        if ward.ends.get(item.dossier_id) not in NOT_IN_FAVOUR:
            continue
        with acts.clockwork.at_its_time():
            record_vote(
                acts.session, sitting, item.id, title=Votes(3, against=room - 4, abstained=1),
                merit=Votes(0, against=room), actor=recorder,
            )  # fmt: skip
    with acts.clockwork.at_its_time():
        record_rest(acts.session, sitting, merit=True, actor=recorder)
    _close(acts, sitting, ward.committee)


def recognise(acts: Acts, city: Committee, dossiers: Sequence[Dossier]) -> Sitting:
    """Let the city's body vote on recognitions, one without a Giấy khen, and close."""
    recorder = acts.member(city.desks["org_dept"])
    sitting = _opened(acts, city, Gate.RECOGNITION, dossiers, recorder=recorder)
    room = len(city.seats) - 1
    first = items_of(acts.session, sitting.id)[0]
    with acts.clockwork.at_its_time():
        record_vote(
            acts.session, sitting, first.id, title=Votes(room - 1, against=1),
            merit=Votes(3, against=room - 3), actor=recorder,
        )  # fmt: skip
        record_rest(acts.session, sitting, merit=True, actor=recorder)
    _close(acts, sitting, city)
    return sitting


def _opened(
    acts: Acts, committee: Committee, gate: Gate, dossiers: Sequence[Dossier], *, recorder: Member
) -> Sitting:
    """Prepare and open a sitting at which all but one member are present."""
    sitting = _prepared(acts, committee, gate, dossiers, recorder=recorder, days_ahead=0)
    with acts.clockwork.at_its_time():
        open_sitting(acts.session, sitting, actor=recorder, seen_version=sitting.version)
        *present, absent = seats_of(acts.session, sitting.id)
        record_attendance(
            acts.session, sitting, present=[seat.id for seat in present],
            reasons={absent.id: texts.ABSENT}, actor=recorder, seen_version=sitting.version,
        )  # fmt: skip
    return sitting


def _prepared(
    acts: Acts, committee: Committee, gate: Gate, dossiers: Sequence[Dossier], *,
    recorder: Member, days_ahead: int,
) -> Sitting:  # fmt: skip
    day = acts.today + timedelta(days=days_ahead)
    with acts.clockwork.at_its_time():
        return prepare_sitting(
            acts.session, committee.body, acts.campaign, gate, planned_on=day,
            dossier_ids=[dossier.id for dossier in dossiers], actor=recorder,
            place="Phòng họp Ban Thường vụ",
        )  # fmt: skip


def _close(acts: Acts, sitting: Sitting, committee: Committee) -> None:
    with acts.clockwork.at_its_time():
        close_sitting(
            acts.session, sitting, actor=acts.member(committee.chair), seen_version=sitting.version
        )

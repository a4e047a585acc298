"""Sending a team to a unit, and writing down how its visit went and what it asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.engine.refusals import GoneError, Refusal
from workflows.logbook.keeping import Remedy, note_entry
from workflows.logbook.tables import EntryKind, LogEntry
from workflows.review_teams.seeing import find_team, sends_to
from workflows.review_teams.tables import Ground, Part, ReviewTeam


@dataclass(frozen=True, slots=True)
class Visit:
    """What is written down of a team."""

    ground: Ground
    part: Part
    reason: str
    leader: str
    planned_on: date
    members: str = ""
    decision_number: str = ""
    held_on: date | None = None
    individuals: int = 0
    conclusion: str = ""


def send_team(session: TenantSession, unit: OrgUnit, visit: Visit, *, actor: Member) -> ReviewTeam:
    """Send a team to a unit of the actor's committee.

    Raises:
        GoneError: the unit is not under a committee whose office the actor holds.
        Refusal: ``missing``; ``future_day``.

    """
    if not sends_to(actor, unit) or unit.parent_id is None:
        raise GoneError(unit.id)
    _check(session, visit)
    team = ReviewTeam(
        id=row_id(), unit_id=unit.id, committee_id=unit.parent_id, year=visit.planned_on.year,
        sent_by=actor.name, sent_at=clock.now(session), **asdict(visit),
    )  # fmt: skip
    session.add(team)
    session.flush()
    _note(session, "team_sent", team, actor)
    return team


def keep_team(
    session: TenantSession, team_id: UUID, visit: Visit, *, actor: Member, seen_version: int
) -> ReviewTeam:
    """Write down how a team was sent and what came of its visit.

    Raises:
        GoneError: no such team for this actor to keep.
        Refusal: ``changed_meanwhile``; ``team_cancelled``; ``missing``; ``future_day``.

    """
    team = _theirs(session, team_id, actor)
    if team.version != seen_version:
        raise Refusal("changed_meanwhile", version=team.version)
    _check(session, visit)
    for name, value in asdict(visit).items():
        setattr(team, name, value)
    session.flush()
    _note(session, "team_kept", team, actor)
    return team


def ask_of_unit(
    session: TenantSession, team_id: UUID, words: str, *, due_on: date, actor: Member
) -> LogEntry:
    """Write down one thing that a team asks of the unit: a weakness with its date.

    Raises:
        GoneError: no such team for this actor to keep.
        Refusal: ``team_cancelled``; ``missing``; ``due_before``.

    """
    team = _theirs(session, team_id, actor)
    noted_on = min(team.held_on or clock.today(session), clock.today(session))
    entry = note_entry(
        session, team.unit, EntryKind.WEAKNESS, words, noted_on=noted_on, year=team.year,
        remedy=Remedy(due_on=due_on), actor=actor,
    )  # fmt: skip
    entry.review_team_id = team.id
    session.flush()
    return entry


def cancel_team(session: TenantSession, team_id: UUID, *, actor: Member) -> ReviewTeam:
    """Call off a team that was not there yet.

    Raises:
        GoneError: no such team for this actor to keep.
        Refusal: ``team_held``; ``team_cancelled``.

    """
    team = _theirs(session, team_id, actor)
    if team.held_on is not None:
        raise Refusal("team_held", on=team.held_on)
    team.cancelled_at = clock.now(session)
    session.flush()
    _note(session, "team_cancelled", team, actor)
    return team


def _theirs(session: TenantSession, team_id: UUID, actor: Member) -> ReviewTeam:
    team = find_team(session, team_id, viewer=actor, lock=True)
    if team is None or not sends_to(actor, team.unit):
        raise GoneError(team_id)
    if team.cancelled_at is not None:
        raise Refusal("team_cancelled")
    return team


def _check(session: TenantSession, visit: Visit) -> None:
    empty = [name for name in ("reason", "leader") if not getattr(visit, name).strip()]
    if empty:
        raise Refusal("missing", fields=empty)
    today = clock.today(session)
    if visit.held_on is not None and visit.held_on > today:
        raise Refusal("future_day", fields=["held_on"], today=today)


def _note(session: TenantSession, kind: str, team: ReviewTeam, actor: Member) -> None:
    facts = {
        "team": team.id, "unit": team.unit_id, "ground": team.ground, "part": team.part,
        "planned_on": team.planned_on, "held_on": team.held_on, "version": team.version,
    }  # fmt: skip
    record_event(session, kind, actor=actor, facts=facts)

"""Reading teams: a unit's, a ward's, and what they asked for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.logbook.tables import LogEntry
from workflows.review_teams.seeing import visible_teams
from workflows.review_teams.tables import ReviewTeam


def teams_seen(
    session: TenantSession, viewer: Member, *, unit_id: UUID | None = None
) -> list[ReviewTeam]:
    """List the teams that a viewer sees, the latest planned first."""
    wanted = visible_teams(viewer)
    if unit_id is not None:
        wanted = wanted.where(ReviewTeam.unit_id == unit_id)
    return list(
        session.scalars(
            wanted.order_by(ReviewTeam.planned_on.desc(), ReviewTeam.id)
            .options(joinedload(ReviewTeam.unit))
            .limit(500)
        )
    )


def teams_of(session: TenantSession, unit_id: UUID, year: int) -> list[ReviewTeam]:
    """List the teams sent to a unit in a year, for whoever reads its dossier: ask that first."""
    return list(
        session.scalars(
            select(ReviewTeam)
            .where(
                ReviewTeam.unit_id == unit_id, ReviewTeam.year == year,
                ReviewTeam.cancelled_at.is_(None),
            )
            .order_by(ReviewTeam.planned_on, ReviewTeam.id)
        )
    )  # fmt: skip


def asked_by(session: TenantSession, team_ids: Sequence[UUID]) -> dict[UUID, list[LogEntry]]:
    """Return what each team asked of its unit, in the order in which it is due."""
    found: dict[UUID, list[LogEntry]] = {team_id: [] for team_id in team_ids}
    entries = session.scalars(
        select(LogEntry)
        .where(LogEntry.review_team_id.in_(team_ids), LogEntry.withdrawn_at.is_(None))
        .order_by(LogEntry.due_on, LogEntry.id)
        .options(joinedload(LogEntry.unit))
    )
    for entry in entries:
        if entry.review_team_id is not None:
            found[entry.review_team_id].append(entry)
    return found

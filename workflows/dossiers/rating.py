"""The year-end quality rating as decided: imported, never recomputed from the title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier, QualityRating, Rating
from workflows.engine.locking import lock
from workflows.engine.refusals import Refusal
from workflows.engine.registry import flow_of

OFFICES = (Role.CITY_ORG_DEPT, Role.CITY_OFFICE, Role.WARD_OFFICE)


def _deciding_units(dossier: Dossier) -> list[UUID]:
    """List the units whose body recognises a dossier: its rating is decided at that level."""
    parties = [
        party for move in flow_of(dossier).moves if move.trigger == "recognize" for party in move.by
    ]
    return [unit_id for party in parties for unit_id in party.units(dossier)]


def keeps_rating(member: Member, dossier: Dossier) -> bool:
    """Tell whether the rating of a dossier is decided where the member holds an office."""
    return bool(set(member.units(*OFFICES)) & set(_deciding_units(dossier)))


def ratings_of(session: TenantSession, dossier_ids: Iterable[UUID]) -> dict[UUID, QualityRating]:
    """Return the decided ratings of dossiers by their ids; who has none is left out."""
    rows = session.scalars(
        select(QualityRating).where(QualityRating.dossier_id.in_(list(dossier_ids)))
    )
    return {row.dossier_id: row for row in rows}


def record_ratings(
    session: TenantSession,
    ratings: Mapping[UUID, Rating],
    *,
    number: str,
    decided_on: date,
    actor: Member,
) -> int:
    """Record the decided ratings of dossiers, with the number and date of their decision.

    Args:
        ratings: the rating of each dossier, by its id.

    Raises:
        Refusal: not an office of the committee that recognises, a number or date missing,
            or a day in the future.

    """
    offices = set(actor.units(*OFFICES))
    if not offices:
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    missing = [name for name, value in (("number", number.strip()), ("decided_on", decided_on))
               if not value]  # fmt: skip
    if missing:
        raise Refusal("missing", fields=missing)
    if decided_on > clock.today(session):
        raise Refusal("future_day", fields=["decided_on"], today=clock.today(session))
    dossiers = lock(session, list(ratings), viewer=actor)
    theirs = [each for each in dossiers.values() if offices & set(_deciding_units(each))]
    if len(theirs) < len(ratings):
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    standing = ratings_of(session, ratings)
    for dossier in dossiers.values():
        row = standing.get(dossier.id)
        if row is None:
            row = QualityRating(dossier_id=dossier.id)
            session.add(row)
        row.rating = ratings[dossier.id]
        row.number, row.decided_on = number.strip(), decided_on
        row.entered_at, row.entered_by = clock.now(session), actor.name
        record_event(
            session, "rating_recorded", actor=actor, dossier_id=dossier.id,
            facts={"rating": row.rating, "number": row.number, "decided_on": decided_on},
        )  # fmt: skip
    session.flush()
    return len(dossiers)

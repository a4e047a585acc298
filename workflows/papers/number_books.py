"""The numbers that a committee's papers have been given, gathered from where each is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from tenants.bodies import Body
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import Dossier
from workflows.papers.numbers import Numbered, same_number, term_of
from workflows.papers.tables import NumberedPaper
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem


def book_of(session: TenantSession, unit_id: UUID) -> list[Numbered]:
    """List the numbered papers of a committee: submissions, decisions, notices and reports."""
    return [
        *_submissions(session, unit_id),
        *_decisions(session, unit_id),
        *_afterwards(session, unit_id),
    ]


def last_submission(session: TenantSession, unit_id: UUID, today: date) -> Numbered | None:
    """Return the latest submission of a committee in the term that runs."""
    running = [
        paper for paper in _submissions(session, unit_id) if term_of(paper.day) == term_of(today)
    ]
    return max(running, key=lambda paper: paper.day, default=None)


def submissions_with(
    session: TenantSession, dossier_ids: Sequence[UUID], unit_id: UUID, number: str, day: date
) -> dict[UUID, Numbered]:
    """Return, for each dossier, another paper of its committee that has this number already.

    The dossiers that one sitting recommended go up with one submission and share its number.
    Whoever sends at the same moment waits here.
    """
    session.execute(
        select(Body.id)
        .where(Body.unit_id == unit_id)
        .order_by(Body.id)
        .with_for_update(key_share=True)
    )
    own = _sittings_of(session, dossier_ids)
    alike = [
        (sitting_id, sent_id, paper)
        for sitting_id, sent_id, paper in _submitted(session, unit_id)
        if same_number(number, day, paper.number, paper.day)
    ]
    return {
        dossier_id: paper
        for dossier_id in dossier_ids
        for sitting_id, sent_id, paper in alike
        if sent_id != dossier_id and sitting_id != own.get(dossier_id)
    }


def _submissions(session: TenantSession, unit_id: UUID) -> list[Numbered]:
    found = {
        (sitting_id, paper.number, paper.day): paper
        for sitting_id, _dossier_id, paper in _submitted(session, unit_id)
    }
    return list(found.values())


def _submitted(session: TenantSession, unit_id: UUID) -> list[tuple[UUID, UUID, Numbered]]:
    """List what was sent up: the sitting that it goes back to, the dossier, and the paper."""
    latest = (
        select(SittingItem.dossier_id, func.max(Sitting.closed_at).label("closed_at"))
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(Sitting.gate == Gate.RECOMMENDATION, SittingItem.result == Result.PASSED)
        .group_by(SittingItem.dossier_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Dossier.submission_number, Dossier.submission_on, Sitting.id, Sitting.code, Dossier.id
        )
        .join(latest, latest.c.dossier_id == Dossier.id)
        .join(SittingItem, SittingItem.dossier_id == Dossier.id)
        .join(
            Sitting,
            (Sitting.id == SittingItem.sitting_id) & (Sitting.closed_at == latest.c.closed_at),
        )
        .where(
            Dossier.committee_id == unit_id,
            Dossier.submission_number.is_not(None),
        )
        .distinct()
    )  # fmt: skip
    return [
        (sitting_id, dossier_id, Numbered(number, day, code))
        for number, day, sitting_id, code, dossier_id in rows
        if number and day
    ]


def _decisions(session: TenantSession, unit_id: UUID) -> Sequence[Numbered]:
    rows = session.execute(
        select(Decision.number, Decision.signed_on, Decision.code)
        .join(Body, Body.id == Decision.body_id)
        .where(Body.unit_id == unit_id, Decision.number.is_not(None))
    )
    return [Numbered(number, day, code) for number, day, code in rows if number and day]


def _afterwards(session: TenantSession, unit_id: UUID) -> Sequence[Numbered]:
    """List what was numbered once it was drawn up: «D4 26-H6», «D12 2026 2026-11-27 09.30.01»."""
    rows = session.execute(
        select(
            NumberedPaper.number, NumberedPaper.signed_on, NumberedPaper.kind, NumberedPaper.part,
            Sitting.code, Campaign.year,
        )
        .outerjoin(Sitting, Sitting.id == NumberedPaper.sitting_id)
        .outerjoin(Campaign, Campaign.id == NumberedPaper.campaign_id)
        .where(NumberedPaper.unit_id == unit_id)
    )  # fmt: skip
    return [
        Numbered(number, day, f"{kind} {code or year} {part[:19]}".rstrip())
        for number, day, kind, part, code, year in rows
    ]


def _sittings_of(session: TenantSession, dossier_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the sitting that last recommended each dossier."""
    rows = session.execute(
        select(SittingItem.dossier_id, Sitting.id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            SittingItem.dossier_id.in_(dossier_ids),
            SittingItem.result == Result.PASSED,
            Sitting.gate == Gate.RECOMMENDATION,
        )
        .order_by(Sitting.closed_at)
    )
    return dict(rows.all())

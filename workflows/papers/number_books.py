"""The numbers that a committee's papers have been given, gathered from where each is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Subquery, func, select

from tenants.bodies import Body
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.tables import Decision
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
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


def papers_with(
    session: TenantSession, unit_id: UUID, number: str, day: date, *, but: str = ""
) -> list[Numbered]:
    """List the papers of a committee's book, of whatever kind, that have this number.

    Whoever numbers a paper of the same committee at the same moment waits here.

    Args:
        but: the paper that asks, as the book calls it.

    """
    bodies = select(Body.id).where(Body.unit_id == unit_id).order_by(Body.id)
    session.execute(bodies.with_for_update(key_share=True))
    return [
        paper
        for paper in book_of(session, unit_id)
        if paper.what != but and same_number(number, day, paper.number, paper.day)
    ]


def submitted_with(
    session: TenantSession, dossier_ids: Sequence[UUID], unit_id: UUID, number: str, day: date
) -> dict[UUID, Numbered]:
    """Return, for each dossier, another paper of its committee that has this number already.

    The dossiers that one sitting recommended go up with one submission and share its number.
    """
    own, alike = _sittings_of(session, dossier_ids), papers_with(session, unit_id, number, day)
    return {
        dossier_id: paper
        for dossier_id in dossier_ids
        for paper in alike
        if (dossier_id, paper.what) not in own
    }


def number_taken(number: str, paper: Numbered) -> Refusal:
    """Refuse a number that a paper has already, and say which."""
    return Refusal(
        "number_taken", fields=["number"], number=number, paper=paper.what, on=paper.day,
        name=paper.by,
    )  # fmt: skip


def _submissions(session: TenantSession, unit_id: UUID) -> list[Numbered]:
    """List what was sent up, each under the sitting that it goes back to."""
    last = _last_recommended()
    rows = session.execute(
        select(Dossier.submission_number, Dossier.submission_on, last.c.code)
        .join(last, last.c.dossier_id == Dossier.id)
        .where(Dossier.committee_id == unit_id, Dossier.submission_number.is_not(None))
        .distinct()
    )
    return [Numbered(number, day, code) for number, day, code in rows if number and day]


def _decisions(session: TenantSession, unit_id: UUID) -> Sequence[Numbered]:
    rows = session.execute(
        select(Decision.number, Decision.signed_on, Decision.code, Decision.frozen_by)
        .join(Body, Body.id == Decision.body_id)
        .where(Body.unit_id == unit_id, Decision.number.is_not(None))
    )
    return [
        Numbered(number, day, code, by or "") for number, day, code, by in rows if number and day
    ]


def _afterwards(session: TenantSession, unit_id: UUID) -> Sequence[Numbered]:
    """List what was numbered once it was drawn up: «D4 26-H6», «D12 2026 2026-11-27 09.30.01»."""
    rows = session.execute(
        select(
            NumberedPaper.number, NumberedPaper.signed_on, NumberedPaper.kind, NumberedPaper.part,
            Sitting.code, Campaign.year, NumberedPaper.numbered_by,
        )
        .outerjoin(Sitting, Sitting.id == NumberedPaper.sitting_id)
        .outerjoin(Campaign, Campaign.id == NumberedPaper.campaign_id)
        .where(NumberedPaper.unit_id == unit_id)
    )  # fmt: skip
    return [
        Numbered(number, day, f"{kind} {code or year} {part[:19]}".rstrip(), by)
        for number, day, kind, part, code, year, by in rows
    ]


def _sittings_of(session: TenantSession, dossier_ids: Sequence[UUID]) -> set[tuple[UUID, str]]:
    """Return the code of the sitting that last recommended each dossier, with the dossier."""
    last = _last_recommended()
    rows = session.execute(
        select(last.c.dossier_id, last.c.code).where(last.c.dossier_id.in_(dossier_ids))
    )
    return {(dossier_id, code) for dossier_id, code in rows}


def _last_recommended() -> Subquery:
    """Each dossier with the code of the sitting that last recommended it."""
    passed = (
        select(SittingItem.dossier_id, Sitting.code, Sitting.closed_at)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(Sitting.gate == Gate.RECOMMENDATION, SittingItem.result == Result.PASSED)
        .subquery()
    )
    latest = (
        select(passed.c.dossier_id, func.max(passed.c.closed_at).label("closed_at"))
        .group_by(passed.c.dossier_id)
        .subquery()
    )
    return (
        select(passed.c.dossier_id, passed.c.code)
        .join(
            latest,
            (latest.c.dossier_id == passed.c.dossier_id)
            & (latest.c.closed_at == passed.c.closed_at),
        )
        .subquery()
    )

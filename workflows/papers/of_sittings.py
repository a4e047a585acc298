"""Which papers a closed sitting leaves, and when the clerk's number makes one final."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.papers.closed_sittings import meeting_of
from workflows.papers.keeping import ask_for
from workflows.papers.minutes import minutes_facts
from workflows.papers.pilot_notices import pilots_facts
from workflows.papers.submissions import roster_facts, submission_facts
from workflows.papers.tables import Edition
from workflows.sittings.reading import recommended_in
from workflows.sittings.tables import Gate

CHOOSING = frozenset({Gate.PILOT_SELECTION, Gate.PILOT_CHANGE})


def papers_of_sitting(session: TenantSession, sitting_id: UUID) -> None:
    """Keep the minutes of a closed sitting, and drafts of what the clerk has to number."""
    meeting = meeting_of(session, sitting_id)
    ask_for(session, "D9", minutes_facts(session, meeting), sitting_id=sitting_id)
    gate = meeting.sitting.gate
    if gate in CHOOSING:
        notice = pilots_facts(session, meeting)
        ask_for(session, "D4", notice, sitting_id=sitting_id, edition=Edition.DRAFT)
    if gate is Gate.RECOMMENDATION:
        _submission(session, sitting_id, number=None, signed_on=None, edition=Edition.DRAFT)


def papers_of_submission(
    session: TenantSession, dossier: Dossier, *, number: str, signed_on: date
) -> None:
    """Keep the final submission and roster of the sitting that recommended a dossier.

    The dossiers of one sitting go up together: the first of them makes the papers.
    """
    sitting_id = recommended_in(session, dossier)
    if sitting_id is not None:
        _submission(session, sitting_id, number=number, signed_on=signed_on, edition=Edition.FINAL)


def _submission(
    session: TenantSession,
    sitting_id: UUID,
    *,
    number: str | None,
    signed_on: date | None,
    edition: Edition,
) -> None:
    meeting = meeting_of(session, sitting_id)
    for kind, facts in (
        ("D10", submission_facts(session, meeting, number=number, signed_on=signed_on)),
        ("D11", roster_facts(session, meeting, number=number, signed_on=signed_on)),
    ):
        ask_for(session, kind, facts, sitting_id=sitting_id, part=number or "", edition=edition)

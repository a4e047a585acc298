"""Asking for papers: the facts are frozen now, the files are made by a job."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from tenants.database import Json, row_id
from tenants.outbox import leave
from tenants.wall import TenantSession
from workflows.papers.kinds import KINDS
from workflows.papers.tables import Edition, Origin, Paper

ONE_COPY = "uq_papers_one_copy"


def ask_for(
    session: TenantSession,
    kind: str,
    facts: Json,
    *,
    dossier_id: UUID | None = None,
    sitting_id: UUID | None = None,
    unit_id: UUID | None = None,
    campaign_id: UUID | None = None,
    part: str = "",
    edition: Edition = Edition.FINAL,
) -> None:
    """Keep what a paper says, once in each of its forms, and have the files made.

    A draft is replaced by the next; a final edition is kept as it was first asked for, so
    that it says the same whenever it is printed again.

    Args:
        facts: what the layout of the kind needs, as JSON.
        part: tells apart papers of one kind and subject.

    """
    made = [
        session.execute(
            _kept(
                session,
                edition,
                kind=kind,
                form=form,
                facts=facts,
                dossier_id=dossier_id,
                sitting_id=sitting_id,
                unit_id=unit_id,
                campaign_id=campaign_id,
                part=part,
            )
        ).scalar_one_or_none()
        for form in KINDS[kind].forms
    ]
    due = [str(paper_id) for paper_id in made if paper_id is not None]
    if due:
        leave(session, "make_papers", {"papers": due}, dossier_id=dossier_id)


def _kept(
    session: TenantSession, edition: Edition, **values: object
) -> ReturningInsert[tuple[UUID]]:
    row = insert(Paper).values(
        tenant_id=session.tenant_id,
        id=row_id(),
        edition=edition,
        origin=Origin.MADE,
        **values,
    )
    if edition is Edition.FINAL:
        return row.on_conflict_do_nothing(constraint=ONE_COPY).returning(Paper.id)
    fresh = {"facts": row.excluded.facts, "content": None, "sha256": None, "made_at": None}
    return row.on_conflict_do_update(constraint=ONE_COPY, set_=fresh).returning(Paper.id)

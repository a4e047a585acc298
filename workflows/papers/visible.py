"""Who reads which papers: the one place that lists and downloads ask."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.opinions import reads_opinions
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import reads_contents, sees
from workflows.papers.kinds import KINDS, Audience
from workflows.papers.of_units import sees_papers_of_units
from workflows.papers.tables import Edition, Origin, Paper
from workflows.sittings.tables import Result, Sitting, SittingItem


def papers_of_dossier(session: TenantSession, dossier: Dossier, *, viewer: Member) -> list[Paper]:
    """List the papers of a dossier that the viewer sees and may read, the oldest first.

    Args:
        dossier: one that the viewer may see.

    """
    kinds = readable_kinds(dossier, viewer)
    if not kinds:
        return []
    return list(
        session.scalars(
            select(Paper)
            .where(Paper.dossier_id == dossier.id, Paper.kind.in_(kinds))
            .order_by(Paper.id)
        )
    )


def find_paper_of_dossier(
    session: TenantSession, dossier: Dossier, paper_id: UUID, *, viewer: Member
) -> Paper | None:
    """Return a paper of this very dossier; one that the viewer may not read does not exist."""
    kinds = readable_kinds(dossier, viewer)
    return session.scalars(
        select(Paper).where(
            Paper.id == paper_id, Paper.dossier_id == dossier.id, Paper.kind.in_(kinds)
        )
    ).one_or_none()


def papers_of_sitting(session: TenantSession, sitting: Sitting) -> list[Paper]:
    """List the papers of a sitting, the final edition of each instead of its draft.

    Args:
        sitting: one that the reader may see; whoever sees it reads its papers.

    """
    papers = session.scalars(
        select(Paper).where(Paper.sitting_id == sitting.id).order_by(Paper.kind, Paper.id)
    ).all()
    final = {paper.kind for paper in papers if paper.edition is Edition.FINAL}
    return [paper for paper in papers if paper.edition is Edition.FINAL or paper.kind not in final]


def find_paper_of_sitting(session: TenantSession, sitting: Sitting, paper_id: UUID) -> Paper | None:
    """Return a paper of this very sitting, which the reader may see."""
    return session.scalars(
        select(Paper).where(Paper.id == paper_id, Paper.sitting_id == sitting.id)
    ).one_or_none()


def papers_of_agenda(
    session: TenantSession, sitting: Sitting, kind: str, *, viewer: Member
) -> list[tuple[Dossier, list[Paper]]]:
    """List a kind of paper of the dossiers that a sitting decided, in the agenda's order.

    That is the bundles (D20) of those it sent up, or the notices (D16). Of a dossier that the
    viewer may not see, or whose papers of this kind they do not read, there is none.
    """
    dossiers = session.scalars(
        select(Dossier)
        .join(SittingItem, SittingItem.dossier_id == Dossier.id)
        .where(
            SittingItem.sitting_id == sitting.id,
            SittingItem.result.in_([Result.PASSED, Result.NOT_PASSED]),
            sees(viewer),
        )
        .order_by(SittingItem.position)
        .options(joinedload(Dossier.unit, innerjoin=True))
    ).all()
    read = [each for each in dossiers if kind in readable_kinds(each, viewer)]
    papers = session.scalars(
        select(Paper)
        .where(
            Paper.dossier_id.in_([each.id for each in read]),
            Paper.kind == kind,
            Paper.content.is_not(None),
        )
        .order_by(Paper.id)
        .options(defer(Paper.content))
    ).all()
    # Decided or sent up again, a dossier has a later one: the last of each form counts.
    latest: dict[UUID, dict[str, Paper]] = {}
    for paper in papers:
        if paper.dossier_id is not None:
            latest.setdefault(paper.dossier_id, {})[paper.form] = paper
    return [(each, list(latest[each.id].values())) for each in read if each.id in latest]


def papers_of_units(session: TenantSession, campaign_id: UUID, *, viewer: Member) -> list[Paper]:
    """List the committees' papers of a year that the viewer reads, the oldest first.

    Of one that has been numbered the final edition, and no draft that was made here.
    """
    papers = session.scalars(
        select(Paper)
        .where(Paper.campaign_id == campaign_id, sees_papers_of_units(viewer))
        .order_by(Paper.id)
    ).all()
    final = {
        (paper.kind, paper.unit_id, paper.part)
        for paper in papers
        if paper.edition is Edition.FINAL and paper.origin is Origin.MADE
    }
    return [
        paper
        for paper in papers
        if paper.edition is Edition.FINAL
        or paper.origin is not Origin.MADE
        or (paper.kind, paper.unit_id, paper.part) not in final
    ]


def find_paper_of_unit(session: TenantSession, paper_id: UUID, *, viewer: Member) -> Paper | None:
    """Return a committee's paper; one that the viewer may not read does not exist."""
    return session.scalars(
        select(Paper).where(Paper.id == paper_id, sees_papers_of_units(viewer))
    ).one_or_none()


def readable_kinds(dossier: Dossier, viewer: Member) -> list[str]:
    """List the kinds of papers that the viewer reads of a dossier they see."""
    if not reads_contents(viewer, dossier):
        return []
    hears = reads_opinions(viewer, dossier)
    return [kind.key for kind in KINDS.values() if kind.audience is not Audience.COMMITTEE or hears]

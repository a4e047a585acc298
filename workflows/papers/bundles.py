"""D20: a dossier's papers in one bundle, in the order in which they are read, with their list."""

from __future__ import annotations

from sqlalchemy import select

from tenants.audit import AuditEvent
from tenants.clock import local
from tenants.database import Json
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.decisions.awards import CELL, MEETING, OF_A_COMMITTEE, award_of
from workflows.dossiers.contents import content_hash
from workflows.dossiers.tables import Dossier
from workflows.papers.frame import framed
from workflows.papers.heads import unit_on_paper, ward_head
from workflows.papers.kinds import KINDS
from workflows.papers.tables import Edition, Paper
from workflows.sittings.reading import recommended_in

OF_THE_DOSSIER = ("D1", "D2", "D6", "D7", "D8")
OF_THE_SITTING = ("D9", "D10", "D11")


def bundle_facts(session: TenantSession, dossier: Dossier, event: AuditEvent) -> Json:
    """Gather what goes into the bundle: of each kind the latest, the signed scan before all."""
    papers = [
        *_latest(session, OF_THE_DOSSIER, Paper.dossier_id == dossier.id),
        *_latest(session, OF_THE_SITTING, Paper.sitting_id == recommended_in(session, dossier)),
    ]
    tenant = session.get_one(Tenant, session.tenant_id)
    return framed(
        ward_head(tenant, dossier.committee, number=""),
        on=local(event.at).date(),
        year=dossier.campaign.year,
        subject=[
            f"đề nghị công nhận “{award_of(dossier.flow)}” năm {dossier.campaign.year}",
            f"của {unit_on_paper(dossier)}",
        ],
        verification=dossier.code,
        seen=content_hash(session, dossier),
        flow=dossier.flow,
        unit=unit_on_paper(dossier),
        committee="" if dossier.flow == OF_A_COMMITTEE else dossier.committee.name,
        papers=[
            {"position": place, "kind": paper.kind, "name": _name(paper.kind, dossier),
             "paper": str(paper.id)}
            for place, paper in enumerate(papers, start=1)
        ],
    )  # fmt: skip


def _name(kind: str, dossier: Dossier) -> str:
    """Name a paper; of a committee it is its own body that meets, as over a cell the cell."""
    meeting = MEETING[award_of(dossier.flow)]
    return KINDS[kind].name.replace(f"họp {MEETING[CELL]}", f"họp {meeting}")


def _latest(session: TenantSession, kinds: tuple[str, ...], where: object) -> list[Paper]:
    rows = session.scalars(
        select(Paper)
        .where(
            where,  # type: ignore[arg-type]  # a comparison of columns
            Paper.kind.in_(kinds), Paper.form == "pdf", Paper.edition == Edition.FINAL,
        )
        .order_by(Paper.origin == "signed", Paper.id)
    )  # fmt: skip
    latest = {paper.kind: paper for paper in rows}
    return [latest[kind] for kind in kinds if kind in latest]

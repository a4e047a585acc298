"""The job ``print_certificates``: a run of Giấy khen, some sheets at a time.

Each step prints a handful, says so in its own transaction, and leaves the next step. A worker
that is killed loses the step it was at; the step is due again and prints what is missing, so
that nothing is there twice. The last step prints all sheets in one file.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from jobs.papers.certificate import Press
from tenants import clock
from tenants.database import row_id
from tenants.outbox import OutboxItem, leave
from tenants.wall import TenantSession
from workflows.certificates.tables import (
    Certificate,
    CertificateArtwork,
    Mode,
    PrintedSheet,
    PrintRun,
)

AT_A_TIME = 100


def print_certificates(session: TenantSession, item: OutboxItem) -> None:
    """Print the next sheets of the run ``{"run": id}``, or, when all are there, the whole."""
    run = session.scalars(
        select(PrintRun).where(PrintRun.id == UUID(item.payload["run"])).with_for_update()
    ).one()
    if run.finished_at is not None:
        return
    missing = _missing(session, run)
    with _press_for(session, run) as press:
        if missing:
            next_ones = _read(session, missing[:AT_A_TIME])
            files = press.files([certificate.facts for certificate in next_ones])
            for certificate, content in zip(next_ones, files, strict=True):
                _keep(session, run, content, of=certificate.id)
            leave(session, item.job, {"run": str(run.id)})
            return
        everything = _read(session, _order(run))
        _keep(session, run, press.sheets([each.facts for each in everything]), of=None)
    run.finished_at = clock.now(session)


def _missing(session: TenantSession, run: PrintRun) -> list[UUID]:
    made = set(
        session.scalars(
            select(PrintedSheet.certificate_id).where(
                PrintedSheet.run_id == run.id, PrintedSheet.certificate_id.is_not(None)
            )
        )
    )
    return [each for each in _order(run) if each not in made]


def _order(run: PrintRun) -> list[UUID]:
    return [UUID(each) for each in run.certificates]


def _read(session: TenantSession, wanted: list[UUID]) -> list[Certificate]:
    found = {
        row.id: row
        for row in session.scalars(select(Certificate).where(Certificate.id.in_(wanted)))
    }
    return [found[each] for each in wanted]


def _press_for(session: TenantSession, run: PrintRun) -> Press:
    artwork = None
    if run.artwork_id is not None:
        row = session.scalars(
            select(CertificateArtwork)
            .where(CertificateArtwork.id == run.artwork_id)
            .options(undefer(CertificateArtwork.content))
        ).one()
        artwork = (row.form, row.content)
    return Press(
        text_only=run.mode is Mode.TEXT_ONLY,
        right_mm=float(run.right_mm),
        down_mm=float(run.down_mm),
        artwork=artwork,
    )


def _keep(session: TenantSession, run: PrintRun, content: bytes, *, of: UUID | None) -> None:
    session.add(
        PrintedSheet(
            id=row_id(), run_id=run.id, certificate_id=of, content=content,
            sha256=sha256(content).hexdigest(), size=len(content), made_at=clock.now(session),
        )
    )  # fmt: skip

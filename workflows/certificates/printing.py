"""Asking for print runs, and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.outbox import leave
from tenants.wall import TenantSession
from workflows.certificates.artwork import standing_artwork
from workflows.certificates.reading import certificates_of
from workflows.certificates.tables import Certificate, Mode, PrintedSheet, PrintRun
from workflows.decisions.reading import keeps
from workflows.decisions.tables import Decision
from workflows.engine.refusals import Refusal

JOB = "print_certificates"
FARTHEST = 30  # millimetres that words may be moved on preprinted sheets


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: single sheets made, of how many, and whether all lies ready."""

    run: PrintRun
    made: int
    whole: UUID | None
    whole_size: int = 0

    @property
    def total(self) -> int:
        """How many certificates the run has."""
        return len(self.run.certificates)

    @property
    def ready(self) -> bool:
        """Whether everything has been made."""
        return self.run.finished_at is not None


def ask_for_run(
    session: TenantSession,
    decision: Decision,
    *,
    actor: Member,
    mode: Mode = Mode.FULL,
    right_mm: Decimal = Decimal(0),
    down_mm: Decimal = Decimal(0),
    only: Sequence[UUID] = (),
) -> PrintRun:
    """Have the standing certificates of a decision printed: one file each, one with all.

    Args:
        right_mm: how far the words stand to the right of their place, on preprinted sheets.
        only: these certificates alone.

    Raises:
        Refusal: not an office that keeps decisions, nothing to print, or too far off.

    """
    if not keeps(actor, decision):
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    for field, distance in (("right_mm", right_mm), ("down_mm", down_mm)):
        if abs(distance) > FARTHEST:
            raise Refusal("off_the_sheet", fields=[field], most=FARTHEST)
    standing = [row.id for row in certificates_of(session, decision, standing=True)]
    wanted = [row for row in standing if not only or row in set(only)]
    if not wanted:
        raise Refusal("nothing_to_print")
    artwork = standing_artwork(session) if mode is Mode.FULL else None
    run = PrintRun(
        id=row_id(), decision_id=decision.id, mode=mode, right_mm=right_mm, down_mm=down_mm,
        artwork_id=artwork.id if artwork else None,
        certificates=[str(each) for each in wanted],
        asked_at=clock.now(session), asked_by=actor.name,
    )  # fmt: skip
    session.add(run)
    record_event(
        session, "certificates_printed", actor=actor,
        facts={"decision": decision.code, "count": len(wanted), "mode": mode},
    )  # fmt: skip
    leave(session, JOB, {"run": str(run.id)})
    session.flush()
    return run


def runs_of(session: TenantSession, decision: Decision) -> list[Progress]:
    """List the runs of a decision with how far they have come, the latest first."""
    runs = session.scalars(
        select(PrintRun)
        .where(PrintRun.decision_id == decision.id)
        .order_by(PrintRun.asked_at.desc(), PrintRun.id.desc())
    ).all()
    made = _made(session, [run.id for run in runs])
    whole = {
        row.run_id: row
        for row in session.execute(
            select(PrintedSheet.run_id, PrintedSheet.id, PrintedSheet.size).where(
                PrintedSheet.run_id.in_([run.id for run in runs]),
                PrintedSheet.certificate_id.is_(None),
            )
        )
    }
    return [
        Progress(
            run,
            made.get(run.id, 0),
            whole[run.id].id if run.id in whole else None,
            whole[run.id].size if run.id in whole else 0,
        )
        for run in runs
    ]


def find_sheet(
    session: TenantSession, decision: Decision, sheet_id: UUID
) -> tuple[PrintedSheet, Certificate | None] | None:
    """Return a file of one of the decision's runs, with the certificate that it is."""
    row = session.execute(
        select(PrintedSheet, Certificate)
        .join(PrintRun, PrintRun.id == PrintedSheet.run_id)
        .outerjoin(Certificate, Certificate.id == PrintedSheet.certificate_id)
        .where(PrintedSheet.id == sheet_id, PrintRun.decision_id == decision.id)
        .options(undefer(PrintedSheet.content))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def latest_sheets(session: TenantSession, decision: Decision) -> dict[UUID, UUID]:
    """Return for each certificate the file that was printed last."""
    rows = session.execute(
        select(PrintedSheet.certificate_id, PrintedSheet.id)
        .join(PrintRun, PrintRun.id == PrintedSheet.run_id)
        .where(PrintRun.decision_id == decision.id, PrintedSheet.certificate_id.is_not(None))
        .order_by(PrintRun.asked_at, PrintedSheet.id)
    )
    return {certificate_id: sheet_id for certificate_id, sheet_id in rows if certificate_id}


def _made(session: TenantSession, runs: Sequence[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(PrintedSheet.run_id, func.count())
        .where(PrintedSheet.run_id.in_(runs), PrintedSheet.certificate_id.is_not(None))
        .group_by(PrintedSheet.run_id)
    )
    return dict(rows.all())

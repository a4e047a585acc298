"""Keeping a unit's evidence: add, replace, remove, and bring back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.file_space import NoSpaceError, give_back_space, take_space
from tenants.files import give_up_file, put_file
from tenants.members import Member
from tenants.settings import settings
from tenants.text.folding import normalise, search_key
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.unit_years import enters_for, may_gather
from workflows.engine.refusals import GoneError, Refusal
from workflows.evidence.links import frozen_in, open_links
from workflows.evidence.preparing import Prepared, Upload, prepare
from workflows.evidence.seeing import find_evidence
from workflows.evidence.tables import Evidence, Origin

LONGEST_NOTE = 500
KEPT_AFTER_REMOVAL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store now; ``known`` where the same one was there already."""

    evidence: Evidence
    known: bool = False


def keep_file(
    session: TenantSession,
    unit: OrgUnit,
    upload: Upload,
    *,
    actor: Member,
    year: int | None = None,
    note: str = "",
    origin: Origin = Origin.STORE,
) -> Kept:
    """Keep an uploaded file as evidence of a unit, or find it where it was kept before.

    Args:
        year: the year it belongs to; the present one where nothing is said.

    Raises:
        GoneError: the actor does not gather evidence for this unit.
        Refusal: a code beginning with ``file_``, with the file's ``name``.

    """
    if not may_gather(session, actor, unit):
        raise GoneError(unit.id)
    year = year or clock.today(session).year
    standing = _same_file(session, unit.id, year, upload.digest)
    if standing is not None:
        return Kept(standing, known=True)
    prepared = prepare(upload, clamav_url=settings().clamav_url)
    _take_space(session, upload, prepared)
    standing = _same_file(session, unit.id, year, upload.digest)
    if standing is not None:  # kept meanwhile by another request of the same sending
        give_back_space(session, _room_of(prepared))
        return Kept(standing, known=True)
    row = _stored(session, unit, year, upload, prepared, actor)
    row.origin, row.note = origin, normalise(note)[:LONGEST_NOTE]
    row.search_key = search_key(f"{row.name} {row.note}")
    session.add(row)
    session.flush()
    _record(session, "keep_evidence", row, actor)
    return Kept(row)


def replace_file(
    session: TenantSession, evidence_id: UUID, upload: Upload, *, actor: Member
) -> Evidence:
    """Put another file in the place of one; submitted dossiers keep the one they went with.

    Raises:
        GoneError: there is no such file, or it is not the actor's to replace.
        Refusal: it was removed or replaced already, the same file stands elsewhere, or the
            new one is not taken.

    """
    old, unit = _changeable(session, evidence_id, actor)
    if _same_file(session, unit.id, old.year, upload.digest) is not None:
        raise Refusal("file_known", fields=["files"], name=upload.name)
    prepared = prepare(upload, clamav_url=settings().clamav_url)
    _take_space(session, upload, prepared)
    row = _stored(session, unit, old.year, upload, prepared, actor)
    row.origin, row.note, row.replaces_id = old.origin, old.note, old.id
    row.search_key = search_key(f"{row.name} {row.note}")
    old.replaced_at = clock.now(session)
    session.flush()
    session.add(row)
    session.flush()
    for link in open_links(session, old.id):
        link.evidence_id = row.id
    session.flush()
    _record(session, "replace_evidence", row, actor, old_sha256=old.sha256, replaces=old.id)
    return row


def remove_file(session: TenantSession, evidence_id: UUID, *, actor: Member) -> Evidence:
    """Take a file out of the store; it can be brought back for some weeks.

    Raises:
        GoneError: there is no such file, or it is not the actor's to remove.
        Refusal: ``evidence_frozen``, when a submitted dossier holds it; or it is gone already.

    """
    row, _unit = _changeable(session, evidence_id, actor)
    frozen = frozen_in(session, row.id)
    if frozen:
        raise Refusal("evidence_frozen", dossiers=frozen)
    links = open_links(session, row.id)
    facts = {"links": sorted(f"{link.dossier_id} {link.criterion}" for link in links)}
    for link in links:
        session.delete(link)
    row.removed_at, row.removed_by = clock.now(session), actor.name
    session.flush()
    _record(session, "remove_evidence", row, actor, **facts)
    return row


def bring_back_file(session: TenantSession, evidence_id: UUID, *, actor: Member) -> Evidence:
    """Undo a removal: the file stands in the store again, attached to nothing.

    Raises:
        GoneError: there is no such file, or it is not the actor's.
        Refusal: it was not removed, or the same file was added again meanwhile.

    """
    row, unit = _own(session, evidence_id, actor)
    if row.removed_at is None:
        raise Refusal("evidence_stands")
    if _same_file(session, unit.id, row.year, row.came_as) is not None:
        raise Refusal("file_known", name=row.name)
    row.removed_at = row.removed_by = None
    session.flush()
    _record(session, "bring_back_evidence", row, actor)
    return row


def describe_file(
    session: TenantSession, evidence_id: UUID, *, note: str, taken_on: date | None, actor: Member
) -> Evidence:
    """Write a note to a file, or the day it belongs to.

    Raises:
        GoneError: there is no such file, or it is not the actor's.
        Refusal: it does not stand any more, or the day is still to come.

    """
    row, _unit = _changeable(session, evidence_id, actor)
    if taken_on is not None and taken_on > clock.today(session):
        raise Refusal("future_day", fields=["taken_on"], today=clock.today(session))
    former = {"note": row.note, "taken_on": row.taken_on}
    row.note, row.taken_on = normalise(note)[:LONGEST_NOTE], taken_on or row.taken_on
    row.search_key = search_key(f"{row.name} {row.note}")
    session.flush()
    _record(session, "describe_evidence", row, actor, before=former, note=row.note)
    return row


def purge_removed(session: TenantSession) -> int:
    """Delete for good what was removed some weeks ago; return how many files."""
    rows = list(
        session.scalars(
            select(Evidence)
            .where(
                Evidence.removed_at < clock.now(session) - KEPT_AFTER_REMOVAL,
                Evidence.purged_at.is_(None),
            )
            .order_by(Evidence.id)
            .with_for_update(skip_locked=True)
        )
    )
    for row in rows:
        row.purged_at = clock.now(session)
        give_up_file(session, row.stored)
        if row.thumbnail:
            give_up_file(session, row.thumbnail)
        give_back_space(session, row.size + row.thumbnail_size)
    session.flush()
    return len(rows)


def _changeable(
    session: TenantSession, evidence_id: UUID, actor: Member
) -> tuple[Evidence, OrgUnit]:
    row, unit = _own(session, evidence_id, actor)
    if not row.stands:
        raise Refusal("evidence_gone", name=row.name)
    return row, unit


def _own(session: TenantSession, evidence_id: UUID, actor: Member) -> tuple[Evidence, OrgUnit]:
    row = find_evidence(session, evidence_id, viewer=actor, lock=True)
    if row is None or not may_gather(session, actor, row.unit):
        raise GoneError(evidence_id)
    return row, row.unit


def _same_file(session: TenantSession, unit_id: UUID, year: int, came_as: str) -> Evidence | None:
    return session.scalar(
        select(Evidence).where(
            Evidence.unit_id == unit_id,
            Evidence.year == year,
            Evidence.came_as == came_as,
            Evidence.removed_at.is_(None),
            Evidence.replaced_at.is_(None),
        )
    )


def _take_space(session: TenantSession, upload: Upload, prepared: Prepared) -> None:
    """Take room for a file; who takes some waits for whoever took some before."""
    try:
        take_space(session, _room_of(prepared))
    except NoSpaceError as error:
        raise Refusal("file_no_space", name=upload.name, quota_mb=error.quota_mb) from error


def _room_of(prepared: Prepared) -> int:
    return len(prepared.content) + len(prepared.thumbnail or b"")


def _stored(
    session: TenantSession,
    unit: OrgUnit,
    year: int,
    upload: Upload,
    prepared: Prepared,
    actor: Member,
) -> Evidence:
    """Put the file and its small picture where files lie, and make its row."""
    small = prepared.thumbnail or b""
    today = clock.today(session)
    day = prepared.taken_on
    return Evidence(
        unit_id=unit.id,
        year=year,
        kind=prepared.kind,
        name=prepared.name,
        taken_on=day if day is not None and day <= today and day.year == year else today,
        stored=put_file(session, prepared.content),
        thumbnail=put_file(session, small) if small else None,
        size=len(prepared.content),
        thumbnail_size=len(small),
        sha256=prepared.digest,
        came_as=upload.digest,
        pages=prepared.pages,
        width=prepared.width,
        height=prepared.height,
        added_at=clock.now(session),
        added_by=actor.name,
        added_by_id=actor.person_id,
        for_name=unit.name if enters_for(actor, unit) else "",
    )


def _record(
    session: TenantSession, kind: str, row: Evidence, actor: Member, **facts: object
) -> None:
    session.flush()
    record_event(
        session,
        kind,
        actor=actor,
        for_name=row.for_name,
        facts={
            "evidence_id": row.id,
            "unit_id": row.unit_id,
            "year": row.year,
            "name": row.name,
            "sha256": row.sha256,
            "came_as": row.came_as,
            "size": row.size,
            **facts,
        },
    )

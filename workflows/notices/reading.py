"""A person's messages: how many are unread, what they say, and marking them read.

Only dossiers that the member may see today are told of, here as everywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.audit import AuditEvent
from tenants.members import Member
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.notices.tables import Notice


@dataclass(frozen=True, slots=True)
class Line:
    """One message: which move of which dossier led to which state, by whom, and when.

    ``party`` is what the person acted as, ``for_name`` for whom; ``undid`` the move that an
    undo took back; ``undone`` says that this move was taken back since.
    """

    id: UUID
    dossier_code: str
    unit_name: str
    trigger: str
    state: str
    name: str
    party: str
    for_name: str
    undid: str
    undone: bool
    at: datetime
    unread: bool


def unread_count(session: TenantSession, member: Member) -> int:
    """Count the messages that the member has not read."""
    return session.scalars(
        select(func.count())
        .select_from(Notice)
        .join(Dossier, Dossier.id == Notice.dossier_id)
        .where(Notice.person_id == member.person_id, Notice.read_at.is_(None), sees(member))
    ).one()


def notices_of(session: TenantSession, member: Member, limit: int = 50) -> list[Line]:
    """List the member's messages, unread ones first, the newest of each first."""
    told, undid = aliased(AuditEvent), aliased(AuditEvent)
    rows = session.execute(
        select(
            Notice, Dossier.code, OrgUnit.name,
            told.name, told.role, told.for_name, undid.kind, _taken_back(),
        )
        .join(Dossier, Dossier.id == Notice.dossier_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(told, told.seq == Notice.seq)
        .outerjoin(undid, undid.seq == told.facts["inputs"]["undoes"].as_integer())
        .where(Notice.person_id == member.person_id, sees(member))
        .order_by(Notice.read_at.is_not(None), Notice.at.desc(), Notice.seq.desc())
        .limit(limit)
    )  # fmt: skip
    return [
        Line(
            id=notice.id,
            dossier_code=code,
            unit_name=unit_name,
            trigger=notice.trigger,
            state=notice.state,
            name=name,
            party=party,
            for_name=for_name,
            undid=undid_kind or "",
            undone=undone,
            at=notice.at,
            unread=notice.read_at is None,
        )
        for notice, code, unit_name, name, party, for_name, undid_kind, undone in rows
    ]


def mark_read(
    session: TenantSession, member: Member, notice_ids: Collection[UUID] | None = None
) -> int:
    """Mark the member's own messages as read, all of them unless some are named.

    Returns:
        How many were unread until now.

    """
    marking = (
        update(Notice)
        .where(Notice.person_id == member.person_id, Notice.read_at.is_(None))
        .values(read_at=clock.now(session))
        .returning(Notice.id)
    )
    if notice_ids is not None:
        marking = marking.where(Notice.id.in_(notice_ids))
    return len(session.execute(marking).all())


def _taken_back() -> ColumnElement[bool]:
    """Say that the move which a message tells of was undone since."""
    undo = aliased(AuditEvent)
    return (
        select(undo.seq)
        .where(
            undo.dossier_id == Notice.dossier_id,
            undo.kind == "undo",
            undo.facts["inputs"]["undoes"].as_integer() == Notice.seq,
        )
        .exists()
    )

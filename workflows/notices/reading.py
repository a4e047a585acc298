"""A person's messages: how many are unread, what they say, and marking them read.

Only dossiers that the member may see today are told of, here as everywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select, update
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.audit import AuditEvent
from tenants.database import Json
from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import reads, sees
from workflows.notices.tables import Notice
from workflows.reminders.tables import Reminder


@dataclass(frozen=True, slots=True)
class Line:
    """One message: which move of which dossier led to which state, by whom, and when.

    ``party`` is what the person acted as, ``for_name`` for whom; ``undid`` the move that an
    undo took back; ``undone`` says that this move was taken back since. A reminder has the
    name of whoever sent it, if a person did, and its last day. ``opens`` says whether the
    person may open the dossier. ``given`` is what the move gave as its reason, for those who
    may read what stands in the dossier.
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
    due_at: datetime | None = None
    opens: bool = True
    given: Json = field(default_factory=dict)


# What a message repeats of a move. Why a dossier is held stays with the committees.
REASONS = ("reason", "conclusion", "ground", "votes")
KEPT_BACK = frozenset({"put_on_hold"})


def unread_count(session: TenantSession, member: Member) -> int:
    """Count the messages that the member has not read."""
    return session.scalars(
        select(func.count())
        .select_from(Notice)
        .join(Dossier, Dossier.id == Notice.dossier_id)
        .where(Notice.person_id == member.person_id, Notice.read_at.is_(None), _hears(member))
    ).one()


def notices_of(session: TenantSession, member: Member, limit: int = 50) -> list[Line]:
    """List the member's messages, unread ones first, the newest of each first."""
    told, undid = aliased(AuditEvent), aliased(AuditEvent)
    rows = session.execute(
        select(
            Notice, Dossier.code, OrgUnit.name,
            told.name, told.role, told.for_name, undid.kind, _taken_back(),
            Reminder.by_name, Reminder.due_at, sees(member),
            case((reads(member), told.facts["inputs"]), else_=null()),
        )
        .join(Dossier, Dossier.id == Notice.dossier_id)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .outerjoin(told, told.seq == Notice.seq)
        .outerjoin(Reminder, Reminder.id == Notice.reminder_id)
        .outerjoin(undid, undid.seq == told.facts["inputs"]["undoes"].as_integer())
        .where(Notice.person_id == member.person_id, _hears(member))
        .order_by(Notice.read_at.is_not(None), Notice.at.desc(), Notice.seq.desc(), Notice.id)
        .limit(limit)
    )  # fmt: skip
    return [
        Line(
            id=notice.id,
            dossier_code=code,
            unit_name=unit_name,
            trigger=notice.trigger,
            state=notice.state,
            name=name or by_name or "",
            party=party or "",
            for_name=for_name or "",
            undid=undid_kind or "",
            undone=undone,
            at=notice.at,
            unread=notice.read_at is None,
            due_at=due_at,
            opens=bool(opens),
            given=_given(notice.trigger, inputs),
        )
        for (
            notice, code, unit_name, name, party, for_name, undid_kind, undone,
            by_name, due_at, opens, inputs,
        ) in rows
    ]  # fmt: skip


def _given(trigger: str, inputs: Json | None) -> Json:
    """Return what of a move's inputs its message repeats."""
    if trigger in KEPT_BACK or not inputs:
        return {}
    return {name: inputs[name] for name in REASONS if inputs.get(name)}


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


def _hears(member: Member) -> ColumnElement[bool]:
    """Say in SQL that a notice may be read: of a dossier that the member may see.

    Whoever chairs a committee also reads what was not done in time below it.
    """
    chairs = member.units(Role.COMMITTEE_CHAIR)
    below = or_(Dossier.committee_id.in_(chairs), Dossier.upper_committee_id.in_(chairs))
    return or_(sees(member), and_(Notice.reminder_id.is_not(None), below))


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

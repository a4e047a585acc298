"""Kept replies: a form sent twice acts once, and the repeat gets the first answer.

The key is claimed in the transaction of the act. A second request with the same
key waits for the first one's commit, then reads its reply; if that takes longer than
a lock may, the second is told that the first is still under way.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped

from tenants.clock import now
from tenants.database import Base, TenantRow, belongs_to, row_id
from tenants.retrying import LOCK_NOT_AVAILABLE, sqlstate_of
from tenants.wall import TenantSession


class KeyReusedError(Exception):
    """The key of one form came with another form's contents."""


class InFlightError(Exception):
    """The form with this key is still being dealt with."""


class KeptReply(TenantRow, Base):
    """A form's key, what it was sent with, and what was answered."""

    __tablename__ = "kept_replies"
    __table_args__ = (
        belongs_to("people", "person_id"),
        UniqueConstraint("tenant_id", "person_id", "key"),
    )

    person_id: Mapped[UUID]
    key: Mapped[str]
    fingerprint: Mapped[bytes]
    status: Mapped[int | None]
    location: Mapped[str | None]
    at: Mapped[datetime]


def claim(session: TenantSession, key: str, *, person_id: UUID, fingerprint: bytes) -> KeptReply:
    """Claim a form's key, or return what was answered the first time.

    The reply has no ``status`` while the claim is fresh.

    Raises:
        KeyReusedError: the key belongs to a form with other contents.
        InFlightError: the first request with it has not ended; the transaction is lost.

    """
    fresh = (
        insert(KeptReply)
        .values(
            tenant_id=session.tenant_id,
            id=row_id(),
            person_id=person_id,
            key=key,
            fingerprint=fingerprint,
            at=now(session),
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "person_id", "key"])
    )
    try:
        session.execute(fresh)
    except OperationalError as error:
        if sqlstate_of(error) != LOCK_NOT_AVAILABLE:
            raise
        raise InFlightError(key) from error
    reply = session.scalars(
        select(KeptReply).where(KeptReply.person_id == person_id, KeptReply.key == key)
    ).one()
    if bytes(reply.fingerprint) != fingerprint:
        raise KeyReusedError(key)
    return reply

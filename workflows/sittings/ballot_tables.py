"""Secret ballots as they are kept: who took part, and what was cast, apart from each other.

Between the two there is no key, no time and no order. While a balloting is open what was cast
lies sealed with a key that the database does not have; when it ends, the papers are opened
together, shuffled, and written in one stroke under ids that tell nothing of their time
(docs/process.md, section 4).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, TenantRow, belongs_to, unguessable_id


class Question(StrEnum):
    """What a ballot answers."""

    TITLE = "title"
    MERIT = "merit"


class Choice(StrEnum):
    """What may be chosen; who chooses nothing has not voted."""

    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    ABSTAINED = "abstained"


class Balloting(TenantRow, Base):
    """One time that ballots are cast at a sitting, over the ``items`` that were then unvoted."""

    __tablename__ = "ballotings"
    __table_args__ = (
        belongs_to("sittings", "sitting_id"),
        UniqueConstraint("tenant_id", "sitting_id", "number"),
        CheckConstraint("number > 0", name="numbered_from_one"),
        Index(
            "uq_ballotings_open",
            "tenant_id",
            "sitting_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    sitting_id: Mapped[UUID]
    number: Mapped[int]
    items: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
    void_reason: Mapped[str] = mapped_column(default="")


class Participation(TenantRow, Base):
    """That somebody took part in a balloting; not how."""

    __tablename__ = "participations"
    __table_args__ = (
        belongs_to("ballotings", "balloting_id"),
        belongs_to("people", "person_id"),
        UniqueConstraint("tenant_id", "balloting_id", "person_id"),
    )

    balloting_id: Mapped[UUID]
    person_id: Mapped[UUID]


class SealedPaper(TenantOwned, Base):
    """What was cast in a balloting that is open; all are of one length, and gone when it ends."""

    __tablename__ = "sealed_papers"
    __table_args__ = (belongs_to("ballotings", "balloting_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=unguessable_id)
    balloting_id: Mapped[UUID]
    sealed: Mapped[bytes]


class Ballot(TenantOwned, Base):
    """One answer to one question, as it was found when the balloting ended."""

    __tablename__ = "ballots"
    __table_args__ = (
        belongs_to("ballotings", "balloting_id"),
        belongs_to("sitting_items", "item_id"),
        Index(None, "tenant_id", "balloting_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=unguessable_id)
    balloting_id: Mapped[UUID]
    item_id: Mapped[UUID]
    question: Mapped[Question]
    choice: Mapped[Choice]

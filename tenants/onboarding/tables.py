"""An uploaded list on its way, and what came of it row by row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, TenantRow, belongs_to
from tenants.people import Person


class ListState(StrEnum):
    """How far an uploaded list has come."""

    CHECKING = "checking"
    WAITING = "waiting"
    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


class UploadedList(TenantRow, Base):
    """A spreadsheet that somebody uploaded: kept while it is checked, let go once it is taken.

    ``choices`` is what that person says otherwise than it was understood, ``summary`` what
    the check page shows, ``outcome`` what was made. Nothing of it is a unit or a person yet.
    """

    __tablename__ = "uploaded_lists"
    __table_args__ = (
        belongs_to("people", "uploaded_by_id"),
        belongs_to("people", "changed_by_id"),
        CheckConstraint(
            "content IS NOT NULL OR state NOT IN ('checking', 'waiting')",
            name="is_kept_until_taken",
        ),
        CheckConstraint(
            "(state IN ('done', 'undone')) = (taken_at IS NOT NULL)", name="taken_when"
        ),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone_when"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
        Index(None, "tenant_id", "uploaded_at"),
    )

    file_name: Mapped[str]
    content: Mapped[bytes | None]
    state: Mapped[ListState] = mapped_column(default=ListState.CHECKING)
    version: Mapped[int] = mapped_column(default=1)
    uploaded_by_id: Mapped[UUID]
    uploaded_at: Mapped[datetime]
    changed_by_id: Mapped[UUID]
    changed_at: Mapped[datetime]
    choices: Mapped[Json] = mapped_column(default=dict)
    summary: Mapped[Json] = mapped_column(default=dict)
    outcome: Mapped[Json] = mapped_column(default=dict)
    taken_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    uploaded_by: Mapped[Person] = relationship(
        foreign_keys="UploadedList.uploaded_by_id", viewonly=True
    )
    changed_by: Mapped[Person] = relationship(
        foreign_keys="UploadedList.changed_by_id", viewonly=True
    )


class ListEffect(TenantRow, Base):
    """One row that taking a list over made (nothing ``before``) or changed."""

    __tablename__ = "list_effects"
    __table_args__ = (
        belongs_to("uploaded_lists", "list_id"),
        Index(None, "tenant_id", "list_id", "kind"),
        Index(None, "tenant_id", "row_id"),
    )

    list_id: Mapped[UUID]
    kind: Mapped[str]
    row_id: Mapped[UUID]
    before: Mapped[Json | None]
    after: Mapped[Json | None]


def people_of_undone_lists() -> Select[UUID]:
    """Select who came with a list that was undone since."""
    return (
        select(ListEffect.row_id)
        .join(UploadedList, UploadedList.id == ListEffect.list_id)
        .where(
            UploadedList.state == ListState.UNDONE,
            ListEffect.kind == Person.__tablename__,
            ListEffect.before.is_(None),
        )
    )

"""Deciding bodies, such as a standing committee, and who sits on them when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Select, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, TenantRow, belongs_to
from tenants.people import Person
from tenants.units import OrgUnit

PLACES = frozenset({"phường", "xã", "thị", "đặc"})  # thị trấn, đặc khu


class Seat(StrEnum):
    """A member's part in the body."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"


class Body(TenantRow, Base):
    """A body of a unit that decides by vote."""

    __tablename__ = "bodies"
    __table_args__ = (belongs_to("org_units", "unit_id"), UniqueConstraint("tenant_id", "unit_id"))

    unit_id: Mapped[UUID]
    name: Mapped[str]

    unit: Mapped[OrgUnit] = relationship(foreign_keys="Body.unit_id", viewonly=True)


class BodyMember(TenantRow, Base):
    """A person's seat on a body, with dates.

    ``counted`` is false while the member is suspended from the body, prosecuted
    or detained: such a member is not on the roll (docs/process.md, section 4).
    """

    __tablename__ = "body_members"
    __table_args__ = (
        belongs_to("bodies", "body_id"),
        belongs_to("people", "person_id"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index(None, "tenant_id", "body_id", "position"),
        Index(None, "tenant_id", "person_id"),
    )

    body_id: Mapped[UUID]
    person_id: Mapped[UUID]
    seat: Mapped[Seat] = mapped_column(default=Seat.MEMBER)
    post: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    counted: Mapped[bool] = mapped_column(default=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys="BodyMember.person_id", viewonly=True)


def in_office(body_id: UUID, on: date) -> Select[BodyMember]:
    """Select who sits on the body on a day, in the order of its list."""
    return (
        select(BodyMember)
        .where(
            BodyMember.body_id == body_id,
            BodyMember.valid_from <= on,
            or_(BodyMember.valid_to.is_(None), BodyMember.valid_to >= on),
        )
        .order_by(BodyMember.position)
    )


def usual_body_name(unit_name: str) -> str:
    """Name the body of a unit as papers do: «Ban Thường vụ Đảng ủy phường Hoa Mai».

    A place is in small letters after «Đảng ủy»; a committee's own name stays as it is.
    """
    kind, _space, _rest = unit_name.partition(" ")
    if kind.lower() in PLACES:
        return f"Ban Thường vụ Đảng ủy {unit_name[:1].lower()}{unit_name[1:]}"
    return f"Ban Thường vụ {unit_name}"

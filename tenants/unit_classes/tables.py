"""The kinds and the sectors that a tenant sorts its units by, as it calls them itself."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantRow
from tenants.units import Sector, UnitKind


class UnitClass(TenantRow):
    """A kind or a sector: its code stays for good, what it is called may change.

    ``spellings`` are further words by which lists speak of it. One that has ended
    (``valid_to``) stays with the units that have it, and is offered for no other.
    """

    code: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str]
    position: Mapped[int]
    spellings: Mapped[list[str]] = mapped_column(default=list)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_offered(self) -> bool:
        """Whether units may still be given it."""
        return self.valid_to is None


class KindOfUnit(UnitClass, Base):
    """A kind of unit. ``behaves_as`` says where it stands in the tree, and which roles it has."""

    __tablename__ = "unit_kinds"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        UniqueConstraint("tenant_id", "code", "behaves_as"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("name <> '' AND short_name <> ''", name="has_names"),
    )

    behaves_as: Mapped[UnitKind]


class SectorOfUnits(UnitClass, Base):
    """A sector. ``behaves_as`` says which of the usual sectors it is one of."""

    __tablename__ = "unit_sectors"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("name <> '' AND short_name <> ''", name="has_names"),
    )

    behaves_as: Mapped[Sector]


def is_named_after_ward(own: UnitClass, ward: str) -> bool:
    """Tell whether a kind is called as wards' committees are, in the tenant's own word for them."""
    return own.name == f"Đảng ủy {ward or 'phường'}"

"""Org units: the nodes of a tenant's tree, from the upper committee down to the cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Select,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.database import Base, Json, SortKey, TenantRow, belongs_to
from tenants.text.folding import spelling_key
from tenants.wall import TenantSession


class UnitKind(StrEnum):
    """What a kind of unit behaves as: its place in the tree, its roles, its flows.

    What a tenant calls its kinds is data (``tenants.unit_classes``).
    """

    UPPER_COMMITTEE = "upper_committee"
    WARD_COMMITTEE = "ward_committee"
    GRASSROOTS_ORGANISATION = "grassroots_organisation"
    PARTY_CELL = "party_cell"


class Sector(StrEnum):
    """Which of the usual sectors a tenant's own is: where a cell's members live or work."""

    RESIDENTIAL = "residential"
    SCHOOL = "school"
    AGENCY = "agency"
    ENTERPRISE = "enterprise"
    MILITARY = "military"
    POLICE = "police"
    PUBLIC_SERVICE = "public_service"
    PENSIONERS = "pensioners"
    OTHER = "other"


def _usual_code(context: Any) -> str:
    """Give a unit the kind that its behaviour is named after, where none is said."""
    return str(context.get_current_parameters()["kind"])


class OrgUnit(TenantRow, Base):
    """A committee, an organisation or a cell, with its numbers of members.

    ``members_exempted`` are official members excused from work and meetings;
    they are part of ``members_official``. ``origin`` is what the name says of where the
    unit came from, as in «TDP 6 (Tân Giang)»; it is part of ``name``. A code is given
    once and stays with its unit for good, also after the unit has been closed.
    ``kept_by_id`` is, once the unit has ended, that whose office keeps what it left: what it
    became, else the one above. ``kind_code`` is the tenant's kind, ``kind`` what that kind
    behaves as: a foreign key over both keeps them together.
    """

    __tablename__ = "org_units"
    __table_args__ = (
        belongs_to("org_units", "parent_id"),
        belongs_to("org_units", "kept_by_id"),
        ForeignKeyConstraint(
            ["tenant_id", "kind_code", "kind"],
            ["unit_kinds.tenant_id", "unit_kinds.code", "unit_kinds.behaves_as"],
        ),
        ForeignKeyConstraint(
            ["tenant_id", "sector"], ["unit_sectors.tenant_id", "unit_sectors.code"]
        ),
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint(
            "members_official >= 0 AND members_probationary >= 0 AND members_exempted >= 0",
            name="members_not_negative",
        ),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("parent_id IS DISTINCT FROM id", name="not_its_own_parent"),
        Index(None, "tenant_id", "parent_id", "sort_key"),
        Index(None, "tenant_id", "kind"),
        Index(None, "tenant_id", "kept_by_id", postgresql_where=text("kept_by_id IS NOT NULL")),
    )

    parent_id: Mapped[UUID | None]
    code: Mapped[str]
    kind: Mapped[UnitKind]
    kind_code: Mapped[str] = mapped_column(default=_usual_code)
    sector: Mapped[str | None]
    name: Mapped[str]
    origin: Mapped[str] = mapped_column(default="", server_default="")
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]
    members_official: Mapped[int] = mapped_column(default=0)
    members_probationary: Mapped[int] = mapped_column(default=0)
    members_exempted: Mapped[int] = mapped_column(default=0)
    words: Mapped[Json] = mapped_column(default=dict)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    kept_by_id: Mapped[UUID | None]

    parent: Mapped[OrgUnit | None] = relationship(
        foreign_keys="OrgUnit.parent_id", remote_side="OrgUnit.id", viewonly=True
    )

    @property
    def keeper_id(self) -> UUID:
        """The unit whose office keeps what this one decided: itself, while it stands."""
        return self.kept_by_id or self.id

    @property
    def members(self) -> int:
        """The number of members, probationary ones included."""
        return self.members_official + self.members_probationary

    @property
    def place_name(self) -> str:
        """The name with that of the unit above, for lists over several: a cell's alone says little.

        The unit above is read with the list (``joinedload(OrgUnit.parent)``).
        """
        if self.kind is not UnitKind.PARTY_CELL or self.parent is None:
            return self.name
        return f"{self.name}, {self.parent.name}"

    @property
    def own_name(self) -> str:
        """The name without the origin that tells it from others of that name."""
        return self.name.removesuffix(f" ({self.origin})") if self.origin else self.name


def kept_by(unit_ids: Sequence[UUID]) -> Select[UUID]:
    """Select the units that have ended and whose papers the offices of these keep."""
    return select(OrgUnit.id).where(OrgUnit.kept_by_id.in_(unit_ids))


def root_unit(session: TenantSession) -> OrgUnit:
    """Return the tenant's own committee, the top of its tree."""
    return session.scalars(
        select(OrgUnit).where(OrgUnit.kind == UnitKind.UPPER_COMMITTEE, OrgUnit.parent_id.is_(None))
    ).one()


def sister_called(
    session: TenantSession, name: str, parent_id: UUID | None, *, but: Sequence[UUID]
) -> OrgUnit | None:
    """Return a standing unit below this parent that has the name, however it is spelled."""
    sisters = session.scalars(
        select(OrgUnit).where(
            OrgUnit.parent_id == parent_id, OrgUnit.valid_to.is_(None), OrgUnit.id.not_in(but)
        )
    )
    wanted = spelling_key(name)
    return next((each for each in sisters if spelling_key(each.name) == wanted), None)

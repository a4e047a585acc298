"""How much room a tenant's files take, and how much it may have.

One row for each tenant, changed where it stands: two uploads at once cannot both take
the last megabyte.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ScalarSelect, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned
from tenants.settings import settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession

MEGABYTE = 1024 * 1024


class NoSpaceError(Exception):
    """The tenant's files would take more room than it has; ``quota_mb`` says how much."""

    def __init__(self, quota_mb: int) -> None:
        super().__init__(quota_mb)
        self.quota_mb = quota_mb


class FileSpace(TenantOwned, Base):
    """The room that is taken, in bytes; ``quota_mb`` where it is not the installation's."""

    __tablename__ = "file_spaces"
    __table_args__ = (
        CheckConstraint("used >= 0", name="used_not_negative"),
        CheckConstraint("quota_mb IS NULL OR quota_mb >= 0", name="quota_not_negative"),
    )

    used: Mapped[int] = mapped_column(BigInteger, default=0)
    quota_mb: Mapped[int | None] = mapped_column(BigInteger)


def take_space(session: TenantSession, size: int) -> None:
    """Take room for a file.

    Raises:
        NoSpaceError: there is not so much left.

    """
    _make_sure_of_row(session)
    quota_mb = func.coalesce(FileSpace.quota_mb, _limit(session), settings().files_quota_mb)
    taken = session.execute(
        update(FileSpace)
        .where(FileSpace.used + size <= quota_mb * MEGABYTE)
        .values(used=FileSpace.used + size)
        .returning(FileSpace.used)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise NoSpaceError(space_of(session)[1] // MEGABYTE)


def give_back_space(session: TenantSession, size: int) -> None:
    """Give the room of a removed file back."""
    session.execute(
        update(FileSpace)
        .values(used=func.greatest(FileSpace.used - size, 0))
        .execution_options(synchronize_session=False)
    )


def space_of(session: TenantSession) -> tuple[int, int]:
    """Return how many bytes are taken, and how many there may be."""
    row = session.execute(select(FileSpace.used, FileSpace.quota_mb)).one_or_none() or (0, None)
    limit = session.scalar(select(_limit(session)))
    quota_mb = next(each for each in (row[1], limit, settings().files_quota_mb) if each is not None)
    return row[0], quota_mb * MEGABYTE


def set_quota(session: TenantSession, quota_mb: int | None) -> None:
    """Give a tenant a quota of its own, or the installation's again."""
    _make_sure_of_row(session)
    session.execute(update(FileSpace).values(quota_mb=quota_mb))


def _limit(session: TenantSession) -> ScalarSelect[int]:
    """Say what the platform allows the tenant; nothing where it sets no limit."""
    return (
        select(Tenant.limits["storage_mb"].as_integer())
        .where(Tenant.id == session.tenant_id)
        .scalar_subquery()
    )


def _make_sure_of_row(session: TenantSession) -> None:
    session.execute(
        insert(FileSpace).values(tenant_id=session.tenant_id, used=0).on_conflict_do_nothing()
    )

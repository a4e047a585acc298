"""How much a tenant may hold. The platform sets the limits; none is no limit."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select

from tenants.people import Person
from tenants.tenant import Tenant
from tenants.units import OrgUnit
from tenants.wall import TenantSession


class OverLimitError(Exception):
    """The tenant would hold more than it may: which limit, how many it allows and has."""

    def __init__(self, limit: str, *, allowed: int, wanted: int) -> None:
        super().__init__(f"The tenant may hold {allowed} ({limit}) and would hold {wanted}.")
        self.limit = limit
        self.allowed = allowed
        self.wanted = wanted


def keep_within(session: TenantSession, limit: str, held: int) -> None:
    """Refuse to go on when the tenant would now hold more than its limit.

    Args:
        limit: one of ``tenants.tenant.LIMITS``.
        held: how much it would hold, what is being added included.

    Raises:
        OverLimitError: more than it may.

    """
    allowed = (
        session.scalars(select(Tenant.limits).where(Tenant.id == session.tenant_id))
        .one()
        .get(limit)
    )
    if allowed is not None and held > int(allowed):
        raise OverLimitError(limit, allowed=int(allowed), wanted=held)


def keep_lists_within(session: TenantSession) -> None:
    """Refuse when the tenant now has more units or people than it may; ask after writing them."""
    for limit, table in (("units", OrgUnit), ("people", Person)):
        counted: ColumnElement[int] = func.count()
        held = session.scalars(select(counted).select_from(table)).one()
        keep_within(session, limit, held)

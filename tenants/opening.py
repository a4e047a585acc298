"""Opening a tenant: its row, its own committee at the top of the tree, its audit chain."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.tenant import RESERVED, Level, Tenant, find_tenant
from tenants.text.folding import search_key
from tenants.text.sorting import sort_key
from tenants.unit_classes.shipped import give_usual_classes
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession


class TenantRefusedError(Exception):
    """The tenant cannot be opened; ``code`` says why: ``taken`` or ``reserved``."""

    def __init__(self, code: str, slug: str) -> None:
        super().__init__(f"{code}: {slug}")
        self.code = code
        self.slug = slug


def open_tenant(
    session: TenantSession,
    slug: str,
    *,
    name: str,
    level: Level,
    words: Json,
    actor: Member,
    role: str = "",
    host: str | None = None,
    limits: Json | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    facts: Json | None = None,
) -> Tenant:
    """Open a tenant in a session of the platform, which then belongs to it.

    Raises:
        TenantRefusedError: the name in addresses is taken or reserved.

    """
    if slug in RESERVED:
        raise TenantRefusedError("reserved", slug)
    if find_tenant(session, slug) is not None:
        raise TenantRefusedError("taken", slug)
    since = valid_from or clock.today(session)
    tenant = Tenant(
        id=row_id(),
        slug=slug,
        name=name,
        level=level,
        words=words,
        host=host,
        limits=limits or {},
        valid_from=since,
        valid_to=valid_to,
    )
    session.add(tenant)
    session.flush()
    session.enter(tenant.id)
    give_usual_classes(session, words, since=since)
    session.execute(
        insert(OrgUnit).values(
            tenant_id=tenant.id,
            id=row_id(),
            parent_id=None,
            code="goc",
            kind=UnitKind.UPPER_COMMITTEE,
            kind_code=UnitKind.UPPER_COMMITTEE.value,
            name=name,
            search_key=search_key(name),
            sort_key=sort_key(name),
            valid_from=since,
        )
    )
    record_event(
        session,
        "tenant_opened",
        actor=actor,
        role=role,
        facts={"slug": slug, "name": name, "level": level} | (facts or {}),
    )
    return tenant

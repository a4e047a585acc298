"""Counting what each tenant holds: numbers, which are all that the platform sees of it."""

from __future__ import annotations

import logging

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase

from jobs.relay import open_tenants
from tenants import clock
from tenants.file_space import space_of
from tenants.people import Person
from tenants.platform.tables import TenantCount
from tenants.units import OrgUnit
from tenants.wall import TenantSession, open_session
from workflows.dossiers.tables import Dossier
from workflows.papers.tables import Paper

log = logging.getLogger(__name__)


def count_all(engine: Engine) -> int:
    """Count every open tenant; return how many were counted."""
    counted = 0
    for tenant_id in open_tenants(engine):
        try:
            with open_session(engine, tenant_id) as session:
                count_tenant(session)
                session.commit()
            counted += 1
        except SQLAlchemyError as error:
            log.warning("Tenant %s is counted next time: %s", tenant_id, type(error).__name__)
    return counted


def count_tenant(session: TenantSession) -> None:
    """Write down how many units, people, dossiers and bytes the session's tenant has."""
    numbers = {
        "units": _rows(session, OrgUnit),
        "people": _rows(session, Person),
        "dossiers": _rows(session, Dossier),
        "storage_bytes": space_of(session)[0] + _bytes_of_papers(session),
        "counted_at": clock.now(session),
    }
    session.execute(
        insert(TenantCount)
        .values(tenant_id=session.tenant_id, **numbers)
        .on_conflict_do_update(index_elements=["tenant_id"], set_=numbers)
    )


def _bytes_of_papers(session: TenantSession) -> int:
    return int(session.scalar(select(func.sum(func.octet_length(Paper.content)))) or 0)


def _rows(session: TenantSession, table: type[DeclarativeBase]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()

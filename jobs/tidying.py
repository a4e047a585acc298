"""Files that nobody wants any more: removed evidence, and what nobody came back for."""

from __future__ import annotations

import logging

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs.relay import open_tenants
from tenants.wall import open_session
from workflows.evidence.holding import drop_old
from workflows.evidence.keeping import purge_removed

log = logging.getLogger(__name__)


def tidy_once(engine: Engine) -> int:
    """Delete for good what is over its time, in every open tenant; return how many files."""
    gone = 0
    for tenant_id in open_tenants(engine):
        try:
            with open_session(engine, tenant_id) as session:
                gone += purge_removed(session) + drop_old(session)
                session.commit()
        except (SQLAlchemyError, OSError) as error:
            log.warning("Files of tenant %s are tidied next time: %s", tenant_id, error)
    return gone

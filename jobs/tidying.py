"""What nobody wants any more: removed evidence, held files, spent codes, old wrong tries."""

from __future__ import annotations

import logging

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from jobs.relay import open_tenants
from tenants.signing_in.tidying import forget_what_is_over
from tenants.wall import open_session
from workflows.evidence.holding import drop_old
from workflows.evidence.keeping import purge_removed

log = logging.getLogger(__name__)


def tidy_once(engine: Engine) -> int:
    """Delete for good what is over its time, in every open tenant; return how many."""
    gone = 0
    for tenant_id in open_tenants(engine):
        try:
            with open_session(engine, tenant_id) as session:
                gone += purge_removed(session) + drop_old(session)
                gone += forget_what_is_over(session)
                session.commit()
        except (SQLAlchemyError, OSError) as error:
            log.warning("Tenant %s is tidied next time: %s", tenant_id, error)
    return gone

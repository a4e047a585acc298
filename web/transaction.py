"""One transaction for each request, settled here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine

from tenants.database import engine_for
from tenants.wall import TenantSession, open_session
from web import current, idempotency

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, database_url: str) -> None:
    """Connect to the database; settle and close the session of every request."""
    engine = engine_for(database_url)
    app.extensions["engine"] = engine
    app.extensions["reading_engine"] = engine.execution_options(postgresql_readonly=True)
    app.after_request(_settle)
    app.teardown_request(_close)


def begin() -> TenantSession:
    """Open the request's session. Looking is read-only in the database itself."""
    kind = "reading_engine" if request.method in SAFE_METHODS else "engine"
    return open_session(current_app.extensions[kind])


def keep_although_refused() -> None:
    """Commit this request even if its answer is an error: a wrong code costs a try."""
    g.keep_although_refused = True


def apart(work: Callable[[TenantSession], None]) -> None:
    """Do a piece of housekeeping in a transaction of its own, whatever the request does."""
    engine: Engine = current_app.extensions["engine"]
    with open_session(engine, current.session().tenant_id) as session:
        work(session)
        session.commit()


def _settle(response: Response) -> Response:
    """Keep the changes of a request that succeeded; looking changes nothing."""
    if "session" not in g:
        return response
    refused = response.status_code >= 400 and "keep_although_refused" not in g
    if request.method in SAFE_METHODS or refused:
        current.session().rollback()
        return response
    idempotency.remember(response)
    current.session().commit()
    return response


def _close(_error: BaseException | None) -> None:
    if "session" in g:
        current.session().close()

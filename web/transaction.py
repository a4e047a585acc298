"""One transaction for each request, settled here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from tenants.database import engine_for
from tenants.wall import TenantSession, open_session
from web import current, idempotency

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(
    app: Flask, database_url: str, *, threads: int, platform_url: str | None = None
) -> None:
    """Connect to the database; settle and close the session of every request."""
    engine = engine_for(database_url, pool_size=threads)
    app.extensions["engine"] = engine
    app.extensions["reading_engine"] = engine.execution_options(postgresql_readonly=True)
    if platform_url:
        own = engine_for(platform_url, pool_size=1)
        app.extensions["platform_engine"] = own
        app.extensions["platform_reading_engine"] = own.execution_options(postgresql_readonly=True)
    app.after_request(_settle)
    app.teardown_request(_close)


def begin() -> TenantSession:
    """Open the request's session. Looking is read-only in the database itself."""
    kind = "reading_engine" if request.method in SAFE_METHODS else "engine"
    return open_session(current_app.extensions[kind])


def serves_platform() -> bool:
    """Tell whether this process has the platform's connection."""
    return "platform_engine" in current_app.extensions


def begin_as_platform() -> TenantSession:
    """Open the request's session on the platform's own connection."""
    kind = "reading_engine" if request.method in SAFE_METHODS else "engine"
    return open_session(current_app.extensions[f"platform_{kind}"])


def keep_although_refused() -> None:
    """Commit this request even if its answer is an error: a wrong code costs a try."""
    g.keep_although_refused = True


def give_up() -> None:
    """Take back what the request has done so far; it begins again, or answers an error."""
    if "session" in g:
        current.session().rollback()


def afterwards(work: Callable[[TenantSession], None]) -> None:
    """Do a piece of housekeeping once the answer is settled, in a transaction of its own.

    It may fail: what the visitor did stands all the same.
    """
    g.setdefault("afterwards", []).append(work)


def _settle(response: Response) -> Response:
    """Keep the changes of a request that succeeded; looking changes nothing."""
    if "session" not in g:
        return response
    refused = response.status_code >= 400 and "keep_although_refused" not in g
    if request.method in SAFE_METHODS or refused:
        current.session().rollback()
    else:
        idempotency.remember(response)
        current.session().commit()
    _keep_house()
    return response


def _keep_house() -> None:
    engine = current_app.extensions["platform_engine" if "operator" in g else "engine"]
    for work in g.pop("afterwards", []):
        try:
            with open_session(engine, current.session().tenant_id) as own:
                work(own)
                own.commit()
        except SQLAlchemyError as error:
            current_app.logger.warning("housekeeping: %s", type(error).__name__)


def _close(_error: BaseException | None) -> None:
    if "session" in g:
        current.session().close()

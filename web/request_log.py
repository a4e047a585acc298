"""One line of JSON for each request: who, where, how long; never what was typed."""

from __future__ import annotations

import logging
import re
import sys
from time import perf_counter
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, request

from web import current

HEADER = "X-Request-ID"
GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
NAME = "bontot.request"


def init_app(app: Flask) -> None:
    """Give every request an id, and log it when it is answered."""
    app.extensions["request_log"] = structlog.wrap_logger(
        logging.getLogger(NAME),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
        ],
    )
    app.before_request(_begin)
    app.after_request(_answered)


def to_stderr() -> None:
    """Let this process write its log to the standard error, a line for each event."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s", level=logging.INFO)


def request_id() -> str:
    """Return the request's id: the caller's if it is decent, otherwise our own."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        g.request_id = given if GOOD_ID.fullmatch(given) else uuid4().hex
    made: str = g.request_id
    return made


def _begin() -> None:
    g.began = perf_counter()


def _answered(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    if request.endpoint in {"assets.file", "health.alive"}:
        return response
    began: float = g.get("began", perf_counter())
    member = current.member() if current.has_member() else None
    current_app.extensions["request_log"].info(
        "request",
        request_id=request_id(),
        method=request.method,
        # The rule, not the address: an address may hold an invitation's token.
        route=request.url_rule.rule if request.url_rule else None,
        tenant=g.get("tenant_slug"),
        person=str(member.person_id) if member else None,
        status=response.status_code,
        ms=round((perf_counter() - began) * 1000, 1),
    )
    return response

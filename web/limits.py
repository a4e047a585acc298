"""How often somebody may try to get in, or ask about codes, from one address of the network.

Only what failed is counted, and what makes a message be sent: a whole office behind one
address gets in undisturbed. The count is of one tenant alone, so that failing at one door
shuts no other. The wrong tries of one number are counted apart, in the database, and hold
when the limiter's server is gone; then each process counts for itself.
"""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_limiter import Limiter

from tenants.settings import Settings

FAILURES = "20 per 15 minutes"
MESSAGES = "120 per hour"
UNKNOWN_CODES = "20 per 15 minutes"
CHECKS = "600 per hour"
SECONDS_FOR_THE_SERVER = 1
REFUSED = frozenset({422, 429})
SENDING = frozenset({"ask_code", "send_again", "send_code"})


def init_app(app: Flask, settings: Settings) -> Limiter:
    """Count on the Redis-protocol server where there is one."""
    return Limiter(
        _who,
        app=app,
        storage_uri=_storage(settings.redis_url),
        storage_options={
            "socket_connect_timeout": SECONDS_FOR_THE_SERVER,
            "socket_timeout": SECONDS_FOR_THE_SERVER,
        }
        if settings.redis_url
        else {},
        strategy="moving-window",
        key_prefix="bontot",
        in_memory_fallback_enabled=True,
        swallow_errors=True,
    )


def guard(limiter: Limiter, *doors: object) -> None:
    """Limit the pages of getting in; call it before they are added to the app."""
    for door in doors:
        limiter.limit(FAILURES, methods=["POST"], deduct_when=_failed)(door)  # type: ignore[call-overload]
        limiter.limit(MESSAGES, methods=["POST"], deduct_when=_sends)(door)  # type: ignore[call-overload]


def guard_checks(limiter: Limiter, page: object) -> None:
    """Limit how often an address asks about codes, most of all about codes that are none."""
    limiter.limit(UNKNOWN_CODES, methods=["GET"], deduct_when=_unknown)(page)  # type: ignore[call-overload]
    limiter.limit(CHECKS, methods=["GET"])(page)  # type: ignore[call-overload]


def _who() -> str:
    return f"{g.get('tenant_slug', '-')}/{request.remote_addr}"


def _unknown(response: Response) -> bool:
    return response.status_code == 404


def _failed(response: Response) -> bool:
    return response.status_code in REFUSED


def _sends(response: Response) -> bool:
    view = (request.endpoint or "").rpartition(".")[2]
    return view in SENDING and response.status_code not in REFUSED


def _storage(redis_url: str | None) -> str:
    if redis_url is None:
        return "memory://"
    return redis_url.replace("unix://", "redis+unix://", 1)

"""How cookies are named and guarded."""

from __future__ import annotations

from flask import Flask, Response, current_app

A_YEAR = 31_536_000


def init_app(app: Flask, *, production: bool) -> None:
    """Name and guard the session's cookie; in production no sibling host can set it."""
    app.extensions["cookie_prefix"] = "__Host-" if production else ""
    app.config.update(
        SESSION_COOKIE_NAME=f"{app.extensions['cookie_prefix']}bontot",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=production,
    )


def name_of(word: str) -> str:
    """Return the full name of one of our cookies."""
    prefix: str = current_app.extensions["cookie_prefix"]
    return f"{prefix}{word}"


def remember(response: Response, word: str, value: str) -> None:
    """Keep a preference in the browser for a year."""
    response.set_cookie(
        name_of(word),
        value,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )

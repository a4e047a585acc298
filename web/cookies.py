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


def weakness_of(app: Flask) -> str:
    """Say what is weak about the session's cookie in production; nothing if nothing is."""
    config = app.config
    faults = {
        "its name does not begin with __Host-": not config["SESSION_COOKIE_NAME"].startswith(
            "__Host-"
        ),
        "it travels without TLS": not config["SESSION_COOKIE_SECURE"],
        "scripts can read it": not config["SESSION_COOKIE_HTTPONLY"],
        "other sites send it along": config["SESSION_COOKIE_SAMESITE"] not in {"Lax", "Strict"},
        "sibling hosts share it": config.get("SESSION_COOKIE_DOMAIN") is not None,
    }
    return "; ".join(words for words, holds in faults.items() if holds)


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

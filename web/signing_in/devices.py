"""What a person's device is called, so that they know it again in a list."""

from __future__ import annotations

from flask import request

BROWSERS = (
    ("Zalo", "Zalo"),
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def this_device() -> str:
    """Name the browser and the system of the request: ``Chrome, Android``."""
    said = request.user_agent.string
    found = (_first(BROWSERS, said), _first(SYSTEMS, said))
    return ", ".join(name for name in found if name)


def _first(names: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for mark, name in names if mark in said), "")

"""Every page of the platform, under ``/he-thong``. A new package of pages is added here."""

from __future__ import annotations

from flask import Flask

from tenants import clock
from web import current
from web.platform import door, emergency, people, proposals, second, tenants, trail
from web.platform.words import event_word

PAGES = (door.bp, second.bp, tenants.bp, proposals.bp, emergency.bp, people.bp, trail.bp)


def init_app(app: Flask) -> None:
    """Put the platform's pages at their address."""
    for bp in PAGES:
        app.register_blueprint(bp, url_prefix=f"/he-thong{bp.url_prefix or ''}")
    app.add_template_filter(event_word, "platform_event")
    app.jinja_env.globals["now"] = lambda: clock.now(current.session())

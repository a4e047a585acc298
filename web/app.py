"""The web application, put together."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from tenants.settings import Settings
from web import (
    access,
    admission,
    assets,
    badges,
    converters,
    cookies,
    csrf,
    errors,
    filters,
    headers,
    health,
    hosts,
    idempotency,
    letters,
    limits,
    navigation,
    preferences,
    refusals,
    request_log,
    squeezing,
    transaction,
    uploads,
    visitor,
    words,
    workspace,
)  # fmt: skip
from web.again import PatientFlask
from web.certificates import words as certificate_words
from web.decisions import words as decision_words
from web.evidence import words as evidence_words
from web.htmx import htmx
from web.logbook import words as logbook_words
from web.meetings import words as meeting_words
from web.offices import last
from web.offices import routes as offices
from web.onboarding import words as list_words
from web.platform import door
from web.platform import second as platform_second
from web.platform import site as platform
from web.public_check import routes as public_check
from web.public_check import words as public_check_words
from web.review_teams import words as team_words
from web.signing_in import again, second
from web.signing_in import routes as signing_in
from web.steps.registration import words as registration_words
from web.targets import words as target_words

LARGEST_FORM = 12 * 1024 * 1024  # a file of 10 MB and what is written beside it


def create_app(settings: Settings) -> Flask:
    """Build the app. Every part is added here, so this is the map of ``web/``.

    Raises:
        MissingSettingError: a setting is missing that nothing can stand in for.

    """
    app = PatientFlask(__name__, static_folder=None)
    app.secret_key = settings.need("secret_key")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM)
    app.jinja_options = {"cache_size": -1}  # every template stays compiled; there are some 400
    app.extensions["settings"] = settings
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    converters.init_app(app)
    cookies.init_app(app, production=settings.production)

    # Before a view these run in this order, after it in the opposite one:
    # the transaction is settled first, and the log is written last.
    request_log.init_app(app)
    hosts.init_app(app, settings)
    letters.init_app(app)
    uploads.init_app(app)
    squeezing.init_app(app)
    headers.init_app(app, production=settings.production)
    preferences.init_app(app)
    limiter = limits.init_app(app, settings)
    visitor.init_app(app)
    admission.init_app(app)
    csrf.init_app(app)
    idempotency.init_app(app)
    transaction.init_app(
        app,
        settings.need("database_url"),
        threads=settings.web_threads,
        platform_url=settings.database_platform_url,
    )

    errors.init_app(app)
    filters.init_app(app)
    badges.init_app(app)
    words.init_app(app)
    evidence_words.init_app(app)
    meeting_words.init_app(app)
    certificate_words.init_app(app)
    decision_words.init_app(app)
    public_check_words.init_app(app)
    logbook_words.init_app(app)
    team_words.init_app(app)
    registration_words.init_app(app)
    target_words.init_app(app)
    refusals.init_app(app)
    list_words.init_app(app)
    htmx.init_app(app)
    last.init_app(app)

    assets.init_app(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(offices.bp)
    limits.guard_checks(limiter, public_check.bp)
    app.register_blueprint(public_check.bp)
    limits.guard(limiter, signing_in.bp, second.bp, again.bp, door.bp, platform_second.bp)
    platform.init_app(app)
    workspace.init_app(app)
    navigation.init_app(app)
    access.refuse_unmarked_views(app)
    return app

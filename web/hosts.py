"""Which host names the service answers to: those of the settings, and tenants' own.

Whoever sends another name could have links made to a place of theirs; they get a 400. The
address of a visitor and the scheme are taken from as many proxies as the settings say, and
from no header beyond.
"""

from __future__ import annotations

import re

from flask import Flask, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from tenants.settings import Settings
from tenants.tenant import tenant_of_host
from web import transaction

A_NAME = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse other hosts before anything else is looked at; believe so many proxies."""
    hops = settings.proxy_hops
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_port=0, x_prefix=0
    )

    def refuse_other_hosts() -> None:
        host = request.environ.get("HTTP_HOST") or request.host
        if not A_NAME.fullmatch(host):
            abort(400)
        if not settings.trusted_hosts or host_is_trusted(host, settings.trusted_hosts):
            return
        if not _is_of_a_tenant(host):
            abort(400)

    app.before_request(refuse_other_hosts)


def _is_of_a_tenant(host: str) -> bool:
    """Tell whether a tenant has this host for its own."""
    with transaction.begin() as session:
        return tenant_of_host(session, host.lower()) is not None

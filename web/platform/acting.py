"""What the platform's acts have in common: a form acts once, a tenant is found or unknown."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from tenants.platform.trail import done_before
from tenants.tenant import Tenant, find_tenant
from web import current
from web.forms import Form
from web.htmx import go


def the_tenant(slug: str) -> Tenant:
    """Return the tenant with this name in addresses; otherwise 404."""
    return find_tenant(current.session(), slug) or abort(404)


def page_of(slug: str) -> ResponseReturnValue:
    """Go to a tenant's page."""
    return go(url_for("platform_tenants.tenant", slug=slug))


def repeated(form: Form) -> ResponseReturnValue | None:
    """Answer a form that was sent before, instead of acting again."""
    before = done_before(current.session(), form.key.data)
    if before is None:
        return None
    if before.slug and find_tenant(current.session(), before.slug) is not None:
        return page_of(before.slug)
    return go(url_for("platform_tenants.tenants"))

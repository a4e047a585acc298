"""Choose an office; read about cookies."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from tenants.tenant import Standing, Tenant, tenant_of_host
from web import current
from web.access import public
from web.cookies import name_of
from web.htmx import go, show
from web.offices.last import LAST

bp = Blueprint("offices", __name__)


@bp.get("/")
@public
def choose() -> ResponseReturnValue:
    """List the offices that are open, the last one first."""
    here = tenant_of_host(current.session(), request.host)
    if here is not None:  # a host of its own serves that office alone
        return go(f"/{here.slug}/")
    last = request.cookies.get(name_of(LAST))
    offices = current.session().scalars(
        select(Tenant).where(Tenant.standing == Standing.OPEN).order_by(Tenant.name)
    )
    listed = sorted(offices, key=lambda office: office.slug != last)
    return show("offices/choose.html", offices=listed, last=last)


@bp.get("/cookie")
@public
def cookies() -> ResponseReturnValue:
    """Say which cookies there are and why."""
    return show("offices/cookies.html")

"""Everything that happens before a view runs, in the order it happens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tenants.delegations import with_delegations
from tenants.members import Member, find_member
from tenants.platform.break_glass import reader_of, write_down_look
from tenants.roles import Permission
from tenants.signing_in.sessions import end_overtaken, is_due, keep_alive, still_stands
from tenants.signing_in.tables import SignIn
from tenants.tenant import Standing, tenant_at
from web import current, transaction, visitor
from web.access import OF_THE_PLATFORM, Access, access_of
from web.htmx import go, show, wants_part
from web.people.working_role import in_chosen_role
from web.platform import admission as platform_admission
from web.platform.opened import opening_here
from web.request_log import request_id
from web.signing_in.forms import PhoneForm
from web.signing_in.unsent import seal
from web.uploads import hold_late_files


def init_app(app: Flask) -> None:
    """Admit every request before its view; the tenant is the address's first part."""
    app.url_value_preprocessor(_take_tenant)
    app.url_defaults(_give_tenant)
    app.before_request(_admit)


def _take_tenant(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "tenant" in values:
        g.tenant_slug = values.pop("tenant")


def _give_tenant(endpoint: str, values: dict[str, Any]) -> None:
    if "tenant_slug" in g and current_app.url_map.is_endpoint_expecting(endpoint, "tenant"):
        values.setdefault("tenant", g.tenant_slug)


def _admit() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access in OF_THE_PLATFORM:
        return platform_admission.admit(access)
    g.session = transaction.begin()
    if "tenant_slug" not in g:
        return None if access == "public" else abort(404)
    _enter_tenant()
    member = _member_here() or _reader_from_the_platform()
    if member is not None:
        g.member = member
    elif access != "public":
        return abort(404) if _is_a_stranger() else _to_sign_in()
    if access not in {"public", "signed_in"}:
        _ask_permission(access)
    return None


def _enter_tenant() -> None:
    """Enter the tenant named in the address; to others it does not exist."""
    session = current.session()
    tenant = tenant_at(session, g.tenant_slug, host=request.host)
    if tenant is None:
        abort(404)
    session.enter(tenant.id)
    g.tenant = tenant
    if tenant.standing is Standing.SUSPENDED:
        abort(403, "suspended")
    looks = request.method in transaction.SAFE_METHODS
    if tenant.standing is Standing.CLOSED and not looks and not _is_about_signing_in():
        abort(403, "closed")


def _is_about_signing_in() -> bool:
    return request.blueprint in {"signing_in", "second"}


def _member_here() -> Member | None:
    """Return who is signed in here, with the roles of today; read anew each time."""
    if not current_user.is_authenticated:
        return None
    sign_in: SignIn = current_user.sign_in
    session = current.session()
    today = current.today()
    member = find_member(session, sign_in.account.person_id, on=today)
    if member is None:
        return None
    if not still_stands(sign_in, member):
        transaction.afterwards(lambda own: end_overtaken(own, sign_in.id))
        return None
    if is_due(session, sign_in):
        transaction.afterwards(lambda own: keep_alive(own, sign_in.id))
    return replace(
        with_delegations(session, in_chosen_role(member), on=today),
        sign_in_id=sign_in.id,
        request_id=request_id(),
        address=request.remote_addr or "",
    )


def _reader_from_the_platform() -> Member | None:
    """Return who reads through an opening of this tenant: each page is written down."""
    opening = opening_here()
    if opening is None:
        return None
    if request.method not in transaction.SAFE_METHODS:
        abort(403, "break_glass")
    g.opening = opening
    path = request.path
    transaction.afterwards(lambda own: write_down_look(own, opening, path))
    return replace(
        reader_of(current.session(), opening),
        request_id=request_id(),
        address=request.remote_addr or "",
    )


def _is_a_stranger() -> bool:
    """Tell whether a member of another tenant looks behind this one's door."""
    return visitor.is_signed_in_elsewhere() and request.endpoint != "account.first_page"


def _to_sign_in() -> ResponseReturnValue:
    """Ask who it is, and remember the page to come back to, or the form that was sent."""
    held = hold_late_files()
    unsent = seal() if request.method == "POST" and not wants_part() else ""
    if unsent:
        form = PhoneForm(formdata=None, unsent=unsent)
        return show("signing_in/phone.html", status=401, form=form)
    back = request.full_path.rstrip("?") if request.method == "GET" else _page_of_form(held)
    return go(url_for("signing_in.sign_in", tiep=back))


def _page_of_form(held: str) -> str:
    """Return the page whose form was sent; it finds the files that are held for it."""
    if not held:
        return request.path
    return f"{request.path}?{urlencode({**request.args, 'giu': held})}"


def _ask_permission(access: Access) -> None:
    if not any(current.member().may(Permission(wanted)) for wanted in access):
        abort(403, "permission")

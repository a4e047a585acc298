"""What the present request is about: its session, its tenant, its member, its day."""

from __future__ import annotations

from datetime import date

from flask import g

from tenants import clock
from tenants.members import Member
from tenants.tenant import Tenant
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier


def session() -> TenantSession:
    """Return the request's session, bound to its tenant; read-only while looking."""
    current: TenantSession = g.session
    return current


def tenant() -> Tenant:
    """Return the tenant that the address names."""
    current: Tenant = g.tenant
    return current


def member() -> Member:
    """Return the visitor with the roles they hold today."""
    current: Member = g.member
    return current


def today() -> date:
    """Return the present day in Viet Nam."""
    return clock.today(session())


def has_tenant() -> bool:
    """Tell whether the address names a tenant that exists."""
    return "tenant" in g


def has_member() -> bool:
    """Tell whether somebody is signed in here."""
    return "member" in g


def speak_of(dossier: Dossier) -> None:
    """Let the words of the page be those for the unit of this dossier."""
    g.flow_spoken_of = dossier.flow


def flow_spoken_of() -> str:
    """Return which way the dossier goes that the page is about; nothing, if about none."""
    return str(g.get("flow_spoken_of", ""))


def chose_role() -> bool:
    """Tell whether the visitor chose one of several roles to work in."""
    return bool(g.get("chose_role"))

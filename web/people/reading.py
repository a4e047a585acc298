"""What the pages of people find, within the visitor's own scope; what is outside is not there."""

from __future__ import annotations

from uuid import UUID

from flask import abort
from sqlalchemy import select

from tenants.people import Membership, Person
from tenants.roles import Permission, Role
from tenants.staffing.keepers import known_to
from tenants.staffing.offices import find_kept_unit, find_membership
from tenants.staffing.people import find_kept
from tenants.units import OrgUnit
from web import current
from web.asked import row_named


def shown_person(person_id: UUID) -> Person:
    """Return a person whose page the visitor may open: kept by them, or read by an auditor."""
    session, member = current.session(), current.member()
    if member.may(Permission.ADMIN_READ):
        found = session.scalar(select(Person).where(Person.id == person_id))
        return found or abort(404)
    return kept_person(person_id)


def kept_person(person_id: UUID) -> Person:
    """Return a person whom the visitor may change."""
    return find_kept(current.session(), person_id, keeper=current.member()) or abort(404)


def known_person(value: str | None) -> Person | None:
    """Return a person to whom the visitor may give a role, as chosen in a list."""
    person_id = row_named(value)
    return current.session().scalar(
        select(Person).where(
            Person.id == person_id, known_to(current.member()), Person.disabled_at.is_(None)
        )
    )


def kept_cell(code: str) -> OrgUnit:
    """Return a cell in which the visitor gives roles."""
    return find_kept_unit(current.session(), code, keeper=current.member()) or abort(404)


def kept_membership(membership_id: UUID, *, unit: OrgUnit | None = None) -> Membership:
    """Return a role that the visitor may end: of the unit, or in one that they keep."""
    found = find_membership(current.session(), membership_id) or abort(404)
    if unit is not None and found.unit_id != unit.id:
        abort(404)
    if unit is None and not current.member().holds(Role.TENANT_ADMIN):
        kept = find_kept_unit(current.session(), found.unit.code, keeper=current.member())
        if kept is None:
            abort(404)
    return found

"""Who may give a sign-in code to whom, and whose phone they may change.

The administrator gives codes to everyone. A ward's office gives them to people who
hold roles in its own ward and in its cells, and nowhere else: with a code one can
enter as that person, and an office must not enter as somebody above it. Another phone
stays, unlike a code: the office sets it for people of its cells alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased, joinedload

from tenants.members import Member
from tenants.people import Account, Membership, Person
from tenants.roles import Role
from tenants.text.folding import search_key
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession

MOST_SHOWN = 50


def accounts_for(issuer: Member, *, on: date) -> Select[Account]:
    """Select the accounts that a member may give a code, in the order of given names."""
    return _accounts(_within_reach(issuer, _units_below, on=on))


def accounts_to_change(issuer: Member, *, on: date) -> Select[Account]:
    """Select the accounts whose phone a member may change."""
    return _accounts(_within_reach(issuer, _cells_below, on=on))


def _accounts(within_reach: ColumnElement[bool]) -> Select[Account]:
    return (
        select(Account)
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.disabled_at.is_(None),
            Person.disabled_at.is_(None),
            within_reach,
        )
        .options(joinedload(Account.person))
        .order_by(Person.sort_key, Person.id)
    )


def search_accounts(
    session: TenantSession, issuer: Member, asked: str, *, on: date
) -> list[Account]:
    """List whom the issuer may give a code, by a part of the name or of the phone.

    At most one more than ``MOST_SHOWN``, to tell that there are others.
    """
    found = accounts_for(issuer, on=on).limit(MOST_SHOWN + 1)
    key = search_key(asked)
    digits = "".join(letter for letter in key if letter.isdigit()).removeprefix("0")
    if key:
        by_name = Person.search_key.contains(key, autoescape=True)
        found = found.where(or_(by_name, Account.phone.contains(digits)) if digits else by_name)
    return list(session.scalars(found))


def holdings_of(
    session: TenantSession, accounts: Sequence[Account], *, on: date
) -> dict[UUID, list[Membership]]:
    """Return the roles that people hold on a day, with the units, by the person's id."""
    rows = session.scalars(
        select(Membership)
        .where(
            Membership.person_id.in_([account.person_id for account in accounts]),
            *_standing(on),
        )
        .order_by(Membership.valid_from, Membership.id)
        .options(joinedload(Membership.unit))
    )
    held: dict[UUID, list[Membership]] = {account.person_id: [] for account in accounts}
    for row in rows:
        held[row.person_id].append(row)
    return held


def _standing(on: date) -> tuple[ColumnElement[bool], ...]:
    still = or_(Membership.valid_to.is_(None), Membership.valid_to >= on)
    return (Membership.valid_from <= on, still)


def _within_reach(
    issuer: Member, units_of: Callable[[list[UUID]], Select[UUID]], *, on: date
) -> ColumnElement[bool]:
    if issuer.holds(Role.TENANT_ADMIN):
        return true()
    wards = issuer.units(Role.WARD_OFFICE)
    if not wards:
        return false()
    inside = Membership.unit_id.in_(units_of(wards))
    held = and_(Membership.person_id == Account.person_id, *_standing(on))
    holds_inside = select(Membership.id).where(held, inside).exists()
    holds_outside = select(Membership.id).where(held, ~inside).exists()
    return and_(holds_inside, ~holds_outside)


def _units_below(wards: list[UUID]) -> Select[UUID]:
    """Select the wards and everything under them."""
    units = select(OrgUnit.id).where(OrgUnit.id.in_(wards)).cte("units_in_reach", recursive=True)
    below = aliased(OrgUnit)
    units = units.union_all(select(below.id).where(below.parent_id == units.c.id))
    return select(units.c.id)


def _cells_below(wards: list[UUID]) -> Select[UUID]:
    """Select the cells under the wards."""
    cell = OrgUnit.kind == UnitKind.PARTY_CELL
    return select(OrgUnit.id).where(OrgUnit.id.in_(_units_below(wards)), cell)

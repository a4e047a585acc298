"""When a role is held."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from tenants.people import Membership


def standing(on: date) -> ColumnElement[bool]:
    """Say in SQL that a role is held on a day."""
    return and_(
        Membership.valid_from <= on,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= on),
    )

"""A tenant's own days off and working days: entered and taken out, each act in the trail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from tenants.audit import record_event
from tenants.members import Member
from tenants.wall import TenantSession
from tenants.working_days import CALENDAR, DayKind, OwnDay, is_worked_in_viet_nam

MOST_AT_ONCE = 31
MOST_IN_YEAR = 60


class OwnDayError(Exception):
    """The days cannot be entered. ``code`` says why, ``info`` what the sentence needs."""

    def __init__(self, code: str, **info: Any) -> None:
        super().__init__(code)
        self.code = code
        self.info = info


def own_days_of(session: TenantSession, year: int) -> list[OwnDay]:
    """List the tenant's own days of a year, the earliest first."""
    return list(
        session.scalars(
            select(OwnDay)
            .where(OwnDay.day.between(date(year, 1, 1), date(year, 12, 31)))
            .order_by(OwnDay.day)
        )
    )


def set_own_days(
    session: TenantSession,
    first: date,
    last: date,
    kind: DayKind,
    *,
    words: str,
    actor: Member,
) -> list[date]:
    """Say of each day from the first to the last what it is; return those that changed.

    Days that are so already by the public calendar are passed by, so that a whole week
    may be named.

    Raises:
        OwnDayError: ``order``, ``too_many``, ``too_many_in_year``, ``nothing_new``.

    """
    if last < first:
        raise OwnDayError("order", first=first)
    if (last - first).days >= MOST_AT_ONCE:
        raise OwnDayError("too_many", most=MOST_AT_ONCE)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    standing = {
        row.day: row
        for row in session.scalars(
            select(OwnDay).where(OwnDay.day.between(first, last)).with_for_update()
        )
    }
    changing = [day for day in days if _changes(day, kind, standing.get(day))]
    if not changing:
        raise OwnDayError("nothing_new")
    if kind is DayKind.OFF and _off_in(session, first.year) + len(changing) > MOST_IN_YEAR:
        raise OwnDayError("too_many_in_year", most=MOST_IN_YEAR)
    for day in changing:
        if day in standing:
            standing[day].kind, standing[day].words = kind, words
        else:
            session.add(OwnDay(day=day, kind=kind, words=words))
    session.flush()
    session.remembered.pop(CALENDAR, None)
    record_event(
        session,
        "own_days_set",
        actor=actor,
        facts={"days": changing, "kind": kind, "words": words},
    )
    return changing


def remove_own_day(session: TenantSession, day: date, *, actor: Member) -> bool:
    """Take out what the tenant said of a day; tell whether anything was said."""
    row = session.scalar(select(OwnDay).where(OwnDay.day == day).with_for_update())
    if row is None:
        return False
    facts = {"days": [row.day], "kind": row.kind, "words": row.words}
    session.delete(row)
    session.flush()
    session.remembered.pop(CALENDAR, None)
    record_event(session, "own_days_removed", actor=actor, facts=facts)
    return True


def _changes(day: date, kind: DayKind, standing: OwnDay | None) -> bool:
    if standing is not None:
        return standing.kind != kind
    return is_worked_in_viet_nam(day) is not (kind is DayKind.WORKING)


def _off_in(session: TenantSession, year: int) -> int:
    return session.scalars(
        select(func.count())
        .select_from(OwnDay)
        .where(
            OwnDay.kind == DayKind.OFF,
            OwnDay.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
    ).one()

"""Lists of dossiers by kind of work, counted and listed under the same conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from tenants import clock
from tenants.members import Member
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.search import matches
from tenants.staffing.standing import standing
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.progress import NOT_ASSESSED, NOT_REGISTERED, RECOMMENDED
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.review_teams.seeing import watched_units
from workflows.tasks.boxes import Wanted, count_of, to_do
from workflows.tasks.tables import Task

PAGE = 100
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work, as a chip above the inbox: its word in addresses, and its states.

    Without states it is all of them, less those of ``but``. ``mine`` lists only what waits for
    the member's own parties, of whatever year.
    """

    word: str
    states: tuple[str, ...]
    mine: bool = False
    but: tuple[str, ...] = ()

    def holds(self, state: str) -> bool:
        """Whether a dossier in this state is among them."""
        return state not in self.but and (not self.states or state in self.states)


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier in a list, when its next act is due, and whether that is the member's."""

    dossier: Dossier
    unit: OrgUnit
    committee: OrgUnit
    due_at: datetime | None
    mine: bool


# What a ward's list and a city's list are sorted into. Every open state is in one of them.
WARD_WORK = (
    Work("can-toi-xem", (), mine=True),
    Work("chua-dang-ky", ("registration_draft", "registration_returned")),
    Work("cho-tiep-nhan", ("registration_submitted",)),
    Work("cho-chon-diem", ("registered",)),
    Work("dang-thuc-hien", ("in_progress",)),
    Work("dang-tu-danh-gia", ("self_assessment",)),
    Work("dang-tham-dinh", ("under_appraisal",)),
    Work("da-tra-lai", ("returned",)),
    Work("cho-hop", ("awaiting_ward_review", "awaiting_own_review")),
    Work("cho-gui", ("recommended", "returned_to_ward", "proposed")),
    Work("da-gui", ("city_appraisal", "awaiting_city_decision")),
    Work("da-co-ket-qua", ("recognized", "declined", "not_recommended", "revoked")),
    Work(
        "khac",
        (
            "on_hold", "withdrawn", "lapsed", "superseded",
            "ward_reconsideration", "city_reconsideration",
        ),
    ),
    Work("tat-ca", ()),
)  # fmt: skip
CITY_WORK = (
    Work("can-toi-xem", (), mine=True),
    Work("phuong-chua-gui", (
        "registration_draft", "registration_returned", "registration_submitted", "registered",
        "in_progress", "self_assessment", "under_appraisal", "returned", "awaiting_ward_review",
        "recommended", "returned_to_ward", "ward_reconsideration", "awaiting_own_review",
        "proposed",
    )),
    Work("dang-tham-dinh", ("city_appraisal",)),
    Work("cho-hop", ("awaiting_city_decision",)),
    Work("duoc-cong-nhan", ("recognized",)),
    Work("khong-cong-nhan", ("declined", "not_recommended", "revoked", "city_reconsideration")),
    Work("khac", ("on_hold", "withdrawn", "lapsed", "superseded")),
    Work("tat-ca", ()),
)  # fmt: skip
# How far cells have come, as the figures above the lists count them.
REACHED = (
    Work("da-dang-ky", (), but=NOT_REGISTERED),
    Work("da-nop", (), but=NOT_ASSESSED),
    Work("da-de-nghi", RECOMMENDED),
    Work("duoc-cong-nhan", ("recognized",)),
)
# The dossiers of one state, as the page of a ward counts them; the state is the word.
BY_STATE = tuple(
    Work(state, (state,))
    for state in dict.fromkeys(each for work in WARD_WORK for each in work.states)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for: a kind of work, one ward of it, names, order, and the year.

    ``watched`` keeps only units that stand flagged as weak, of those that the member sees.
    """

    work: Work
    ward_id: UUID | None = None
    search: str = ""
    order: str = "due"
    year: int | None = None
    watched: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """Where a page of a list ended: the values it is sorted by, as they stand in addresses."""

    due_at: datetime | None
    ward_key: str
    unit_key: str
    dossier_id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list, and where the next page begins, if there is one."""

    lines: list[Line]
    next: After | None = None


def count_waiting(session: TenantSession, member: Member) -> int:
    """Count the tasks that wait for the member, with the same conditions as their list."""
    return count_of(session, member, Wanted())


def counts(
    session: TenantSession,
    member: Member,
    works: Sequence[Work],
    *,
    ward_id: UUID | None = None,
    year: int | None = None,
) -> dict[str, int]:
    """Count each kind of work, by its word, with the same conditions as its list."""
    by_state: dict[str, list[int]] = {}
    query = select(
        Dossier.state,
        func.count().filter(_of_year(year)),
        func.count().filter(_mine(session, member)),
    )
    if ward_id is not None:
        query = query.where(Dossier.committee_id == ward_id)
    for state, number, own in session.execute(query.where(sees(member)).group_by(Dossier.state)):
        by_state[state] = [number, own]
    return {
        work.word: sum(
            numbers[1 if work.mine else 0]
            for state, numbers in by_state.items()
            if work.holds(state)
        )
        for work in works
    }


def page_of_dossiers(
    session: TenantSession,
    member: Member,
    asked: Asked,
    *,
    after: After | None = None,
    size: int = PAGE,
) -> Page:
    """List a page of the dossiers of a kind of work, by what is due first (or ``name``)."""
    committee = aliased(OrgUnit)
    mine = _mine(session, member)
    soonest = (
        select(func.min(Task.due_at).label("due_at"))
        .where(Task.dossier_id == Dossier.id, Task.done_at.is_(None))
        .lateral()
    )
    query = (
        select(Dossier, OrgUnit, committee, soonest.c.due_at, mine.label("mine"))
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .join(soonest, true())
        .where(sees(member))
    )
    if asked.work.states:
        query = query.where(Dossier.state.in_(asked.work.states))
    if asked.work.but:
        query = query.where(Dossier.state.not_in(asked.work.but))
    query = query.where(mine if asked.work.mine else _of_year(asked.year))
    if asked.ward_id is not None:
        query = query.where(Dossier.committee_id == asked.ward_id)
    if asked.watched:
        query = query.where(Dossier.unit_id.in_(watched_units(member)))
    if asked.search:
        named = matches(asked.search, OrgUnit.search_key, committee.search_key)
        led_by = (
            select(Membership.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.unit_id == OrgUnit.id,
                Membership.role == Role.CELL_SECRETARY,
                standing(clock.today(session)),
                matches(asked.search, Person.search_key),
            )
            .correlate(OrgUnit)
            .exists()
        )
        query = query.where(or_(named, led_by, Dossier.code == asked.search.strip()))
    key: list[Any] = [committee.sort_key, OrgUnit.sort_key, Dossier.id]
    mark: list[Any] = [after.ward_key, after.unit_key, after.dossier_id] if after else []
    if asked.order == "due":
        key.insert(0, func.coalesce(soonest.c.due_at, NEVER))
        mark.insert(0, after.due_at or NEVER if after else NEVER)
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*mark))
    rows = session.execute(query.order_by(*key).limit(size + 1)).all()
    found = [_line(row) for row in rows[:size]]
    if len(rows) <= size:
        return Page(found)
    last = found[-1]
    return Page(
        found, After(last.due_at, last.committee.sort_key, last.unit.sort_key, last.dossier.id)
    )


def _of_year(year: int | None) -> ColumnElement[bool]:
    """Say that a dossier is of this year; without one, of any."""
    if year is None:
        return true()
    return Dossier.campaign_id.in_(select(Campaign.id).where(Campaign.year == year))


def _mine(session: TenantSession, member: Member) -> ColumnElement[bool]:
    return (
        select(Task.id)
        .where(Task.dossier_id == Dossier.id, to_do(session, member))
        .correlate(Dossier)
        .exists()
    )


def _line(row: Any) -> Line:
    dossier, unit, committee, due_at, mine = row
    return Line(dossier, unit, committee, due_at, mine=bool(mine))

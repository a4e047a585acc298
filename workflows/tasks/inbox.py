"""The inbox: open tasks of the parties that a member is, counted and listed by one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from tenants.members import Member
from tenants.search import matches
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.engine.parties import parties_of
from workflows.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work, as a chip above the inbox: its word in addresses, and its states.

    ``mine`` lists only what waits for the member's own parties.
    """

    word: str
    states: tuple[str, ...]
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier in a list, with the task that waits on it."""

    dossier: Dossier
    unit: OrgUnit
    committee: OrgUnit
    party: str | None
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


def waiting_for(member: Member, *, lead_desk: str = "organisation") -> ColumnElement[bool]:
    """Say in SQL which open tasks wait for the member."""
    grounds = [
        and_(
            Task.unit_id == holding.unit_id,
            Task.party.in_(parties_of(holding, lead_desk=lead_desk)),
        )
        for holding in member.holdings
    ]
    return or_(*grounds) if grounds else false()


def count_waiting(session: TenantSession, member: Member) -> int:
    """Count the tasks that wait for the member, with the same conditions as their list."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Task)
            .where(waiting_for(member), Task.done_at.is_(None))
        )
        or 0
    )


def counts(session: TenantSession, member: Member, works: Sequence[Work]) -> dict[str, int]:
    """Count each kind of work, by its word, with the same conditions as its list."""
    by_state: dict[str, list[int]] = {}
    mine = _mine(member)
    rows = session.execute(
        select(Dossier.state, func.count(), func.count().filter(mine))
        .where(sees(member))
        .group_by(Dossier.state)
    )
    for state, number, own in rows.all():
        by_state[state] = [number, own]
    return {
        work.word: sum(
            by_state[state][1 if work.mine else 0]
            for state in (work.states or by_state)
            if state in by_state
        )
        for work in works
    }


def lines(
    session: TenantSession,
    member: Member,
    work: Work,
    *,
    search: str = "",
    order: str = "due",
    ward_id: UUID | None = None,
    limit: int = 300,
) -> list[Line]:
    """List the dossiers of a kind of work, by what is due first (or ``name``)."""
    committee = aliased(OrgUnit)
    query = (
        select(Dossier, OrgUnit, committee, Task.party, Task.due_at, _mine(member).label("mine"))
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .outerjoin(Task, (Task.dossier_id == Dossier.id) & Task.done_at.is_(None))
        .where(sees(member))
    )
    if work.states:
        query = query.where(Dossier.state.in_(work.states))
    if work.mine:
        query = query.where(_mine(member))
    if ward_id is not None:
        query = query.where(Dossier.committee_id == ward_id)
    if search:
        named = matches(search, OrgUnit.search_key, committee.search_key)
        query = query.where(or_(named, Dossier.code == search.strip()))
    by_name = (committee.sort_key, OrgUnit.sort_key, Dossier.id)
    ordering = by_name if order == "name" else (Task.due_at.asc().nulls_last(), *by_name)
    return [_line(row) for row in session.execute(query.order_by(*ordering).limit(limit))]


def _mine(member: Member) -> ColumnElement[bool]:
    return (
        select(Task.id)
        .where(Task.dossier_id == Dossier.id, Task.done_at.is_(None), waiting_for(member))
        .correlate(Dossier)
        .exists()
    )


def _line(row: Any) -> Line:
    dossier, unit, committee, party, due_at, mine = row
    return Line(dossier, unit, committee, party, due_at, mine=bool(mine))

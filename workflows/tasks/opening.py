"""Opening and closing the tasks of a dossier as it moves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from tenants import clock
from tenants.database import row_id
from tenants.members import Member
from tenants.wall import TenantSession
from tenants.working_days import calendar_of
from workflows.dossiers.tables import Dossier
from workflows.engine.levels import holding_scope
from workflows.engine.parties import Desk, Scope
from workflows.tasks.deadlines import last_day_of
from workflows.tasks.tables import Task

if TYPE_CHECKING:
    from workflows.engine.flow import State


def open_task(
    session: TenantSession, dossier: Dossier, state: State, *, due_on: date | None = None
) -> None:
    """Open the task of whoever owes the next act in a state, if anybody does."""
    party = state.owes
    if party is None:
        return
    unit_id = (dossier.committee_id, *party.units(dossier))[-1]
    if party.scope is Scope.EITHER_COMMITTEE and holding_scope(dossier) is Scope.COMMITTEE:
        unit_id = dossier.committee_id
    lead = dossier.campaign.rules.get("lead_desk", "organisation")
    desk = {Desk.LEAD: lead, Desk.INSPECTION: "inspection"}.get(party.desk, "")
    last_day = due_on or last_day_of(
        state, dossier.campaign, today=clock.today(session), calendar=calendar_of(session)
    )
    session.execute(
        insert(Task).values(
            tenant_id=session.tenant_id,
            id=row_id(),
            dossier_id=dossier.id,
            unit_id=unit_id,
            party=party.name,
            desk=desk,
            state=state.name,
            opened_at=clock.now(session),
            due_at=clock.end_of(last_day),
        )
    )


def close_tasks(session: TenantSession, dossier: Dossier, *, by: Member) -> None:
    """Close every open task of a dossier."""
    session.execute(
        update(Task)
        .where(Task.dossier_id == dossier.id, Task.done_at.is_(None))
        .values(done_at=clock.now(session), done_by=by.name)
    )

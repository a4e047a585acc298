"""By when an act is owed: the campaign's day, or so many working days from now.

The flow says which for each state (``State.due``); a campaign may give other numbers of
working days (``rules["days_to_act"]``). The clock stands still while a dossier is returned or on
hold: when it comes back, the day has moved by the working days that it was away
(docs/process.md, section 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from tenants.clock import local, today
from tenants.wall import TenantSession
from tenants.working_days import WorkingCalendar, calendar_of
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.engine.due import CampaignDay
from workflows.tasks.tables import Task

if TYPE_CHECKING:
    from workflows.engine.act import Act
    from workflows.engine.flow import Flow
    from workflows.engine.table import State

LEAST_AFTER_A_STOP = 1


def last_day_of(
    state: State, campaign: Campaign, *, today: date, calendar: WorkingCalendar
) -> date:
    """Return the last day of the act that is owed from today on in a state.

    A campaign's day that is over is no deadline for an act that is only owed since: it
    has the working days that follow such an act.
    """
    own = campaign.rules.get("days_to_act", {}).get(state.name)
    if isinstance(state.due, CampaignDay):
        day: date = getattr(campaign, state.due.name)
        return day if day >= today else calendar.add(today, own or state.due.once_over)
    return calendar.add(today, own or state.due.count)


def set_deadline(act: Act, flow: Flow, source: str) -> date:
    """Return the last day of the act that a move makes somebody owe.

    The unit's own last day is kept in the dossier where it is another than the
    campaign's: guards and pages ask it before the campaign's.
    """
    dossier, state = act.dossier, flow.states[act.dossier.state]
    day = act.facts.get("due_on") or _day(act, flow, source)
    is_its_own = state.owes is flow.unit and day != _campaigns_day(act, state)
    if dossier.due_on != (own := day if is_its_own else None):
        dossier.due_on = own
    return day


def _day(act: Act, flow: Flow, source: str) -> date:
    """Return the day of the task that is opened again, or the one that a new task has."""
    session, dossier, state = act.session, act.dossier, flow.states[act.dossier.state]
    if act.undoing is not None:
        earlier = _tasks(session, dossier)
        undone = next((task for task in earlier if task.state == state.name), None)
        if undone is not None:
            return local(undone.due_at).date()
    if flow.states[source].stops_clock:
        stopped = _stopped(_tasks(session, dossier), flow, state.name)
        if stopped is not None:
            return _moved(stopped, act.today, calendar_of(session))
    return last_day_from_today(session, state, dossier.campaign)


def last_day_from_today(session: TenantSession, state: State, campaign: Campaign) -> date:
    """Return the last day of an act that is owed from today on, reckoned once in a transaction."""
    known = session.remembered.setdefault("last days", {})
    now = today(session)
    about = (campaign.id, campaign.version, state.name, state.due, now)
    if about not in known:
        known[about] = last_day_of(state, campaign, today=now, calendar=calendar_of(session))
    day: date = known[about]
    return day


def _moved(stopped: Task, today: date, calendar: WorkingCalendar) -> date:
    """Return the day of a task whose clock stood still since, at least the next working day."""
    if stopped.done_at is None:
        return calendar.add(today, LEAST_AFTER_A_STOP)
    away = calendar.count(local(stopped.done_at).date(), today)
    day = calendar.add(local(stopped.due_at).date(), away)
    return day if day > today else calendar.add(today, LEAST_AFTER_A_STOP)


def _stopped(earlier: Sequence[Task], flow: Flow, state: str) -> Task | None:
    """Return the task whose clock stopped when the dossier was returned or held, if one did.

    What lies between is skipped: a returned dossier may have been held as well. A state
    that an earlier version of the flow had stops no clock in this one.
    """
    stopping = {name for name, each in flow.states.items() if each.stops_clock}
    for task in earlier:
        if task.state == state:
            return task
        if task.state not in stopping:
            return None
    return None


def _tasks(session: TenantSession, dossier: Dossier) -> list[Task]:
    """List the closed tasks of a dossier, the latest first."""
    return list(
        session.scalars(
            select(Task)
            .where(Task.dossier_id == dossier.id, Task.done_at.is_not(None))
            .order_by(Task.opened_at.desc(), Task.id.desc())
        )
    )


def _campaigns_day(act: Act, state: State) -> date | None:
    if isinstance(state.due, CampaignDay):
        day: date = getattr(act.dossier.campaign, state.due.name)
        return day
    return None

"""A town with as many dossiers as a race needs, and people who act at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import select, text, update

from tenants.appointments import add_person, add_unit, appoint
from tenants.members import SYSTEM
from tenants.people import Person
from tenants.roles import Role
from tenants.units import OrgUnit, Sector, UnitKind
from tenants.wall import TenantSession, open_session
from tests import make
from tests.make import Town
from workflows.campaigns.opening import add_dossiers
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import GoneError, Refusal, StaleError
from workflows.flows import FLOWS
from workflows.tasks.opening import close_tasks, open_task
from workflows.tasks.tables import Task

Deed = Callable[[TenantSession], object]

# A race is about who wins, not about how long somebody waits: a crowd on a busy machine may.
PATIENCE = text(
    "SELECT set_config('lock_timeout', '5min', true),"
    " set_config('statement_timeout', '5min', true),"
    " set_config('idle_in_transaction_session_timeout', '10min', true)"
)


def dossiers_in(town: Town, count: int, state: str) -> list[Dossier]:
    """Give the first ward so many cells and put their dossiers into a state, with its task."""
    session = town.session
    have = len(town.ward.cells)
    for number in range(have + 1, count + 1):
        cell = add_unit(
            session, f"Chi bộ số {number}", code=f"so-{number}", kind=UnitKind.PARTY_CELL,
            sector=Sector.RESIDENTIAL, parent=town.ward.unit, official=24, probationary=1,
            exempted=2,
        )  # fmt: skip
        town.ward.cells.append(cell)
    add_dossiers(session, town.campaign)
    session.flush()
    rows = list(
        session.scalars(
            select(Dossier)
            .where(Dossier.committee_id == town.ward.unit.id)
            .order_by(Dossier.id)
            .limit(count)
        )
    )
    put(town, rows, state)
    return rows


def put(town: Town, rows: Sequence[Dossier], state: str) -> None:
    """Put dossiers into a state, each with the task that is owed there; commit."""
    session = town.session
    ids = [row.id for row in rows]
    session.execute(
        update(Dossier)
        .where(Dossier.id.in_(ids))
        .values(state=state, version=Dossier.version + 1, eligible=True, due_on=None)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    for row in rows:
        close_tasks(session, row, by=SYSTEM)
        open_task(session, row, FLOWS[row.flow, row.flow_version].states[state])
    session.commit()


def at_once(town: Town, deeds: Sequence[Deed]) -> list[str]:
    """Let everybody act at the same moment, each in a session of their own; return each end."""
    together = threading.Barrier(len(deeds))
    ends: list[str] = [""] * len(deeds)

    def run(number: int, deed: Deed) -> None:
        with open_session(town.engine, town.tenant.id) as session:
            session.execute(PATIENCE)
            together.wait()
            try:
                deed(session)
                session.commit()
                ends[number] = "done"
            except StaleError:
                ends[number] = "stale"
            except GoneError:
                ends[number] = "gone"
            except Refusal as refusal:
                ends[number] = refusal.code

    threads = [
        threading.Thread(target=run, args=(number, deed)) for number, deed in enumerate(deeds)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    town.session.rollback()
    town.session.expire_all()
    return ends


def open_tasks(town: Town, dossier_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the parties that each dossier waits for."""
    found: dict[UUID, list[str]] = {dossier_id: [] for dossier_id in dossier_ids}
    rows = town.session.execute(
        select(Task.dossier_id, Task.party).where(
            Task.dossier_id.in_(dossier_ids), Task.done_at.is_(None)
        )
    )
    for dossier_id, party in rows:
        found[dossier_id].append(party)
    return found


def colleagues(town: Town, count: int, role: Role, unit: OrgUnit, desk: str = "") -> list[Person]:
    """Appoint so many people to one role of a unit."""
    people = []
    for number in range(count):
        person = add_person(town.session, f"Đồng chí số {number + 1}", phone=make.phone())
        appoint(town.session, person, role, unit=unit, desk=desk)
        people.append(person)
    town.session.commit()
    return people

"""What every scenario does: send forms, count rows, look at everything a tenant has."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from werkzeug.test import TestResponse

import tenants.tables  # noqa: F401  # registers its tables
import workflows.tables  # noqa: F401  # registers its tables
from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import AuditEvent
from tenants.outbox import OutboxItem
from tenants.people import Person
from tenants.roles import Role
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from tests.tenants.filling import tenant_tables
from tests.web.reading import form_at
from workflows.dossiers.tables import Dossier
from workflows.notices.telling import tell_of
from workflows.tasks.tables import Task

# A visit notes when somebody was last seen, and keeps the answer to a form: no act.
OF_VISITS = {"sign_ins", "kept_replies", "sign_in_codes"}
EVERYTHING = text(
    " UNION ALL ".join(
        f"SELECT '{table.name}', md5(string_agg(t::text, '|' ORDER BY t::text))"  # noqa: S608
        f" FROM {table.name} t"
        for table in tenant_tables()
        if table.name not in OF_VISITS
    )
)


def everything(town: Town) -> dict[str, str]:
    """Fold each table of a tenant into one word: equal means byte for byte."""
    with town.elsewhere() as session:
        return dict(session.execute(EVERYTHING).all())  # type: ignore[arg-type]


def joined(
    town: Town, name: str, role: Role, *, desk: str = "", unit: OrgUnit | None = None
) -> Person:
    """Add somebody with a role, and a phone to sign in with."""
    number = make.phone()
    person = add_person(town.session, name, phone=number)
    town.phones[person.id] = number
    appoint(town.session, person, role, unit=unit or town.ward.unit, desk=desk)
    town.session.commit()
    return person


def submitted(town: Town, *cells: OrgUnit) -> list[str]:
    """Let cells of the ward send their registration, all unless named; return their codes."""
    today = clock.today(town.session)
    codes = []
    for cell in cells or town.ward.cells:
        secretary = town.ward.secretaries[town.ward.cells.index(cell)]
        make.move(town, cell, "submit_registration", secretary, met_on=today, **make.REGISTRATION)
        codes.append(town.dossier(cell).code)
    return codes


def page_of(town: Town, code: str, word: str = "") -> str:
    """Return the address of a dossier's page."""
    return f"/{town.tenant.slug}/ho-so/{code}" + (f"/{word}" if word else "")


def send(browser: FlaskClient, address: str, **typed: Any) -> TestResponse:
    """Open a form, fill it in and send it."""
    return browser.post(address, data=form_at(browser, address) | {"_key": str(uuid4())} | typed)


def state_of(town: Town, code: str) -> str:
    """Return where a dossier stands now."""
    with town.elsewhere() as session:
        return session.scalars(select(Dossier.state).where(Dossier.code == code)).one()


def events(town: Town, code: str, *kinds: str) -> list[AuditEvent]:
    """List the events of these kinds, in their order."""
    town.session.rollback()
    return list(
        town.session.scalars(
            select(AuditEvent)
            .join(Dossier, Dossier.id == AuditEvent.dossier_id)
            .where(Dossier.code == code, AuditEvent.kind.in_(kinds))
            .order_by(AuditEvent.seq)
        )
    )


def tasks(town: Town, code: str, *, done: bool = False) -> list[Task]:
    """List the open tasks of a dossier, or those that are over."""
    town.session.rollback()
    over = Task.done_at.is_not(None) if done else Task.done_at.is_(None)
    return list(
        town.session.scalars(
            select(Task)
            .join(Dossier, Dossier.id == Task.dossier_id)
            .where(Dossier.code == code, over)
            .order_by(Task.opened_at, Task.id)
            .execution_options(populate_existing=True)
        )
    )


def to_tell(town: Town) -> int:
    """Count what has to be told."""
    with town.elsewhere() as session:
        told = select(func.count()).select_from(OutboxItem).where(OutboxItem.job == "tell")
        return session.scalars(told).one()


def tell_everybody(town: Town) -> None:
    """Do what the queue of messages would do now."""
    town.session.rollback()
    for item in town.session.scalars(
        select(OutboxItem).where(OutboxItem.job == "tell", OutboxItem.done_at.is_(None))
    ):
        tell_of(town.session, item.payload["seq"])
        item.done_at = clock.now(town.session)
    town.session.commit()


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """Do several things at the same moment, and return what each was answered."""
    together = Barrier(len(acts))
    answers: dict[int, TestResponse] = {}

    def run(number: int, act: Callable[[], TestResponse]) -> None:
        together.wait()
        answers[number] = act()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(acts))]

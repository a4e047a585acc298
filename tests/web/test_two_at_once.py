"""Two approvers press the same button at the same moment: one is first, the other is told who."""

from __future__ import annotations

import threading
from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import func, select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import AuditEvent
from tenants.roles import Role
from tests import make
from tests.make import Town
from tests.web.conftest import SignIn, hidden_of
from workflows.tasks.tables import Task

ROUNDS = 50


def press(browser: FlaskClient, address: str, form: dict[str, str], answers: list[int],
          texts: list[str], together: threading.Barrier) -> None:  # fmt: skip
    together.wait()
    answer = browser.post(address, data=form)
    answers.append(answer.status_code)
    if answer.status_code != 303:
        texts.append(answer.text)


def test_one_is_first_and_the_other_is_told_who_fifty_times(town: Town, sign_in: SignIn) -> None:
    cell = town.ward.cells[0]
    number = make.phone()
    second = add_person(town.session, "Trần Thị Hai", phone=number)
    town.phones[second.id] = number
    appoint(town.session, second, Role.WARD_OFFICE, unit=town.ward.unit)
    town.session.commit()
    today = clock.today(town.session)
    make.move(
        town, cell, "submit_registration", town.ward.secretaries[0],
        met_on=today, **make.REGISTRATION,
    )  # fmt: skip
    address = f"/{town.tenant.slug}/ho-so/{town.dossier(cell).code}/tiep-nhan"
    people = [town.ward.office, second]
    browsers = [sign_in(town, person) for person in people]
    seen: list[tuple[list[int], bool]] = []
    for _round in range(ROUNDS):
        forms = [
            hidden_of(browser.get(address).text) | {"_key": str(uuid4())} for browser in browsers
        ]
        together = threading.Barrier(2)
        answers: list[int] = []
        texts: list[str] = []
        pair = [
            threading.Thread(target=press, args=(browser, address, form, answers, texts, together))
            for browser, form in zip(browsers, forms, strict=True)
        ]
        for thread in pair:
            thread.start()
        for thread in pair:
            thread.join()
        first = town.session.scalars(
            select(AuditEvent.name)
            .where(AuditEvent.kind == "accept_registration")
            .order_by(AuditEvent.seq.desc())
            .limit(1)
        ).one()
        seen.append((sorted(answers), f"Đ/c {first} vừa làm «Tiếp nhận đăng ký»" in texts[0]))
        town.session.commit()
        winner = next(person for person in people if person.name == first)
        make.move(town, cell, "undo", winner)

    assert seen == [([303, 409], True)] * ROUNDS
    made = select(func.count()).select_from(AuditEvent)
    assert town.session.scalar(made.where(AuditEvent.kind == "accept_registration")) == ROUNDS
    open_tasks = select(Task.party).where(
        Task.done_at.is_(None), Task.dossier_id == town.dossier(cell).id
    )
    assert town.session.scalars(open_tasks).all() == ["ward_office"]

"""What the trail says of rows: digests of what stood before an act, and what stands after it."""

from __future__ import annotations

import contextlib
import json
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import (
    delete,
    insert,
    select,
    update,
)

from tenants.audit import AuditEvent, digest_of, record_event, verify
from tenants.changed_rows import UNTOLD, take_changes
from tenants.database import Base
from tenants.members import Member
from tenants.people import Account, Person
from tenants.signing_in.tables import RecoveryCode
from tenants.units import OrgUnit
from tests import make
from tests.make import Town
from workflows.dossiers.tables import Dossier
from workflows.tasks.tables import Task

SECRETARY = Member(person_id=UUID(int=7), name="Nguyễn Thị Lan", post="Bí thư", request_id="r-1")


def digests(town: Town, seq: int) -> tuple[str, str]:
    said = json.loads(town.session.get_one(AuditEvent, (town.tenant.id, seq)).record)
    return said["before"], said["after"]


def the_dossier(town: Town, cell: OrgUnit) -> dict[str, Any]:
    query = select(Dossier.__table__).where(Dossier.id == town.dossier(cell).id)
    return dict(town.session.execute(query).mappings().one())


def told_of(
    table: str, key: object, was: dict[str, object] | None, now: dict[str, object] | None
) -> tuple[str, str]:
    before, after = [[table, [key], was]], [[table, [key], now]]
    return (
        digest_of([digest_of(before), None, None]),
        digest_of([digest_of(after), None, None, {}]),
    )


def test_event_tells_by_digests_what_rows_were_and_are(town: Town) -> None:
    person = town.ward.office
    former, person.post = person.post, "Chánh Văn phòng"
    changed = record_event(town.session, "noted", actor=SECRETARY)
    nothing = record_event(town.session, "noted", actor=SECRETARY)
    with contextlib.suppress(ZeroDivisionError), town.session.begin_nested():
        person.post = "Không giữ"
        town.session.flush()
        raise ZeroDivisionError
    taken_back = record_event(town.session, "noted", actor=SECRETARY)

    assert digests(town, changed) == told_of(
        "people", person.id, {"post": former}, {"post": "Chánh Văn phòng"}
    )
    assert digests(town, nothing) == digests(town, taken_back)
    assert digests(town, nothing) != digests(town, changed)
    town.session.commit()
    assert list(verify(town.session)) == []


def test_statements_are_told_of_row_by_row(town: Town) -> None:
    """What is written past the session's objects is read before and after it."""
    session, person = town.session, town.ward.office
    account = session.scalars(select(Account.id).where(Account.person_id == person.id)).one()
    former = person.post
    session.execute(update(Person).where(Person.id == person.id).values(post="Phó Văn phòng"))
    session.execute(update(Person).where(Person.id == person.id).values(post="Phó Văn phòng"))
    kept = {
        "tenant_id": town.tenant.id, "id": UUID(int=5), "account_id": account,
        "digest": b"x" * 99,
    }  # fmt: skip
    session.execute(insert(RecoveryCode), [kept])
    session.execute(delete(RecoveryCode).where(RecoveryCode.id == UUID(int=5)))

    before, after = take_changes(session)

    sent = kept | {"digest": sha256(b"x" * 99).digest()}
    code = ["recovery_codes", [UUID(int=5)]]
    assert [row[:2] for row in before] == [["people", [person.id]], code, code]
    assert [row[2] for row in before][:2] == [{"post": former}, None]
    assert [row[2] for row in after] == [{"post": "Phó Văn phòng"}, sent, None]
    assert sent.items() <= before[2][2].items()


def test_move_is_told_of_with_its_dossier_and_tasks(town: Town) -> None:
    cell, session = town.ward.cells[0], town.session
    make.registered(town, cell)
    was = the_dossier(town, cell)
    make.move(town, cell, "admit", town.ward.office)
    now = the_dossier(town, cell)
    changed = ["state", "touched_at", "version"]
    assert sorted(name for name, value in now.items() if was[name] != value) == changed
    tasks = session.execute(
        select(Task.__table__).where(Task.dossier_id == now["id"]).order_by(Task.opened_at)
    )
    *_earlier, closed, opened = [dict(row) for row in tasks.mappings()]
    ending = {name: closed[name] for name in ("done_at", "done_by_id", "done_by", "done_with")}
    given = {name: value for name, value in opened.items() if value is not None}

    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()

    rows = [
        ["dossiers", [now["id"]], {name: now[name] for name in changed}],
        ["tasks", [now["id"]], ending],
        ["tasks", [opened["id"]], given],
    ]
    said = json.loads(event.record)
    assert said["after"] == digest_of([digest_of(rows), event.target, event.version, event.facts])


def test_no_digest_tells_how_somebody_voted() -> None:
    voted = {"ballots", "sealed_papers", "participations"}
    assert voted <= UNTOLD & set(Base.metadata.tables)

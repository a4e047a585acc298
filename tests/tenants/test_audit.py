"""The audit chain: it never forks, never cries wolf, and shows what was done to it."""

from __future__ import annotations

import hmac
import json
import random
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    create_engine,
    func,
    select,
    text,
)

from migrations.schema import Addresses
from tenants import clock
from tenants.audit import AuditEvent, Checkpoint, checkpoint, digest_of, record_event, verify
from tenants.members import Member
from tenants.wall import TenantSession, open_session
from tests import make
from tests.make import Town

LENGTH = 12
SECRETARY = Member(person_id=UUID(int=7), name="Nguyễn Thị Lan", post="Bí thư", request_id="r-1")


@pytest.fixture(scope="module")
def chained(engine: Engine, platform: Engine) -> Iterator[Town]:
    """A tenant whose chain has twelve events."""
    with make.town(engine, platform) as town:
        while checkpoint(town.session).seq < LENGTH:
            record_event(
                town.session, "noted", actor=SECRETARY, role="cell", dossier_id=UUID(int=9),
                source="a", target="b", version=3, facts={"reason": "Thiếu biên bản"},
            )  # fmt: skip
        town.session.commit()
        yield town


@pytest.fixture(scope="module")
def neighbour(engine: Engine, platform: Engine) -> Iterator[Town]:
    with make.town(engine, platform) as town:
        yield town


@pytest.fixture(scope="module")
def owner(addresses: Addresses) -> Iterator[Engine]:
    engine = create_engine(addresses.owner)
    yield engine
    engine.dispose()


@pytest.fixture
def intruder(owner: Engine) -> Iterator[Connection]:
    """The database's owner, whom no policy stops; nothing is kept."""
    with owner.connect() as connection:
        yield connection
        connection.rollback()


def found(
    intruder: Connection, town: Town, *, since: Checkpoint | None = None
) -> list[tuple[int, str]]:
    """Verify as the application what the owner has just done."""
    intruder.execute(text("SET LOCAL ROLE bontot_app"))
    with TenantSession(intruder) as session:
        session.enter(town.tenant.id)
        faults = list(verify(session, since=since))
    intruder.execute(text("RESET ROLE"))
    return faults


def said(
    intruder: Connection, town: Town, statement: str, **values: object
) -> CursorResult[tuple[object, ...]]:
    """Send a statement; MINE is the number of an event of the town's own."""
    whole = text(statement.replace("MINE", "tenant_id = :tenant AND seq"))
    return intruder.execute(whole, {"tenant": town.tenant.id, **values})


def test_events_of_four_threads_make_one_chain(town: Town) -> None:
    before = checkpoint(town.session).seq
    together = threading.Barrier(4)

    def append(thread: int) -> None:
        together.wait()
        for number in range(50):
            with open_session(town.engine, town.tenant.id) as session:
                record_event(
                    session, "noted", actor=replace(SECRETARY, name=f"Người {thread}"),
                    facts={"number": number},
                )  # fmt: skip
                session.commit()

    threads = [threading.Thread(target=append, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    town.session.rollback()
    seqs = list(town.session.scalars(select(AuditEvent.seq).order_by(AuditEvent.seq)))
    assert seqs == list(range(1, before + 201))
    assert list(verify(town.session)) == []
    each = town.session.execute(
        select(AuditEvent.name, func.count())
        .where(AuditEvent.kind == "noted")
        .group_by(AuditEvent.name)
        .order_by(AuditEvent.name)
    ).all()
    assert [tuple(row) for row in each] == [(f"Người {number}", 50) for number in range(4)]


def test_event_says_in_its_columns_what_it_says_in_its_record(town: Town) -> None:
    dossier_id = uuid4()
    facts = {"score": Decimal("97.50"), "ids": [dossier_id], "empty": None}
    seq = record_event(
        town.session, "noted", actor=replace(SECRETARY, address="203.0.113.7"), role="cell",
        for_name="Chi bộ 2", dossier_id=dossier_id, source="a", target="b", version=4,
        request_key="key", facts=facts,
    )  # fmt: skip
    town.session.commit()

    event = town.session.get_one(AuditEvent, (town.tenant.id, seq))

    assert json.loads(event.record) == {
        "tenant": str(town.tenant.id), "seq": seq,
        "at": event.at.isoformat(timespec="microseconds"),
        "kind": "noted", "person_id": str(SECRETARY.person_id), "name": "Nguyễn Thị Lan",
        "post": "Bí thư", "role": "cell", "for_name": "Chi bộ 2", "dossier_id": str(dossier_id),
        "source": "a", "target": "b", "version": 4, "request_key": "key", "sign_in": None,
        "request": "r-1", "address": "203.0.113.7",
        "facts": {"score": "97.50", "ids": [str(dossier_id)], "empty": None},
        "before": digest_of([digest_of([]), "a", None]),
        "after": digest_of([digest_of([]), "b", 4, facts]),
    }  # fmt: skip
    assert (event.name, event.role, event.for_name, event.version) == (
        "Nguyễn Thị Lan", "cell", "Chi bộ 2", 4,
    )  # fmt: skip
    assert list(verify(town.session)) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_in_any_unicode_form_raise_no_alarm(town: Town, form: str) -> None:
    words = unicodedata.normalize(form, "Tổ dân phố 6, phường Tân Giang: đủ điều kiện")
    record_event(
        town.session, "noted", actor=replace(SECRETARY, name=words), for_name=words,
        request_key=words, facts={words: [words, {"reason": words}]},
    )  # fmt: skip
    town.session.commit()
    assert list(verify(town.session)) == []


def test_names_stay_as_they_were_when_a_person_is_renamed(town: Town) -> None:
    actor = town.member(town.ward.office)
    seq = record_event(town.session, "noted", actor=actor)
    town.ward.office.name = "Tên mới"
    town.session.commit()
    assert town.session.get_one(AuditEvent, (town.tenant.id, seq)).name == actor.name
    assert list(verify(town.session)) == []


def test_earlier_time_on_the_clock_breaks_nothing(town: Town) -> None:
    with clock.moved(timedelta(days=-400)):
        record_event(town.session, "noted", actor=SECRETARY)
    record_event(town.session, "noted", actor=SECRETARY)
    town.session.commit()
    assert list(verify(town.session)) == []


def test_event_rolled_back_leaves_no_gap(town: Town) -> None:
    record_event(town.session, "noted", actor=SECRETARY)
    town.session.rollback()
    record_event(town.session, "noted", actor=SECRETARY)
    town.session.commit()
    assert list(verify(town.session)) == []


TAMPERS: dict[str, tuple[list[str], tuple[int, str]]] = {
    "record edited": (
        ["UPDATE audit_events SET record = replace(record, 'Lan', 'Mai') WHERE MINE = 7"],
        (7, "hash"),
    ),
    "record made unreadable": (
        ["UPDATE audit_events SET record = 'x' WHERE MINE = 7"],
        (7, "hash"),
    ),
    "column edited": (
        ["UPDATE audit_events SET name = 'Ai đó' WHERE MINE = 7"],
        (7, "columns"),
    ),
    "time edited": (
        ["UPDATE audit_events SET at = at - interval '1 day' WHERE MINE = 7"],
        (7, "columns"),
    ),
    "facts edited": (
        ["""UPDATE audit_events SET facts = '{"reason": "Đủ"}' WHERE MINE = 7"""],
        (7, "columns"),
    ),
    "dossier edited": (
        ["UPDATE audit_events SET dossier_id = tenant_id WHERE MINE = 7"],
        (7, "columns"),
    ),
    "target edited": (
        ["UPDATE audit_events SET target = 'recognized' WHERE MINE = 7"],
        (7, "columns"),
    ),
    "event deleted": (
        ["DELETE FROM audit_events WHERE MINE = 7"],
        (7, "gap"),
    ),
    "first event deleted": (
        ["DELETE FROM audit_events WHERE MINE = 1"],
        (1, "gap"),
    ),
    "event deleted and the rest moved up": (
        [
            "DELETE FROM audit_events WHERE MINE = 7",
            "UPDATE audit_events SET seq = seq + 99 WHERE MINE > 7",
            "UPDATE audit_events SET seq = seq - 100 WHERE MINE > 7",
            "UPDATE audit_heads SET seq = seq - 1 WHERE tenant_id = :tenant",
        ],
        (7, "link"),
    ),
    "event inserted": (
        [
            "UPDATE audit_events SET seq = seq + 100 WHERE MINE > 7",
            "UPDATE audit_events SET seq = seq - 99 WHERE MINE > 100",
            """INSERT INTO audit_events SELECT tenant_id, 8, at, kind, dossier_id, person_id, name,
            role, for_name, source, target, version, request_key, facts, record, hash, hash
            FROM audit_events WHERE MINE = 7""",
            "UPDATE audit_heads SET seq = seq + 1 WHERE tenant_id = :tenant",
        ],
        (8, "hash"),
    ),
    "two events in the other order": (
        [
            "UPDATE audit_events SET seq = 100 WHERE MINE = 7",
            "UPDATE audit_events SET seq = 7 WHERE MINE = 8",
            "UPDATE audit_events SET seq = 8 WHERE MINE = 100",
        ],
        (7, "link"),
    ),
    "tail cut": (["DELETE FROM audit_events WHERE MINE > 9"], (10, "tail")),
    "everything deleted": (["DELETE FROM audit_events WHERE tenant_id = :tenant"], (1, "tail")),
    "head set forward": (
        ["UPDATE audit_heads SET seq = seq + 1 WHERE tenant_id = :tenant"],
        (LENGTH + 1, "tail"),
    ),
    "head deleted": (
        ["DELETE FROM audit_heads WHERE tenant_id = :tenant"],
        (LENGTH + 1, "tail"),
    ),
}


@pytest.mark.parametrize(("statements", "first"), TAMPERS.values(), ids=TAMPERS)
def test_tampering_is_found_at_its_first_event(
    intruder: Connection, chained: Town, statements: list[str], first: tuple[int, str]
) -> None:
    assert found(intruder, chained) == []
    for statement in statements:
        said(intruder, chained, statement)
    assert found(intruder, chained)[0] == first


@pytest.mark.parametrize("key", [b"", b"a guess"], ids=["no key", "another key"])
def test_edit_rehashed_without_the_key_is_found(
    intruder: Connection, chained: Town, key: bytes
) -> None:
    events = said(
        intruder, chained,
        "SELECT seq, record, previous_hash FROM audit_events WHERE MINE > 6 ORDER BY seq",
    ).all()  # fmt: skip
    previous = bytes(events[0].previous_hash)
    for event in events:
        record = event.record.replace("Lan", "Mai")
        whole = previous + record.encode()
        digest = hmac.new(key, whole, sha256).digest() if key else sha256(whole).digest()
        said(
            intruder, chained,
            "UPDATE audit_events SET record = :record, name = replace(name, 'Lan', 'Mai'),"
            " previous_hash = :previous, hash = :hash WHERE MINE = :seq",
            record=record, previous=previous, hash=digest, seq=event.seq,
        )  # fmt: skip
        previous = digest
    said(
        intruder, chained, "UPDATE audit_heads SET hash = :hash WHERE tenant_id = :tenant",
        hash=previous,
    )  # fmt: skip

    assert found(intruder, chained) == [(seq, "hash") for seq in range(7, LENGTH + 1)]


def test_event_of_a_history_that_was_given_up_does_not_fit_into_the_chain(
    intruder: Connection, town: Town
) -> None:
    """A restored backup leaves rows with right keys and right numbers: only the link tells."""
    before = checkpoint(town.session).seq
    record_event(town.session, "noted", actor=SECRETARY, facts={"said": "given up"})
    given_up = town.session.get_one(AuditEvent, (town.tenant.id, before + 1))
    row = {name: getattr(given_up, name) for name in ("at", "record", "hash")}
    town.session.rollback()
    for _ in range(3):
        record_event(town.session, "noted", actor=SECRETARY, facts={"said": "what stands"})
    town.session.commit()
    assert found(intruder, town) == []

    said(
        intruder, town,
        "UPDATE audit_events SET at = :at, record = :record, hash = :hash,"
        """ facts = '{"said": "given up"}' WHERE MINE = :seq""",
        seq=before + 1, **row,
    )  # fmt: skip
    said(
        intruder, town, "UPDATE audit_events SET previous_hash = :hash WHERE MINE = :seq",
        seq=before + 2, hash=row["hash"],
    )  # fmt: skip

    assert found(intruder, town) == [(before + 2, "hash")]


def test_event_moved_to_another_tenant_is_found_in_both(
    intruder: Connection, chained: Town, neighbour: Town
) -> None:
    end = checkpoint(neighbour.session).seq
    said(
        intruder, chained,
        "UPDATE audit_events SET tenant_id = :other, seq = :seq WHERE MINE = 7",
        other=neighbour.tenant.id, seq=end + 1,
    )  # fmt: skip
    assert found(intruder, chained)[0] == (7, "gap")
    assert found(intruder, neighbour) == [
        (end + 1, "link"), (end + 1, "columns"), (end + 2, "tail"),
    ]  # fmt: skip


CUT = [
    "DELETE FROM audit_events WHERE MINE > 9",
    """UPDATE audit_heads SET seq = 9, hash = (
        SELECT hash FROM audit_events WHERE MINE = 9)
    WHERE tenant_id = :tenant""",
]


def test_tail_cut_with_its_head_is_found_against_a_checkpoint(
    intruder: Connection, chained: Town
) -> None:
    """Nothing inside the database can show it; an end of the chain kept elsewhere does."""
    kept = checkpoint(chained.session)
    assert found(intruder, chained, since=kept) == []
    for statement in CUT:
        said(intruder, chained, statement)

    assert found(intruder, chained) == []
    assert found(intruder, chained, since=kept) == [(10, "checkpoint")]


def test_chain_that_went_on_differently_is_found_against_a_checkpoint(
    intruder: Connection, chained: Town
) -> None:
    kept = replace(checkpoint(chained.session), hash=b"\x01" * 32)
    assert found(intruder, chained, since=kept) == [(LENGTH, "checkpoint")]


def test_any_changed_letter_is_found(intruder: Connection, chained: Town) -> None:
    chance = random.Random(98)  # noqa: S311  # reproducible, keeps no secret
    for _ in range(60):
        seq = chance.randint(1, LENGTH)
        with intruder.begin_nested() as tamper:
            record = said(
                intruder, chained, "SELECT record FROM audit_events WHERE MINE = :seq", seq=seq
            ).scalar_one()
            place = chance.randrange(len(record))
            letter = "x" if record[place] != "x" else "y"
            said(
                intruder, chained,
                "UPDATE audit_events SET record = :record WHERE MINE = :seq",
                record=record[:place] + letter + record[place + 1 :], seq=seq,
            )  # fmt: skip
            assert found(intruder, chained)[0] == (seq, "hash")
            tamper.rollback()
    assert found(intruder, chained) == []


def test_chains_of_two_tenants_do_not_touch(chained: Town, neighbour: Town) -> None:
    before = checkpoint(chained.session)
    record_event(neighbour.session, "noted", actor=SECRETARY)
    neighbour.session.rollback()
    chained.session.rollback()
    assert checkpoint(chained.session) == before

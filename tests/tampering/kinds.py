"""Seven kinds of tampering, each done to a chain at a place that chance chooses.

Each takes a superuser's connection and returns the number of the first event that is no
longer as it was written, in the chain where it is to be found. Whoever tampers knows the
algorithm and everything in the database, but not the key, which is not kept there.
"""

from __future__ import annotations

import hmac
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Chain:
    """A tenant's chain: whose it is, and where it ended when the last checkpoint left."""

    tenant_id: UUID
    length: int


Tamper = Callable[[Connection, Chain, Chain, random.Random], int]


def edit(superuser: Connection, chain: Chain, _other: Chain, chance: random.Random) -> int:
    """Change one word of one event, in its text and in its columns alike."""
    seq = chance.randint(1, chain.length)
    run(
        superuser, chain,
        "UPDATE audit_events SET name = name || 'x', record = replace(record,"
        " '\"name\":\"' || name, '\"name\":\"' || name || 'x') WHERE MINE = :seq", seq=seq,
    )  # fmt: skip
    return seq


def edit_and_rehash(superuser: Connection, chain: Chain, _o: Chain, chance: random.Random) -> int:
    """Change an event, and compute every hash after it anew with a guessed key."""
    seq = edit(superuser, chain, _o, chance)
    key = chance.choice([b"", b"a guess", b"tests only"])
    previous = b"\0" * 32
    if seq > 1:
        previous = bytes(
            run(superuser, chain, "SELECT hash FROM audit_events WHERE MINE = :seq", seq=seq - 1)
        )
    rows = superuser.execute(
        text("SELECT seq, record FROM audit_events WHERE tenant_id = :tenant AND seq >= :seq"
             " ORDER BY seq"),
        {"tenant": chain.tenant_id, "seq": seq},
    ).all()  # fmt: skip
    for row in rows:
        whole = previous + row.record.encode()
        digest = hmac.new(key, whole, sha256).digest() if key else sha256(whole).digest()
        run(
            superuser, chain,
            "UPDATE audit_events SET previous_hash = :previous, hash = :hash WHERE MINE = :seq",
            seq=row.seq, previous=previous, hash=digest,
        )  # fmt: skip
        previous = digest
    run(superuser, chain, "UPDATE audit_heads SET hash = :h WHERE tenant_id = :tenant", h=previous)
    return seq


def delete(superuser: Connection, chain: Chain, _other: Chain, chance: random.Random) -> int:
    """Delete one event, and sometimes move those after it up into the gap."""
    seq = chance.randint(1, chain.length - 1)
    run(superuser, chain, "DELETE FROM audit_events WHERE MINE = :seq", seq=seq)
    if chance.random() < 0.5:
        shift(superuser, chain, after=seq, by=-1)
    return seq


def insert(superuser: Connection, chain: Chain, _other: Chain, chance: random.Random) -> int:
    """Insert an event that never was between two that were."""
    seq = chance.randint(1, chain.length - 1)
    shift(superuser, chain, after=seq, by=1)
    run(
        superuser, chain,
        "INSERT INTO audit_events (tenant_id, seq, at, kind, name, role, for_name, facts, record,"
        " previous_hash, hash) SELECT tenant_id, seq + 1, at, kind, name, role, for_name, facts,"
        " replace(record, '\"seq\":' || seq, '\"seq\":' || seq + 1), hash, hash"
        " FROM audit_events WHERE MINE = :seq", seq=seq,
    )  # fmt: skip
    return seq + 1


def reorder(superuser: Connection, chain: Chain, _other: Chain, chance: random.Random) -> int:
    """Let two neighbouring events change places."""
    seq = chance.randint(1, chain.length - 1)
    for was, becomes in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        number(superuser, chain, was, becomes)
    return seq


def cut_the_tail(superuser: Connection, chain: Chain, _other: Chain, chance: random.Random) -> int:
    """Delete the last events and set the head back: only a checkpoint shows it."""
    last = chance.randint(1, chain.length - 1)
    run(superuser, chain, "DELETE FROM audit_events WHERE tenant_id = :tenant AND seq > :seq",
        seq=last)  # fmt: skip
    run(
        superuser, chain,
        "UPDATE audit_heads SET seq = :seq, hash = (SELECT hash FROM audit_events"
        " WHERE MINE = :seq) WHERE tenant_id = :tenant", seq=last,
    )  # fmt: skip
    return last + 1


def move_away(superuser: Connection, chain: Chain, other: Chain, chance: random.Random) -> int:
    """Move an event to the end of another tenant's chain; both tell."""
    seq = chance.randint(1, chain.length)
    run(
        superuser, chain,
        "UPDATE audit_events SET tenant_id = :other, seq = :end WHERE MINE = :seq",
        seq=seq, other=other.tenant_id, end=other.length + 1,
    )  # fmt: skip
    run(
        superuser, chain,
        "UPDATE audit_heads SET seq = :end, hash = (SELECT hash FROM audit_events"
        " WHERE tenant_id = :other AND seq = :end) WHERE tenant_id = :other",
        other=other.tenant_id, end=other.length + 1,
    )  # fmt: skip
    return seq


KINDS: dict[str, Tamper] = {
    "edit": edit,
    "edit and rehash the rest": edit_and_rehash,
    "delete": delete,
    "insert": insert,
    "reorder": reorder,
    "cut the tail": cut_the_tail,
    "move to another tenant": move_away,
}


def shift(superuser: Connection, chain: Chain, *, after: int, by: int) -> None:
    """Number the events after one anew, and the head with them."""
    far = 1_000_000
    run(superuser, chain, "UPDATE audit_events SET seq = seq + :far WHERE tenant_id = :tenant"
        " AND seq > :after", far=far, after=after)  # fmt: skip
    run(superuser, chain, "UPDATE audit_events SET seq = seq - :back WHERE tenant_id = :tenant"
        " AND seq > :far", back=far - by, far=far)  # fmt: skip
    run(superuser, chain, "UPDATE audit_heads SET seq = seq + :by WHERE tenant_id = :tenant", by=by)


def number(superuser: Connection, chain: Chain, was: int, becomes: int) -> None:
    """Give an event another number; ``-1`` is out of the way."""
    aside = 2_000_000
    run(superuser, chain, "UPDATE audit_events SET seq = :becomes WHERE MINE = :was",
        becomes=aside if becomes < 0 else becomes, was=aside if was < 0 else was)  # fmt: skip


def run(superuser: Connection, chain: Chain, statement: str, **values: object) -> object:
    """Send a statement; MINE is the number of an event of the chain's own."""
    whole = text(statement.replace("MINE", "tenant_id = :tenant AND seq"))
    result = superuser.execute(whole, {"tenant": chain.tenant_id, **values})
    if result.returns_rows:
        return result.scalar_one()
    assert result.rowcount > 0, statement
    return result.rowcount

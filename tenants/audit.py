"""The audit trail: what happened, by whom, for whom, in a keyed chain for each tenant.

A row stores the exact text that was hashed, so a verifier never has to rebuild
it. The application may add rows and read them, nothing else. The chain's head is
locked when a row is added, so appends queue up and the chain never forks; for
that reason rows are written at the end of an act.
"""

from __future__ import annotations

import hmac
import json
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from tenants.changed_rows import take_changes
from tenants.clock import now
from tenants.database import Base, Json, TenantOwned
from tenants.members import Member
from tenants.settings import settings
from tenants.wall import TenantSession

FIRST = b"\x00" * 32


class AuditHead(TenantOwned, Base):
    """The end of a tenant's chain."""

    __tablename__ = "audit_heads"

    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[bytes] = mapped_column(default=FIRST)


class AuditEvent(TenantOwned, Base):
    """One thing that happened. ``seq``, not time, is the order.

    The columns repeat what ``record`` says, so that lists and guards can ask.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq_counts_from_one"),
        Index(None, "tenant_id", "dossier_id", "seq"),
        Index(None, "tenant_id", "kind", "seq"),
        UniqueConstraint("tenant_id", "request_key", "dossier_id", "kind"),
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    dossier_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    for_name: Mapped[str] = mapped_column(default="")
    source: Mapped[str | None]
    target: Mapped[str | None]
    version: Mapped[int | None]
    request_key: Mapped[str | None]
    facts: Mapped[Json] = mapped_column(default=dict)
    record: Mapped[str]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a chain ended at some moment; kept elsewhere, it shows a tail cut off since."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that is to be written: what happened, who did it, as what and for whom."""

    kind: str
    actor: Member
    role: str = ""
    for_name: str = ""
    dossier_id: UUID | None = None
    source: str | None = None
    target: str | None = None
    version: int | None = None
    request_key: str | None = None
    facts: Json = field(default_factory=dict)

    def columns(self, at: datetime) -> Json:
        """Return the event's own columns; names are frozen in them."""
        return {
            "at": at,
            "kind": self.kind,
            "dossier_id": self.dossier_id,
            "person_id": self.actor.person_id,
            "name": self.actor.name,
            "role": self.role,
            "for_name": self.for_name,
            "source": self.source,
            "target": self.target,
            "version": self.version,
            "request_key": self.request_key,
            "facts": self.facts,
        }


def record_event(
    session: TenantSession,
    kind: str,
    *,
    actor: Member,
    role: str = "",
    for_name: str = "",
    dossier_id: UUID | None = None,
    source: str | None = None,
    target: str | None = None,
    version: int | None = None,
    request_key: str | None = None,
    facts: Json | None = None,
) -> int:
    """Append an event to the tenant's chain, and return its number.

    Names are frozen in the row: it says the same after a person is renamed.
    """
    draft = Draft(
        kind, actor=actor, role=role, for_name=for_name, dossier_id=dossier_id,
        source=source, target=target, version=version, request_key=request_key,
        facts=facts or {},
    )  # fmt: skip
    spelled = spelled_out(session, [draft])
    session.hurries()
    head = session.execute(select(AuditHead.seq, AuditHead.hash).with_for_update()).one_or_none()
    if head is None:
        begin_chain(session)
    link = links(spelled, after=head and Checkpoint(head.seq, bytes(head.hash)))[0]
    session.execute(
        insert(AuditEvent).values(
            tenant_id=session.tenant_id, seq=link.seq, record=link.record,
            previous_hash=link.previous, hash=link.hash,
            **draft.columns(now(session)) | {"facts": link.says["facts"]},
        )
    )  # fmt: skip
    session.execute(update(AuditHead).values(seq=link.seq, hash=link.hash))
    return link.seq


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it is hashed: its number, what it says in plain JSON, the text, its place."""

    seq: int
    says: Json
    record: str
    previous: bytes
    hash: bytes


def begin_chain(session: TenantSession) -> None:
    """Give a new tenant the head of its chain."""
    session.execute(insert(AuditHead).values(tenant_id=session.tenant_id, seq=0, hash=FIRST))


@dataclass(frozen=True, slots=True)
class Spelled:
    """An event in plain JSON before it has its number: its columns, and what is hashed besides."""

    says: Json
    besides: Json


def spelled_out(session: TenantSession, drafts: Sequence[Draft]) -> list[Spelled]:
    """Spell events out before the chain is locked, so that it is locked for a shorter time.

    Each says by two keyed digests what stood before and what stands after: the rows that were
    changed since the last event, the state and the facts. Whoever holds the key can show that
    a row is what an act left, and nobody can guess a phone number from a digest.
    """
    at, tenant = now(session), plain(session.tenant_id)
    session.flush()
    rows_before, rows_after = map(digest_of, take_changes(session))
    return [
        Spelled(
            plain(draft.columns(at)),
            {
                "before": digest_of([rows_before, draft.source, draft.facts.get("before")]),
                "after": digest_of([rows_after, draft.target, draft.version, draft.facts]),
                "tenant": tenant,
                "post": plain(draft.actor.post),
                "sign_in": plain(draft.actor.sign_in_id),
                "request": plain(draft.actor.request_id),
                "address": plain(draft.actor.address),
            },
        )
        for draft in drafts
    ]


def links(spelled: Sequence[Spelled], *, after: Checkpoint | None) -> list[Link]:
    """Return the links that follow the chain's head, one for each event.

    Whoever writes them has locked the head, and moves it to the last in the same transaction.
    """
    last, previous = (after.seq, after.hash) if after else (0, FIRST)
    found = []
    for seq, event in enumerate(spelled, start=last + 1):
        record = _written({**event.says, **event.besides, "seq": seq})
        digest = chained(previous, record)
        found.append(Link(seq, event.says, record, previous, digest))
        previous = digest
    return found


def chained(previous: bytes, record: str) -> bytes:
    """Return the keyed hash of a record that follows another."""
    key = settings().need("audit_key").encode()
    return hmac.digest(key, previous + record.encode(), "sha256")


def digest_of(values: Any) -> str:
    """Return the keyed digest of values: it tells nothing to who does not know them and the key."""
    key = settings().need("audit_key").encode()
    return hmac.digest(key, b"state" + _digested(plain(values)).encode(), "sha256").hex()


def canonical(values: Json) -> str:
    """Write values as the one text that is hashed: sorted keys, NFC, UTC microseconds."""
    return _written(plain(values))


_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

# Rows hold more kinds of values than facts may: a time of day, a span.
_digested = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
).encode


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold; words become NFC, as they are compared later."""
    turn = _PLAIN.get(type(value))
    if turn is not None:
        return turn(value)
    for kind, turn in _PLAIN.items():  # a kind of word, a kind of list
        if isinstance(value, kind):
            return turn(value)
    return value


def _text(value: str) -> str:
    return str(value) if value.isascii() else unicodedata.normalize("NFC", value)


def _list(values: Collection[Any]) -> list[Any]:
    return [plain(item) for item in values]


# The first kind that fits decides: a moment is a day as well.
_PLAIN: dict[type, Callable[[Any], Any]] = {
    str: _text,
    bool: bool,
    int: int,
    type(None): lambda nothing: nothing,
    dict: lambda values: {_text(str(key)): plain(item) for key, item in values.items()},
    list: _list,
    tuple: _list,
    set: _list,
    frozenset: _list,
    datetime: lambda moment: moment.astimezone(UTC).isoformat(timespec="microseconds"),
    date: date.isoformat,
    UUID: str,
    Decimal: str,
    bytes: bytes.hex,
}


def checkpoint(session: TenantSession) -> Checkpoint:
    """Return where the tenant's chain ends now."""
    session.hurries()
    head = session.execute(select(AuditHead.seq, AuditHead.hash)).one_or_none() or (0, FIRST)
    return Checkpoint(head[0], bytes(head[1]))


def verify(
    session: TenantSession, *, since: Checkpoint | Sequence[Checkpoint] | None = None
) -> Iterator[tuple[int, str]]:
    """Walk the tenant's chain and name each event that is not as it was written.

    Args:
        since: earlier ends of the chain. Only against one does it show when the last
            events were cut off and the head was set back with them.

    Yields:
        The event's number, and one of ``gap``, ``link``, ``hash``, ``columns``,
        ``checkpoint``, ``tail``.

    """
    kept = [since] if isinstance(since, Checkpoint) else list(since or ())
    ends = {(end.seq, end.hash) for end in kept}
    known = {end.seq for end in kept}
    previous, expected = FIRST, 1
    for event in session.scalars(
        select(AuditEvent)
        .order_by(AuditEvent.seq)
        .execution_options(yield_per=500, populate_existing=True)
    ):
        if event.seq != expected:
            yield expected, "gap"
        if bytes(event.previous_hash) != previous:
            yield event.seq, "link"
        if chained(bytes(event.previous_hash), event.record) != bytes(event.hash):
            yield event.seq, "hash"
        if not _columns_match(event):
            yield event.seq, "columns"
        previous, expected = bytes(event.hash), event.seq + 1
        if event.seq in known and (event.seq, previous) not in ends:
            yield event.seq, "checkpoint"
    if any(seq >= expected for seq in known):
        yield expected, "checkpoint"
    if checkpoint(session) != Checkpoint(expected - 1, previous):
        yield expected, "tail"


def _columns_match(event: AuditEvent) -> bool:
    try:
        said = json.loads(event.record)
        return _says(event, said)
    except (ValueError, KeyError, TypeError):
        return False


def _says(event: AuditEvent, said: Json) -> bool:
    names = (
        "seq", "at", "kind", "dossier_id", "person_id", "name", "role", "for_name", "source",
        "target", "version", "request_key", "facts",
    )  # fmt: skip
    same = all(said[name] == plain(getattr(event, name)) for name in names)
    return same and bool(said["tenant"] == str(event.tenant_id))

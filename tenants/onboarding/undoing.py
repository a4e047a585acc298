"""Undoing a list: within a day, while nothing depends on what it made.

Units, roles, bodies and seats that it made are taken away, what it changed is set back.
People stay, disabled, because the audit trail names them; the next list that names them
brings them back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Select,
    Table,
    delete,
    func,
    or_,
    select,
    update,
)

from tenants import clock
from tenants.audit import plain, record_event
from tenants.bodies import Body, BodyMember
from tenants.database import Base
from tenants.members import Member
from tenants.onboarding.bulk import Row, change_rows, take_time
from tenants.onboarding.changes import TABLES
from tenants.onboarding.lists import ListRefusedError
from tenants.onboarding.standing import lock_tree
from tenants.onboarding.tables import ListEffect, ListState, UploadedList
from tenants.outbox import leave
from tenants.people import Account, Membership, Person
from tenants.signing_in.tables import Invitation
from tenants.units import OrgUnit
from tenants.wall import TenantSession

UNDONE_WITHIN = timedelta(hours=24)
# Taken away in this order; people and their accounts are only disabled.
_TAKEN_AWAY: tuple[type[Base], ...] = (BodyMember, Body, Membership, OrgUnit)
# A way in that nobody has used yet goes with its account.
_NOT_IN_USE = frozenset({"list_effects", "invitations", "sign_in_codes", "sign_in_failures"})


def why_not_undo(session: TenantSession, uploaded: UploadedList) -> ListRefusedError | None:
    """Say why a list cannot be undone now, or nothing if it can."""
    if uploaded.state is not ListState.DONE or uploaded.taken_at is None:
        return ListRefusedError("settled")
    if clock.now(session) > uploaded.taken_at + UNDONE_WITHIN:
        return ListRefusedError("too_late")
    dependents = dict(_dependents(session, uploaded.id))
    if dependents:
        return ListRefusedError("depends", tables=dependents)
    if changed := sum(len(rows) for _, rows in _changed_since(session, uploaded.id)):
        return ListRefusedError("changed", rows=changed)
    return None


def ask_undo(session: TenantSession, uploaded: UploadedList, *, actor: Member) -> None:
    """Let a list be undone, in a job."""
    refusal = why_not_undo(session, uploaded)
    if refusal is not None:
        raise refusal
    uploaded.outcome = {**uploaded.outcome, "undoing": True, "undo_refused": None}
    uploaded.changed_by_id = actor.person_id or uploaded.changed_by_id
    uploaded.version += 1
    session.flush()
    leave(session, "undo_list", {"list": str(uploaded.id)})


def undo(session: TenantSession, uploaded: UploadedList, *, actor: Member) -> None:
    """Undo a list in the session's one transaction, unless something depends on it by now."""
    if not uploaded.outcome.get("undoing"):
        return
    take_time(session)
    lock_tree(session)
    refusal = why_not_undo(session, uploaded)
    if refusal is not None:
        uploaded.outcome = {**uploaded.outcome, "undoing": False, "undo_refused": refusal.code}
        return
    for model in _TAKEN_AWAY:
        table = _table(model)
        session.execute(delete(table).where(_made_by(table, uploaded.id)))
    for model in TABLES:
        for rows in _before(session, uploaded.id, model):
            change_rows(session, _table(model), rows)
    _disable(session, uploaded.id)
    uploaded.state = ListState.UNDONE
    uploaded.undone_at = clock.now(session)
    uploaded.outcome = {**uploaded.outcome, "undoing": False}
    record_event(
        session,
        "list_undone",
        actor=actor,
        facts={"list_id": uploaded.id, "file": uploaded.file_name, **uploaded.outcome["counts"]},
    )


def _dependents(session: TenantSession, list_id: UUID) -> Iterator[tuple[str, int]]:
    """Count the rows that refer to what the list made and that it did not make itself."""
    kinds = {model.__tablename__ for model in TABLES}
    for table in Base.metadata.sorted_tables:
        if table.name in _NOT_IN_USE:
            continue
        grounds = [
            table.c[key.column_keys[-1]].in_(_made(list_id, key.referred_table.name))
            for key in table.constraints
            if isinstance(key, ForeignKeyConstraint) and key.referred_table.name in kinds
        ]
        if not grounds:
            continue
        found = select(func.count()).select_from(table).where(or_(*grounds))
        if table.name in kinds:
            found = found.where(~_made_by(table, list_id))
        if number := session.scalar(found):
            yield table.name, number


def _changed_since(session: TenantSession, list_id: UUID) -> Iterator[tuple[str, list[UUID]]]:
    """Return the rows that the list changed and that are no longer as it left them."""
    for model in TABLES:
        table = _table(model)
        effects = session.execute(
            select(ListEffect.row_id, ListEffect.after).where(
                ListEffect.list_id == list_id,
                ListEffect.kind == table.name,
                ListEffect.after.is_not(None),
            )
        ).all()
        if not effects:
            continue
        stands: dict[UUID, Any] = {
            row.id: row._mapping  # noqa: SLF001  # the documented way to read a row by name
            for row in session.execute(
                select(table).where(table.c.id.in_([effect.row_id for effect in effects]))
            )
        }
        others = [
            row_id for row_id, after in effects if not _is_as(stands.get(row_id), after or {})
        ]
        if others:
            yield table.name, others


def _is_as(stands: Any, after: Row) -> bool:
    return stands is not None and all(
        _shown(stands[name]) == _shown(value) for name, value in after.items()
    )


def _shown(value: Any) -> str:
    return str(plain(value))


def _before(session: TenantSession, list_id: UUID, model: type[Base]) -> Iterator[list[Row]]:
    """Return what changed rows said before, in groups that name the same columns."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for before in session.scalars(
        select(ListEffect.before).where(
            ListEffect.list_id == list_id,
            ListEffect.kind == model.__tablename__,
            ListEffect.before.is_not(None),
        )
    ):
        if before is not None:
            groups.setdefault(tuple(sorted(before)), []).append(before)
    for names, rows in groups.items():
        yield [{name: row[name] for name in names} for row in rows]


def _disable(session: TenantSession, list_id: UUID) -> None:
    now = clock.now(session)
    accounts = _made(list_id, Account.__tablename__)
    session.execute(
        update(Invitation)
        .where(Invitation.account_id.in_(accounts), Invitation.used_at.is_(None))
        .values(used_at=now)
    )
    session.execute(update(Account).where(Account.id.in_(accounts)).values(disabled_at=now))
    people = _made(list_id, Person.__tablename__)
    session.execute(update(Person).where(Person.id.in_(people)).values(disabled_at=now))


def _made(list_id: UUID, kind: str) -> Select[UUID]:
    return select(ListEffect.row_id).where(
        ListEffect.list_id == list_id, ListEffect.kind == kind, ListEffect.before.is_(None)
    )


def _made_by(table: Table, list_id: UUID) -> ColumnElement[bool]:
    return table.c.id.in_(_made(list_id, table.name))


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]

"""Keeping a tenant's kinds and sectors: added, called otherwise, ended, taken up again.

None is ever deleted and no code is given twice: what a unit was in a former year stays
readable. Each act is in the trail with what stood before and after.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TypeAlias

from sqlalchemy import func, select, update

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.text.folding import normalise, search_key, spelling_key
from tenants.unit_classes.known import forget
from tenants.unit_classes.tables import KindOfUnit, SectorOfUnits
from tenants.units import OrgUnit, Sector, UnitKind
from tenants.wall import TenantSession

OwnClass: TypeAlias = KindOfUnit | SectorOfUnits
MOST_SPELLINGS = 60
# A word of the pages' addresses, where a code would stand.
RESERVED = "them"


class UnitClassRefusedError(Exception):
    """It is not done; ``code`` says why, ``info`` the particulars (``fields`` to correct)."""

    def __init__(self, code: str, **info: object) -> None:
        super().__init__(code)
        self.code = code
        self.info = info


@dataclass(frozen=True, slots=True)
class Wording:
    """What a kind or sector is called, where it stands in lists, and how lists write it."""

    name: str
    short_name: str
    position: int
    spellings: tuple[str, ...] = ()


def add_class(
    session: TenantSession,
    table: type[OwnClass],
    wording: Wording,
    *,
    behaves_as: str,
    code: str = "",
    reason: str,
    actor: Member,
) -> OwnClass:
    """Add a kind or a sector; without a code it gets one made of its name.

    Raises:
        UnitClassRefusedError: ``class_behaviour``, ``class_name_taken``, ``class_word_taken``,
            ``too_many_spellings``, ``bad_code``, ``class_code_taken``.

    """
    _lock(session)
    clean = _cleaned(wording)
    behaviour = _behaviour(table, behaves_as)
    known = every_class(session, table)
    _ask_that_words_are_free(clean, known)
    row = table(
        id=row_id(),
        code=_free_code(code, clean.name, known),
        behaves_as=behaviour,
        valid_from=clock.today(session),
        **(asdict(clean) | {"spellings": list(clean.spellings)}),
    )
    session.add(row)
    _kept(session, "unit_class_added", row, actor, reason, before=None)
    return row


def change_class(
    session: TenantSession,
    row: OwnClass,
    wording: Wording,
    *,
    seen: int | None,
    reason: str,
    actor: Member,
) -> None:
    """Call a kind or sector otherwise. Papers that were issued keep what they say.

    Raises:
        UnitClassRefusedError: ``class_changed``, ``class_same``, ``class_name_taken``,
            ``class_word_taken``, ``too_many_spellings``.

    """
    _lock(session, row, seen=seen)
    clean = _cleaned(wording)
    before = _told(row)
    others = [each for each in every_class(session, type(row)) if each.id != row.id]
    _ask_that_words_are_free(clean, others)
    row.name, row.short_name, row.position = clean.name, clean.short_name, clean.position
    row.spellings = list(clean.spellings)
    if _told(row) == before:
        raise UnitClassRefusedError("class_same")
    _kept(session, "unit_class_changed", row, actor, reason, before=before)


def end_class(
    session: TenantSession,
    row: OwnClass,
    *,
    successor: str = "",
    seen: int | None,
    reason: str,
    actor: Member,
) -> int:
    """Offer a kind or sector no more; units that stand may go over to another. Count these.

    Raises:
        UnitClassRefusedError: ``class_changed``, ``class_ended``, ``class_is_last``,
            ``class_successor``.

    """
    _lock(session, row, seen=seen)
    if row.valid_to is not None:
        raise UnitClassRefusedError("class_ended", name=row.name, on=row.valid_to)
    left = [other for other in _alike(session, row) if other.is_offered and other.id != row.id]
    if not left and _is_needed(row):
        raise UnitClassRefusedError("class_is_last", name=row.name)
    moved: list[str] = []
    if successor:
        moved = _go_over(session, row, _successor(session, row, successor))
    before = _told(row)
    row.valid_to = clock.today(session)
    facts = {"successor": successor, "moved": moved} if successor else {}
    _kept(session, "unit_class_ended", row, actor, reason, before=before, **facts)
    return len(moved)


def take_up_class(
    session: TenantSession, row: OwnClass, *, seen: int | None, reason: str, actor: Member
) -> None:
    """Offer a kind or sector again that had ended: it is the same one, with its code.

    Raises:
        UnitClassRefusedError: ``class_changed``, ``class_not_ended``.

    """
    _lock(session, row, seen=seen)
    if row.valid_to is None:
        raise UnitClassRefusedError("class_not_ended", name=row.name)
    before = _told(row)
    row.valid_to = None
    _kept(session, "unit_class_taken_up", row, actor, reason, before=before)


def teach_spelling(
    session: TenantSession, row: SectorOfUnits, written: str, *, actor: Member
) -> None:
    """Let lists speak of a sector by one more spelling; one that is known is passed by."""
    _lock(session)
    session.refresh(row)
    known = [row.name, row.short_name, *row.spellings]
    spelling = normalise(written)
    if not spelling or spelling_key(spelling) in map(spelling_key, known):
        return
    change_class(
        session, row,
        Wording(row.name, row.short_name, row.position, (*row.spellings, spelling)),
        seen=row.version, reason="", actor=actor,
    )  # fmt: skip


def every_class(session: TenantSession, table: type[OwnClass]) -> list[OwnClass]:
    """List every kind, or every sector, in the tenant's order, those that have ended as well."""
    return list(session.scalars(select(table).order_by(table.position, table.code)))


def successors_of(session: TenantSession, row: OwnClass) -> list[OwnClass]:
    """List what units of this kind or sector may go over to: kinds only to such as behave so."""
    found = _alike(session, row) if isinstance(row, KindOfUnit) else every_class(session, type(row))
    return [other for other in found if other.is_offered and other.id != row.id]


def count_units(session: TenantSession) -> dict[tuple[str, str], int]:
    """Count the units in force by kind and by sector: ``(unit_kinds, code)`` and so on."""
    found: dict[tuple[str, str], int] = {}
    for table, column in ((KindOfUnit, OrgUnit.kind_code), (SectorOfUnits, OrgUnit.sector)):
        rows = session.execute(
            select(column, func.count()).where(OrgUnit.valid_to.is_(None)).group_by(column)
        )
        found |= {(table.__tablename__, code): number for code, number in rows if code}
    return found


def _lock(session: TenantSession, row: OwnClass | None = None, *, seen: int | None = None) -> None:
    """Let one act follow another: whether a name is free is asked of all rows."""
    session.execute(
        select(KindOfUnit.id).where(KindOfUnit.code == UnitKind.UPPER_COMMITTEE).with_for_update()
    )
    if row is not None:
        session.refresh(row)
        if seen is not None and seen != row.version:
            raise UnitClassRefusedError("class_changed", name=row.name)


def _cleaned(wording: Wording) -> Wording:
    name = normalise(wording.name)
    spellings = dict.fromkeys(filter(None, map(normalise, wording.spellings)))
    if len(spellings) > MOST_SPELLINGS:
        raise UnitClassRefusedError("too_many_spellings", fields=["spellings"], most=MOST_SPELLINGS)
    return Wording(name, normalise(wording.short_name) or name, wording.position, tuple(spellings))


def _behaviour(table: type[OwnClass], behaves_as: str) -> UnitKind | Sector:
    """Return what the new one behaves as; the top of the tree is one unit and has its kind."""
    words: type[UnitKind] | type[Sector] = UnitKind if table is KindOfUnit else Sector
    if behaves_as not in set(words) or behaves_as == UnitKind.UPPER_COMMITTEE:
        raise UnitClassRefusedError("class_behaviour", fields=["behaves_as"])
    return words(behaves_as)


def _ask_that_words_are_free(wording: Wording, others: list[OwnClass]) -> None:
    """Ask that no other is called so, and that a list's word leads to one sector only."""
    for other in others:
        if spelling_key(other.name) == spelling_key(wording.name):
            raise UnitClassRefusedError(
                "class_name_taken", fields=["name"], name=other.name, on=other.valid_to
            )
    for other in others:
        theirs = {spelling_key(word) for word in (other.name, *other.spellings)}
        for word in wording.spellings:
            if other.is_offered and spelling_key(word) in theirs:
                raise UnitClassRefusedError(
                    "class_word_taken", fields=["spellings"], word=word, name=other.name
                )


def _free_code(asked: str, name: str, known: list[OwnClass]) -> str:
    holders = {row.code: row for row in known}
    code = normalise(asked).lower()
    if code:
        if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", code) or len(code) > 40:
            raise UnitClassRefusedError("bad_code", fields=["code"])
        if code == RESERVED:
            raise UnitClassRefusedError("bad_code", fields=["code"])
        if code in holders:
            holder = holders[code]
            raise UnitClassRefusedError(
                "class_code_taken", fields=["code"], taken=code, name=holder.name
            )
        return code
    stem = "-".join(re.findall(r"[a-z0-9]+", search_key(name)))[:36].strip("-") or "loai"
    number, code = 1, stem
    while code in holders or code == RESERVED:
        number += 1
        code = f"{stem}-{number}"
    return code


def _is_needed(row: OwnClass) -> bool:
    """Tell whether something must behave so: any kind, and the sector of what is not known."""
    return isinstance(row, KindOfUnit) or row.behaves_as is Sector.OTHER


def _alike(session: TenantSession, row: OwnClass) -> list[OwnClass]:
    return [
        other for other in every_class(session, type(row)) if other.behaves_as == row.behaves_as
    ]


def _successor(session: TenantSession, row: OwnClass, code: str) -> OwnClass:
    found = (each for each in successors_of(session, row) if each.code == code)
    successor = next(found, None)
    if successor is None:
        raise UnitClassRefusedError("class_successor", fields=["successor"])
    return successor


def _go_over(session: TenantSession, row: OwnClass, successor: OwnClass) -> list[str]:
    """Give the units in force the other kind or sector; return their codes."""
    column = OrgUnit.kind_code if isinstance(row, KindOfUnit) else OrgUnit.sector
    changed = session.scalars(
        update(OrgUnit)
        .where(column == row.code, OrgUnit.valid_to.is_(None))
        .values({column: successor.code})
        .returning(OrgUnit.code)
        .execution_options(synchronize_session=False)
    ).all()
    session.expire_all()
    return sorted(changed)


def _told(row: OwnClass) -> Json:
    return {
        "name": row.name, "short_name": row.short_name, "position": row.position,
        "spellings": list(row.spellings), "valid_to": row.valid_to,
    }  # fmt: skip


def _kept(
    session: TenantSession,
    event: str,
    row: OwnClass,
    actor: Member,
    reason: str,
    *,
    before: Json | None,
    **facts: object,
) -> None:
    if before is not None:
        row.version += 1
    session.flush()
    forget(session)
    record_event(
        session, event, actor=actor, role="tenant_admin",
        facts={
            "of": type(row).__tablename__, "code": row.code, "name": row.name,
            "behaves_as": row.behaves_as, "before": before, "after": _told(row),
            "reason": normalise(reason), **facts,
        },
    )  # fmt: skip

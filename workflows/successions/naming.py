"""Names of units: free among their sisters, and told apart where they collide."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.text.folding import normalise, spelling_key
from tenants.units import OrgUnit, sister_called
from tenants.wall import TenantSession
from workflows.engine.refusals import Refusal
from workflows.successions.asking_of_units import parent_of
from workflows.successions.plan import Changed, Plan

# What a committee's name begins with, before the name of its place.
BEFORE_THE_PLACE = (
    "đảng bộ", "đảng ủy", "ban chấp hành", "phường", "xã", "thị trấn", "đặc khu", "quận",
    "huyện", "thị xã", "thành phố",
)  # fmt: skip


def place_of(name: str) -> str:
    """Return a committee's place alone: ``Đảng bộ phường Tân Giang`` gives ``Tân Giang``."""
    rest = normalise(name)
    while True:
        word = next((w for w in BEFORE_THE_PLACE if rest.lower().startswith(f"{w} ")), None)
        if word is None:
            return rest
        rest = rest[len(word) + 1 :]


def free_name(session: TenantSession, name: str, unit: OrgUnit, plan: Plan) -> str:
    """Return a name for a unit, once it is known to be free."""
    leaving = [other.id for other in plan.before]
    ask_free_name(session, name, unit.parent_id, leaving)
    return name


def ask_free_name(
    session: TenantSession, name: str, parent_id: UUID | None, but: Sequence[UUID]
) -> None:
    """Ask that no sister has the name already, however it is spelled."""
    sister = sister_called(session, name, parent_id, but=but)
    if sister is not None:
        raise Refusal("name_taken", fields=["name"], name=sister.name, unit=sister.code)


def told_apart(
    session: TenantSession, moves: Sequence[tuple[OrgUnit, UUID, str]], mother_id: UUID
) -> list[Changed]:
    """Return the units as they will be called: names that collide say where they come from."""
    standing = session.scalars(
        select(OrgUnit)
        .where(
            OrgUnit.parent_id == mother_id,
            OrgUnit.valid_to.is_(None),
            OrgUnit.id.not_in([unit.id for unit, _, _ in moves]),
        )
        .options(joinedload(OrgUnit.parent))
    ).all()
    everybody = [*(unit for unit, _, _ in moves), *standing]
    named: dict[str, list[OrgUnit]] = {}
    for unit in everybody:
        named.setdefault(spelling_key(unit.own_name), []).append(unit)
    places = {unit.id: (parent_id, name) for unit, parent_id, name in moves}
    changes: list[Changed] = []
    for unit in everybody:
        collides = len(named[spelling_key(unit.own_name)]) > 1
        origin = unit.origin or place_of(parent_of(unit).name)
        name = f"{unit.own_name} ({origin})" if collides else unit.name
        if unit.id in places or name != unit.name:
            changes.append(
                changed_unit(
                    unit,
                    name=name,
                    origin=origin if collides else unit.origin,
                    parent=places.get(unit.id),
                )
            )
    return changes


def changed_unit(
    unit: OrgUnit,
    *,
    name: str = "",
    origin: str = "",
    parent: tuple[UUID, str] | None = None,
    numbers: tuple[int, int, int] | None = None,
) -> Changed:
    """Return what a unit will be; what is not said stays as it is."""
    official, probationary, exempted = numbers or (
        unit.members_official, unit.members_probationary, unit.members_exempted,
    )  # fmt: skip
    parent_id, parent_name = parent or (parent_of(unit).id, parent_of(unit).name)
    return Changed(
        unit,
        name=name or unit.name,
        origin=origin if name else unit.origin,
        parent_id=parent_id,
        parent_name=parent_name,
        official=official,
        probationary=probationary,
        exempted=exempted,
    )

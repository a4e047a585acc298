"""Planning an act on units: whether it can be done, and everything that it would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.bodies import Body, BodyMember
from tenants.database import row_id
from tenants.people import Membership, Person
from tenants.roles import Role
from tenants.successions import FormerUnit, StreakRule, SuccessionKind
from tenants.text.folding import normalise, search_key, spelling_key
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.dossiers.tables import Dossier
from workflows.engine.flow import Kind
from workflows.engine.refusals import Refusal
from workflows.flows import flow_of
from workflows.sittings.tables import Sitting, SittingItem, SittingState
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.plan import Changed, DossierFate, Founded, OfficeFate, Plan, SeatFate

LEADING = (Role.CELL_SECRETARY, Role.COMMITTEE_CHAIR)
ON_BODY = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)
# What a committee's name begins with, before the name of its place.
BEFORE_THE_PLACE = (
    "đảng bộ", "đảng ủy", "ban chấp hành", "phường", "xã", "thị trấn", "đặc khu", "quận",
    "huyện", "thị xã", "thành phố",
)  # fmt: skip


def plan_succession(session: TenantSession, asked: Asked) -> Plan:
    """Plan an act on units.

    Raises:
        Refusal: it cannot be done as asked; ``fields`` name what to correct.

    """
    asked = replace(asked, legal_basis=normalise(asked.legal_basis), name=normalise(asked.name))
    plan = Plan(asked, before=_units(session, asked))
    _ask_of_every_act(session, asked, plan.before)
    _PLANS[asked.kind](session, plan)
    _find_hindrances(session, plan)
    return plan


def place_of(name: str) -> str:
    """Return a committee's place alone: ``Đảng bộ phường Tân Giang`` gives ``Tân Giang``."""
    rest = normalise(name)
    while True:
        word = next((w for w in BEFORE_THE_PLACE if rest.lower().startswith(f"{w} ")), None)
        if word is None:
            return rest
        rest = rest[len(word) + 1 :]


def _units(session: TenantSession, asked: Asked) -> list[OrgUnit]:
    found = {
        unit.id: unit
        for unit in session.scalars(
            select(OrgUnit)
            .where(OrgUnit.id.in_(asked.units))
            .options(joinedload(OrgUnit.parent))
            .execution_options(populate_existing=True)
        )
    }
    missing = [unit_id for unit_id in asked.units if unit_id not in found]
    if missing:
        raise Refusal("no_such_unit", fields=["units"])
    return [found[unit_id] for unit_id in dict.fromkeys(asked.units)]


def _ask_of_every_act(session: TenantSession, asked: Asked, units: Sequence[OrgUnit]) -> None:
    if not asked.legal_basis:
        raise Refusal("missing", fields=["legal_basis"])
    today = clock.today(session)
    if asked.effective_on > today:
        raise Refusal("future_day", fields=["effective_on"], today=today)
    least = 2 if asked.kind is SuccessionKind.MERGE else 1
    if asked.kind is not SuccessionKind.FOUND and len(units) < least:
        raise Refusal("too_few_units", fields=["units"], least=least)
    for unit in units:
        if unit.parent_id is None:
            raise Refusal("not_the_top", fields=["units"], unit=unit.name)
        _ask_it_stands(session, unit, asked.effective_on)
    if asked.streak_rule is StreakRule.ONE and asked.streak_of not in asked.units:
        raise Refusal("streak_of_whom", fields=["streak_of"])


def _ask_it_stands(session: TenantSession, unit: OrgUnit, day: date) -> None:
    """The unit is there, and nothing was done to it on this day or later."""
    if unit.valid_to is not None:
        raise Refusal("unit_closed", fields=["units"], unit=unit.name, on=unit.valid_to)
    last = session.scalar(
        select(FormerUnit.valid_to)
        .where(FormerUnit.unit_id == unit.id)
        .order_by(FormerUnit.valid_to.desc())
        .limit(1)
    )
    since = max(unit.valid_from, last or unit.valid_from)
    if day <= since:
        raise Refusal("before_the_unit", fields=["effective_on"], unit=unit.name, on=since)


def _plan_merge(session: TenantSession, plan: Plan) -> None:
    asked = plan.asked
    kinds = {unit.kind for unit in plan.before}
    if len(kinds) > 1:
        raise Refusal("different_kinds", fields=["units"])
    into = _other_unit(session, plan, asked.into) if asked.into else None
    if into is not None:
        if into.kind not in kinds:
            raise Refusal("different_kinds", fields=["into"])
        if into.id not in asked.units:
            plan.before.append(into)
            plan.asked = replace(asked, units=(*asked.units, into.id))
        plan.closed = [unit for unit in plan.before if unit.id != into.id]
        after_id, after_name, parent = into.id, into.name, into.parent
        grown = _sum(plan.before)
        name = _free_name(session, asked.name, into, plan) if asked.name else into.name
        after_name = name
        plan.changed.append(_changed(into, name=name, numbers=grown))
    else:
        parents = {unit.parent_id for unit in plan.before}
        if len(parents) > 1:
            raise Refusal("different_parents", fields=["into"])
        new = _one_new(asked)
        official, probationary, exempted = _sum(plan.before)
        made = _found(
            session, plan,
            replace(new, official=official, probationary=probationary, exempted=exempted),
            like=plan.before[0], parent=_parent_of(plan.before[0]),
        )  # fmt: skip
        plan.closed = list(plan.before)
        after_id, after_name, parent = made.id, made.name, made.parent
    plan.after = [after_id]
    _move_children(session, plan, after_id, after_name)
    committee_id = _parent_id(parent)
    goes_on = None if into is not None else plan.asked.dossier_of
    taken = _campaigns_with(session, after_id)
    for dossier in _open_dossiers(session, [unit.id for unit in plan.closed]):
        follows = dossier.unit_id == goes_on and dossier.campaign_id not in taken
        plan.dossiers.append(
            DossierFate(dossier, "transfer", after_id, committee_id, after_name)
            if follows
            else DossierFate(
                dossier, "supersede", dossier.unit_id, dossier.committee_id, after_name
            )
        )
        if follows:
            taken.add(dossier.campaign_id)
    if into is None:
        _add_drafts(session, plan, after_name, plan.before[0].kind, taken)
    _move_people(session, plan, after_id, after_name, into)


def _plan_split(session: TenantSession, plan: Plan) -> None:
    (unit,) = _just_one(plan)
    asked = plan.asked
    if not asked.new or (not asked.goes_on and len(asked.new) < 2):
        raise Refusal("too_few_units", fields=["new"], least=1 if asked.goes_on else 2)
    parent, carried = _parent_of(unit), set[UUID]()
    for new in asked.new:
        _found(session, plan, new, like=unit, parent=parent)
    if asked.goes_on:
        official = sum(made.official for made in plan.founded)
        probationary = sum(made.probationary for made in plan.founded)
        exempted = sum(made.exempted for made in plan.founded)
        left = (
            unit.members_official - official,
            unit.members_probationary - probationary,
            unit.members_exempted - exempted,
        )
        if min(left) < 0:
            raise Refusal("more_than_there_are", fields=["new"], unit=unit.name)
        plan.changed.append(_changed(unit, numbers=left))
        plan.after = [unit.id]
    else:
        _ask_no_children(session, unit)
        plan.closed = [unit]
        heir = plan.founded[0]
        follows = asked.dossier_of == unit.id
        for dossier in _open_dossiers(session, [unit.id]):
            fate = (
                ("transfer", heir.id, heir.name) if follows else ("supersede", unit.id, unit.name)
            )
            trigger, to_id, to_name = fate
            plan.dossiers.append(
                DossierFate(dossier, trigger, to_id, dossier.committee_id, to_name)
            )
            if follows:
                carried.add(dossier.campaign_id)
        plan.asked = replace(asked, lead=unit.id if unit.id in asked.people_of else None)
        _move_people(session, plan, heir.id, heir.name, None)
    plan.after += [made.id for made in plan.founded]
    for number, made in enumerate(plan.founded):
        _add_drafts(session, plan, made.name, made.kind, carried if number == 0 else set())


def _plan_rename(session: TenantSession, plan: Plan) -> None:
    (unit,) = _just_one(plan)
    if not plan.asked.name:
        raise Refusal("missing", fields=["name"])
    name = _free_name(session, plan.asked.name, unit, plan)
    if name == unit.name:
        raise Refusal("same_name", fields=["name"], unit=unit.name)
    plan.changed = [_changed(unit, name=name)]
    plan.after = [unit.id]
    _carry_dossiers(session, plan, unit, name, unit.parent_id)


def _plan_reparent(session: TenantSession, plan: Plan) -> None:
    if plan.asked.under is None:
        raise Refusal("missing", fields=["under"])
    mother = _other_unit(session, plan, plan.asked.under, field="under")
    above = _path_up(session, mother)
    for unit in plan.before:
        if unit.id in above:
            raise Refusal("below_itself", fields=["under"], unit=unit.name)
        if unit.parent_id == mother.id:
            raise Refusal("already_there", fields=["under"], unit=unit.name)
        if RANK[unit.kind] <= RANK[mother.kind]:
            raise Refusal("not_under_this_kind", fields=["under"], unit=mother.name)
    plan.after = [unit.id for unit in plan.before]
    plan.changed = _told_apart(
        session, [(unit, mother.id, mother.name) for unit in plan.before], mother.id
    )
    for change in plan.changed:
        if change.unit.id in plan.after:
            _carry_dossiers(session, plan, change.unit, change.name, mother.id)


def _plan_close(session: TenantSession, plan: Plan) -> None:
    for unit in plan.before:
        _ask_no_children(session, unit)
    plan.closed = list(plan.before)
    for dossier in _open_dossiers(session, [unit.id for unit in plan.closed]):
        plan.dossiers.append(
            DossierFate(dossier, "supersede", dossier.unit_id, dossier.committee_id, "")
        )
    plan.asked = replace(plan.asked, lead=None, people_of=frozenset())
    _move_people(session, plan, None, "", None)


def _plan_found(session: TenantSession, plan: Plan) -> None:
    if plan.asked.under is None:
        raise Refusal("missing", fields=["under"])
    mother = _other_unit(session, plan, plan.asked.under, field="under")
    new = _one_new(plan.asked)
    if new.kind is None:
        raise Refusal("missing", fields=["unit_kind"])
    if RANK[new.kind] <= RANK[mother.kind]:
        raise Refusal("not_under_this_kind", fields=["under"], unit=mother.name)
    made = _found(session, plan, new, like=None, parent=mother)
    plan.after = [made.id]
    _add_drafts(session, plan, made.name, made.kind, set())


RANK = {
    UnitKind.UPPER_COMMITTEE: 0,
    UnitKind.WARD_COMMITTEE: 1,
    UnitKind.GRASSROOTS_ORGANISATION: 2,
    UnitKind.PARTY_CELL: 3,
}
_PLANS: dict[SuccessionKind, Callable[[TenantSession, Plan], None]] = {
    SuccessionKind.MERGE: _plan_merge,
    SuccessionKind.SPLIT: _plan_split,
    SuccessionKind.RENAME: _plan_rename,
    SuccessionKind.REPARENT: _plan_reparent,
    SuccessionKind.CLOSE: _plan_close,
    SuccessionKind.FOUND: _plan_found,
}


def _just_one(plan: Plan) -> list[OrgUnit]:
    if len(plan.before) != 1:
        raise Refusal("one_unit_only", fields=["units"])
    return plan.before


def _one_new(asked: Asked) -> NewUnit:
    if len(asked.new) != 1 or not normalise(asked.new[0].name):
        raise Refusal("missing", fields=["name"])
    return asked.new[0]


def _parent_of(unit: OrgUnit) -> OrgUnit:
    if unit.parent is None:
        raise Refusal("not_the_top", fields=["units"], unit=unit.name)
    return unit.parent


def _parent_id(parent: OrgUnit | None) -> UUID:
    if parent is None:
        raise Refusal("not_the_top", fields=["units"])
    return parent.id


def _other_unit(
    session: TenantSession, plan: Plan, unit_id: UUID, *, field: str = "into"
) -> OrgUnit:
    unit = next((known for known in plan.before if known.id == unit_id), None) or session.scalar(
        select(OrgUnit).where(OrgUnit.id == unit_id).options(joinedload(OrgUnit.parent))
    )
    if unit is None:
        raise Refusal("no_such_unit", fields=[field])
    if unit.valid_to is not None:
        raise Refusal("unit_closed", fields=[field], unit=unit.name, on=unit.valid_to)
    if unit.valid_from > plan.asked.effective_on:
        raise Refusal(
            "before_the_unit", fields=["effective_on"], unit=unit.name, on=unit.valid_from
        )
    return unit


def _path_up(session: TenantSession, unit: OrgUnit) -> set[UUID]:
    path, at = {unit.id}, unit.parent_id
    while at is not None and at not in path:
        path.add(at)
        at = session.scalar(select(OrgUnit.parent_id).where(OrgUnit.id == at))
    return path


def _sum(units: Sequence[OrgUnit]) -> tuple[int, int, int]:
    return (
        sum(unit.members_official for unit in units),
        sum(unit.members_probationary for unit in units),
        sum(unit.members_exempted for unit in units),
    )


def _changed(
    unit: OrgUnit,
    *,
    name: str = "",
    origin: str = "",
    parent: tuple[UUID, str] | None = None,
    numbers: tuple[int, int, int] | None = None,
) -> Changed:
    official, probationary, exempted = numbers or (
        unit.members_official, unit.members_probationary, unit.members_exempted,
    )  # fmt: skip
    parent_id, parent_name = parent or (_parent_of(unit).id, _parent_of(unit).name)
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


def _found(
    session: TenantSession, plan: Plan, new: NewUnit, *, like: OrgUnit | None, parent: OrgUnit
) -> Founded:
    name = normalise(new.name)
    if not name:
        raise Refusal("missing", fields=["name"])
    leaving = [unit.id for unit in plan.before] if plan.asked.kind is SuccessionKind.MERGE else []
    _ask_free_name(session, name, parent.id, leaving)
    if any(spelling_key(made.name) == spelling_key(name) for made in plan.founded):
        raise Refusal("name_taken", fields=["name"], name=name, unit=parent.name)
    made = Founded(
        id=row_id(),
        code=_free_code(session, plan, new, name),
        name=name,
        kind=new.kind or (UnitKind(like.kind) if like else UnitKind.PARTY_CELL),
        sector=new.sector or (like.sector if like else None),
        parent=parent,
        official=new.official,
        probationary=new.probationary,
        exempted=new.exempted,
    )
    plan.founded.append(made)
    return made


def _free_code(session: TenantSession, plan: Plan, new: NewUnit, name: str) -> str:
    """Return the code asked for, or one made of the name; one ever given is not given again."""
    taken = {made.code for made in plan.founded}
    if new.code:
        code = normalise(new.code).lower()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
            raise Refusal("bad_code", fields=["code"])
        holder = session.scalar(select(OrgUnit).where(OrgUnit.code == code))
        if holder is not None or code in taken:
            raise Refusal(
                "code_taken", fields=["code"], taken=code,
                unit=holder.name if holder else "", on=holder.valid_to if holder else None,
            )  # fmt: skip
        return code
    stem = "-".join(re.findall(r"[a-z0-9]+", search_key(name)))[:48].strip("-") or "don-vi"
    taken |= set(session.scalars(select(OrgUnit.code).where(OrgUnit.code.like(f"{stem}%"))))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def _free_name(session: TenantSession, name: str, unit: OrgUnit, plan: Plan) -> str:
    leaving = [other.id for other in plan.before]
    _ask_free_name(session, name, unit.parent_id, leaving)
    return name


def _ask_free_name(
    session: TenantSession, name: str, parent_id: UUID | None, but: Sequence[UUID]
) -> None:
    siblings = session.scalars(
        select(OrgUnit).where(
            OrgUnit.parent_id == parent_id, OrgUnit.valid_to.is_(None), OrgUnit.id.not_in(but)
        )
    )
    for sibling in siblings:
        if spelling_key(sibling.name) == spelling_key(name):
            raise Refusal("name_taken", fields=["name"], name=sibling.name, unit=sibling.code)


def _ask_no_children(session: TenantSession, unit: OrgUnit) -> None:
    children = session.scalars(
        select(OrgUnit.name)
        .where(OrgUnit.parent_id == unit.id, OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.sort_key)
        .limit(5)
    ).all()
    if children:
        raise Refusal("has_units_below", fields=["units"], unit=unit.name, below=list(children))


def _move_children(session: TenantSession, plan: Plan, to_id: UUID, to_name: str) -> None:
    """Put the units below those that close under the one that goes on, told apart by name."""
    leaving = [unit.id for unit in plan.closed]
    children = session.scalars(
        select(OrgUnit)
        .where(OrgUnit.parent_id.in_(leaving), OrgUnit.valid_to.is_(None))
        .order_by(OrgUnit.sort_key, OrgUnit.code)
        .options(joinedload(OrgUnit.parent))
    ).all()
    for child in children:
        _ask_it_stands(session, child, plan.asked.effective_on)
    changes = _told_apart(session, [(child, to_id, to_name) for child in children], to_id)
    plan.changed += changes
    moved = {child.id for child in children}
    for change in changes:
        if change.unit.id in moved:
            _carry_dossiers(session, plan, change.unit, change.name, to_id)


def _told_apart(
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
        origin = unit.origin or place_of(_parent_of(unit).name)
        name = f"{unit.own_name} ({origin})" if collides else unit.name
        if unit.id in places or name != unit.name:
            changes.append(
                _changed(
                    unit,
                    name=name,
                    origin=origin if collides else unit.origin,
                    parent=places.get(unit.id),
                )
            )
    return changes


def _open_dossiers(session: TenantSession, unit_ids: Sequence[UUID]) -> list[Dossier]:
    """List the dossiers of units that still have somewhere to go, by code."""
    rows = session.scalars(
        select(Dossier)
        .where(Dossier.unit_id.in_(unit_ids))
        .order_by(Dossier.code)
        .options(joinedload(Dossier.unit), joinedload(Dossier.campaign))
    )
    unsettled = (Kind.OPEN, Kind.PARKED)
    return [row for row in rows if flow_of(row).states[row.state].kind in unsettled]


def _carry_dossiers(
    session: TenantSession, plan: Plan, unit: OrgUnit, name: str, committee_id: UUID | None
) -> None:
    for dossier in _open_dossiers(session, [unit.id]):
        to = committee_id or dossier.committee_id
        plan.dossiers.append(DossierFate(dossier, "transfer", unit.id, to, name))


def _campaigns_with(session: TenantSession, unit_id: UUID) -> set[UUID]:
    """Return the campaigns in which a unit has a dossier already, open or not."""
    return set(session.scalars(select(Dossier.campaign_id).where(Dossier.unit_id == unit_id)))


def _add_drafts(
    session: TenantSession, plan: Plan, name: str, kind: UnitKind, taken: set[UUID]
) -> None:
    if kind is not UnitKind.PARTY_CELL:
        return
    open_now = session.scalars(select(Campaign.id).where(Campaign.state == CampaignState.OPEN))
    if any(campaign_id not in taken for campaign_id in open_now):
        plan.drafts.append(name)


def _move_people(
    session: TenantSession,
    plan: Plan,
    to_id: UUID | None,
    to_name: str,
    into: OrgUnit | None,
) -> None:
    """Say of each role in a unit that closes whether it goes on, and in which unit."""
    asked = plan.asked
    leaving = {unit.id for unit in plan.closed}
    held = session.scalars(
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.unit_id.in_(leaving), Membership.valid_to.is_(None))
        .order_by(Person.sort_key, Membership.id)
        .options(joinedload(Membership.person), joinedload(Membership.unit))
    ).all()
    standing = _standing_in(session, into)
    for membership in held:
        leads = membership.role in LEADING
        stays = membership.unit_id in asked.people_of and (
            not leads or (into is None and membership.unit_id == asked.lead)
        )
        mark = (membership.person_id, membership.role, membership.desk)
        if to_id is not None and stays and mark not in standing:
            standing.add(mark)
            plan.offices.append(OfficeFate(membership, to_id, to_name))
        else:
            plan.offices.append(OfficeFate(membership, None))
    _move_seats(session, plan, leaving, to_id, into)


def _standing_in(session: TenantSession, unit: OrgUnit | None) -> set[tuple[UUID, Role, str]]:
    if unit is None:
        return set()
    rows = session.execute(
        select(Membership.person_id, Membership.role, Membership.desk).where(
            Membership.unit_id == unit.id, Membership.valid_to.is_(None)
        )
    )
    return {(person_id, Role(role), desk) for person_id, role, desk in rows.all()}


def _move_seats(
    session: TenantSession,
    plan: Plan,
    leaving: set[UUID],
    to_id: UUID | None,
    into: OrgUnit | None,
) -> None:
    going_on = {
        fate.membership.person_id
        for fate in plan.offices
        if fate.to_unit is not None and fate.membership.role in ON_BODY
    }
    bodies = session.scalars(select(Body).where(Body.unit_id.in_(leaving))).all()
    for body in bodies:
        for seat in session.scalars(
            select(BodyMember)
            .where(BodyMember.body_id == body.id, BodyMember.valid_to.is_(None))
            .order_by(BodyMember.position)
            .options(joinedload(BodyMember.person))
        ):
            moves = seat.person_id in going_on
            plan.seats.append(SeatFate(seat, body, goes_on=moves))
            going_on.discard(seat.person_id)
    if bodies and to_id is not None and into is None:
        plan.body_for = to_id
    plan.sittings = list(
        session.scalars(
            select(Sitting).where(
                Sitting.body_id.in_([body.id for body in bodies]),
                Sitting.state == SittingState.PREPARED,
            )
        )
    )


def _find_hindrances(session: TenantSession, plan: Plan) -> None:
    """Name the dossiers that stand on an opened sitting: these accept votes only."""
    ids = [fate.dossier.id for fate in plan.dossiers]
    closing = [unit.id for unit in plan.closed]
    rows = session.execute(
        select(Dossier.code, Sitting.code)
        .join(SittingItem, SittingItem.dossier_id == Dossier.id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .join(Body, Body.id == Sitting.body_id)
        .where(
            Dossier.id.in_(ids) | Body.unit_id.in_(closing),
            SittingItem.active,
            Sitting.state.in_([SittingState.OPENED, SittingState.SUSPENDED]),
        )
        .order_by(Sitting.code, Dossier.code)
    )
    plan.on_sittings = [(dossier, sitting) for dossier, sitting in rows.all()]

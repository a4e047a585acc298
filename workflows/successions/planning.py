"""Planning an act on units: whether it can be done, and everything that it would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.bodies import Body
from tenants.successions import StreakRule, SuccessionKind
from tenants.text.folding import normalise
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal
from workflows.sittings.tables import Sitting, SittingItem, SittingState
from workflows.successions.asking import Asked
from workflows.successions.asking_of_units import ask_it_stands
from workflows.successions.ending import plan_close
from workflows.successions.founding import plan_found
from workflows.successions.merging import plan_merge
from workflows.successions.moving import plan_rename, plan_reparent
from workflows.successions.plan import Plan
from workflows.successions.splitting import plan_split


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
        ask_it_stands(session, unit, asked.effective_on)
    if asked.streak_rule is StreakRule.ONE and asked.streak_of not in asked.units:
        raise Refusal("streak_of_whom", fields=["streak_of"])


def _find_hindrances(session: TenantSession, plan: Plan) -> None:
    """Name what stands on an opened sitting, which accepts votes only, and bodies that sit."""
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
    named = {sitting for _dossier, sitting in plan.on_sittings}
    # A body whose every item has been struck sits on all the same, until its sitting is ended.
    sits = session.scalars(
        select(Sitting.code)
        .join(Body, Body.id == Sitting.body_id)
        .where(
            Body.unit_id.in_(closing),
            Sitting.state.in_([SittingState.OPENED, SittingState.SUSPENDED]),
        )
        .order_by(Sitting.code)
    )
    plan.on_sittings += [("", sitting) for sitting in sits if sitting not in named]


_PLANS: dict[SuccessionKind, Callable[[TenantSession, Plan], None]] = {
    SuccessionKind.MERGE: plan_merge,
    SuccessionKind.SPLIT: plan_split,
    SuccessionKind.RENAME: plan_rename,
    SuccessionKind.REPARENT: plan_reparent,
    SuccessionKind.CLOSE: plan_close,
    SuccessionKind.FOUND: plan_found,
}

"""Planning new units: their place, name and code, and what they begin with."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select

from tenants.database import row_id
from tenants.successions import SuccessionKind
from tenants.text.folding import normalise, search_key, spelling_key
from tenants.unit_classes.known import usual_kind
from tenants.units import OrgUnit, UnitKind
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState
from workflows.engine.refusals import Refusal
from workflows.successions.asking import Asked, NewUnit
from workflows.successions.asking_of_units import RANK, other_unit
from workflows.successions.naming import ask_free_name
from workflows.successions.plan import Founded, Plan


def plan_found(session: TenantSession, plan: Plan) -> None:
    """Plan a new unit below one that stands."""
    if plan.asked.under is None:
        raise Refusal("missing", fields=["under"])
    mother = other_unit(session, plan, plan.asked.under, field="under")
    new = one_new(plan.asked)
    if new.kind is None:
        raise Refusal("missing", fields=["unit_kind"])
    if RANK[new.kind] <= RANK[mother.kind]:
        raise Refusal("not_under_this_kind", fields=["under"], unit=mother.name)
    made = founded_unit(session, plan, new, like=None, parent=mother)
    plan.after = [made.id]
    add_drafts(session, plan, made.name, made.kind, set())


def one_new(asked: Asked) -> NewUnit:
    """Return the one unit that the act founds."""
    if len(asked.new) != 1 or not normalise(asked.new[0].name):
        raise Refusal("missing", fields=["name"])
    return asked.new[0]


def founded_unit(
    session: TenantSession, plan: Plan, new: NewUnit, *, like: OrgUnit | None, parent: OrgUnit
) -> Founded:
    """Add a new unit to the plan, under a name and a code that are free."""
    name = normalise(new.name)
    if not name:
        raise Refusal("missing", fields=["name"])
    leaving = [unit.id for unit in plan.before] if plan.asked.kind is SuccessionKind.MERGE else []
    ask_free_name(session, name, parent.id, leaving)
    if any(spelling_key(made.name) == spelling_key(name) for made in plan.founded):
        raise Refusal("name_taken", fields=["name"], name=name, unit=parent.name)
    kind = new.kind or (UnitKind(like.kind) if like else UnitKind.PARTY_CELL)
    made = Founded(
        id=row_id(),
        code=_free_code(session, plan, new, name),
        name=name,
        kind=kind,
        kind_code=new.kind_code or _kind_like(session, kind, like),
        sector=new.sector or (like.sector if like else None),
        parent=parent,
        official=new.official,
        probationary=new.probationary,
        exempted=new.exempted,
    )
    plan.founded.append(made)
    return made


def _kind_like(session: TenantSession, kind: UnitKind, like: OrgUnit | None) -> str:
    """Return the kind of the unit that the new one comes from, or the usual one."""
    return like.kind_code if like and like.kind == kind else usual_kind(session, kind)


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


def add_drafts(
    session: TenantSession, plan: Plan, name: str, kind: UnitKind, taken: set[UUID]
) -> None:
    """Say for which new cell a dossier is drafted, where a year is open."""
    if kind is not UnitKind.PARTY_CELL:
        return
    open_now = session.scalars(select(Campaign.id).where(Campaign.state == CampaignState.OPEN))
    if any(campaign_id not in taken for campaign_id in open_now):
        plan.drafts.append(name)

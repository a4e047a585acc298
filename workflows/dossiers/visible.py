"""Who sees which dossiers: the one place that pages, lists, search and exports all ask.

The wall keeps tenants apart; this keeps units and roles apart inside a tenant
(docs/process.md, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from tenants.bodies import Body
from tenants.members import Member
from tenants.roles import Role
from tenants.units import OrgUnit, UnitKind, kept_by
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier
from workflows.engine.levels import holding_scope, standing_state
from workflows.engine.parties import Scope
from workflows.engine.registry import FLOWS, flow_of
from workflows.sittings.tables import Sitting, SittingItem, SittingState

if TYPE_CHECKING:
    from workflows.engine.flow import Flow

OWN_UNIT = (Role.CELL_SECRETARY, Role.CELL_DEPUTY, Role.SUPERVISOR)
RECEIVING = (Role.WARD_OFFICE, Role.APPRAISER)
WHOLE_TENANT = (
    Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.APPRAISER, Role.TENANT_ADMIN, Role.AUDITOR,
)  # fmt: skip
ON_BODY = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.SITTING_RECORDER)

# What has been with the committee above, whoever holds it now.
BACK_FROM_ABOVE = frozenset({"returned_to_ward", "recognized", "declined", "revoked"})


def visible(member: Member) -> Select[Dossier]:
    """Select the dossiers that a member may see at all."""
    return select(Dossier).where(sees(member))


@lru_cache(maxsize=2048)
def sees(member: Member) -> ColumnElement[bool]:
    """Say in SQL which dossiers a member may see; said once for the same person and roles."""
    if member.person_id is None:
        return true()
    grounds: list[ColumnElement[bool]] = []
    lent = (each for standing in member.stands_in_for for each in standing.principal.holdings)
    for holding in dict.fromkeys([*member.holdings, *lent]):
        upper = holding.unit_kind is UnitKind.UPPER_COMMITTEE
        if holding.role in OWN_UNIT:
            grounds.append(Dossier.unit_id == holding.unit_id)
        elif upper and holding.role in WHOLE_TENANT:
            grounds.append(Dossier.upper_committee_id == holding.unit_id)
        elif holding.role in RECEIVING:
            theirs = select(OrgUnit.id).where(OrgUnit.kept_by_id == holding.unit_id)
            grounds.append(Dossier.committee_id == holding.unit_id)
            grounds.append(Dossier.committee_id.in_(theirs))
        elif holding.role in ON_BODY:
            grounds.append(_on_agenda_of(holding.unit_id))
    return or_(*grounds) if grounds else false()


def find_dossier(session: TenantSession, code: str, *, viewer: Member) -> Dossier | None:
    """Return the dossier with this code; one the viewer may not see does not exist."""
    return session.scalars(
        visible(viewer)
        .where(Dossier.code == code)
        .options(joinedload(Dossier.campaign, innerjoin=True).joinedload(Campaign.criteria_set))
        .options(joinedload(Dossier.campaign, innerjoin=True).joinedload(Campaign.programme))
        .options(joinedload(Dossier.unit, innerjoin=True))
        .options(joinedload(Dossier.committee, innerjoin=True))
    ).one_or_none()


def reads_contents(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member may read what stands in a dossier they see.

    A draft is its unit's own, and its committee's office's where that enters on behalf;
    the city reads a dossier from the day it is sent up. A held one is read as where it
    was held. A deputy reads what those read in whose place they act.
    """
    return _reads(member, dossier) or any(
        _reads(standing.principal, dossier) for standing in member.stands_in_for
    )


def _reads(member: Member, dossier: Dossier) -> bool:
    state = standing_state(dossier)
    if member.person_id is None or member.holds(Role.AUDITOR):
        return True
    if any(member.holds(role, unit_id=dossier.unit_id) for role in OWN_UNIT):
        return True
    committee_id = dossier.committee.keeper_id
    if member.holds(Role.WARD_OFFICE, unit_id=committee_id):
        return True
    if is_draft(dossier):
        return False
    if committee_id in member.units(*RECEIVING, *ON_BODY):
        return True
    from_above = dossier.upper_committee_id in member.units(
        Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.APPRAISER, *ON_BODY
    )
    sent_up = holding_scope(dossier) is Scope.UPPER or state in BACK_FROM_ABOVE
    return from_above and sent_up


def is_draft(dossier: Dossier) -> bool:
    """Tell whether what stands in the dossier is still its unit's own."""
    return standing_state(dossier) in flow_of(dossier).units_own()


def reads(member: Member) -> ColumnElement[bool]:
    """Say in SQL of which dossiers a member reads what stands in them: ``reads_contents``."""
    if member.person_id is None or member.holds(Role.AUDITOR):
        return sees(member)
    own = member.units(*OWN_UNIT)
    receiving = member.units(*RECEIVING, *ON_BODY)
    above = member.units(Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.APPRAISER, *ON_BODY)
    handed_in, sent_up = _in_states(_handed_in), _in_states(_sent_up)
    return and_(
        sees(member),
        or_(
            Dossier.unit_id.in_(own),
            _received_by(member.units(Role.WARD_OFFICE)),
            and_(_received_by(receiving), handed_in),
            and_(Dossier.upper_committee_id.in_(above), handed_in, sent_up),
        ),
    )


def _received_by(unit_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Say that a dossier is received by these committees, or by one whose papers they keep."""
    return or_(Dossier.committee_id.in_(unit_ids), Dossier.committee_id.in_(kept_by(unit_ids)))


def _handed_in(flow: Flow, state: str) -> bool:
    return state not in flow.units_own()


def _sent_up(flow: Flow, state: str) -> bool:
    return flow.held_at(state) is Scope.UPPER or state in BACK_FROM_ABOVE


def _in_states(wanted: Callable[[Flow, str], bool]) -> ColumnElement[bool]:
    """Say that a dossier stands, or was held, in one of its flow's states of this sort."""
    held_in = func.coalesce(Dossier.back_to["put_on_hold"].astext, Dossier.state)
    state = case((Dossier.state == "on_hold", held_in), else_=Dossier.state)
    return or_(
        false(),
        *(
            and_(
                Dossier.flow == name,
                Dossier.flow_version == version,
                state.in_([each for each in flow.states if wanted(flow, each)]),
            )
            for (name, version), flow in FLOWS.items()
        ),
    )


def _on_agenda_of(unit_id: object) -> ColumnElement[bool]:
    """Say that the dossier stands, or stood, on an agenda of the unit's body."""
    return (
        select(SittingItem.id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .join(Body, Body.id == Sitting.body_id)
        .where(
            SittingItem.dossier_id == Dossier.id,
            Body.unit_id == unit_id,
            Sitting.state != SittingState.CANCELLED,
        )
        .exists()
    )


def find_many(session: TenantSession, codes: Sequence[str], *, viewer: Member) -> list[Dossier]:
    """Return those of the dossiers that the viewer may see, in the order of the codes."""
    rows = session.scalars(
        visible(viewer)
        .where(Dossier.code.in_(codes))
        .options(joinedload(Dossier.campaign, innerjoin=True).joinedload(Campaign.criteria_set))
        .options(joinedload(Dossier.unit, innerjoin=True))
        .options(joinedload(Dossier.committee, innerjoin=True))
    )
    found = {dossier.code: dossier for dossier in rows}
    return [found[code] for code in dict.fromkeys(codes) if code in found]

"""Who sees which evidence: the one place that pages, downloads, counts and exports ask.

A file is its unit's own, and its ward office's, which enters on behalf. To others it
opens with the dossier to which it is attached, from the day they may read that.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.roles import Role
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.unit_years import stood_under
from workflows.dossiers.visible import OWN_UNIT, reads
from workflows.evidence.tables import Evidence, EvidenceLink


def visible_evidence(member: Member) -> Select[Evidence]:
    """Select the evidence that a member may see; what was deleted for good is not among it."""
    return select(Evidence).where(sees_evidence(member), Evidence.purged_at.is_(None))


def sees_evidence(member: Member) -> ColumnElement[bool]:
    """Say in SQL which evidence a member may see."""
    if member.person_id is None or member.holds(Role.AUDITOR):
        return true()
    grounds: list[ColumnElement[bool]] = [_attached_where_read(member)]
    own = member.units(*OWN_UNIT)
    if own:
        grounds.append(Evidence.unit_id.in_(own))
    grounds += [
        stood_under(committee_id, Evidence.unit_id, Evidence.year)
        for committee_id in member.units(Role.WARD_OFFICE)
    ]
    return or_(*grounds) if member.holdings else false()


def find_evidence(
    session: TenantSession, evidence_id: UUID, *, viewer: Member, lock: bool = False
) -> Evidence | None:
    """Return a file; one that the viewer may not see does not exist."""
    wanted = visible_evidence(viewer).where(Evidence.id == evidence_id)
    if lock:
        wanted = wanted.with_for_update(of=Evidence).execution_options(populate_existing=True)
    return session.scalars(wanted.options(joinedload(Evidence.unit))).one_or_none()


def _attached_where_read(member: Member) -> ColumnElement[bool]:
    return (
        select(EvidenceLink.id)
        .join(Dossier, Dossier.id == EvidenceLink.dossier_id)
        .where(EvidenceLink.evidence_id == Evidence.id, reads(member))
        .exists()
    )

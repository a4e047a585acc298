"""Of how many a unit's own vote is counted, unless somebody gives a reason for another number."""

from __future__ import annotations

from sqlalchemy import select

from tenants import clock
from tenants.bodies import Body
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.sittings.roll import roll_on


def expected_base(session: TenantSession, dossier: Dossier) -> int:
    """Return the number that forms are prefilled with.

    In a cell its official members who are not exempted; in a committee the roll of its own
    body. It is zero where nobody has entered either.
    """
    if not dossier.of_committee:
        return dossier.unit.members_official - dossier.unit.members_exempted
    body_id = session.scalar(select(Body.id).where(Body.unit_id == dossier.unit_id))
    return len(roll_on(session, body_id, clock.today(session))) if body_id else 0

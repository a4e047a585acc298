"""Who decides or rules: they prove themselves twice, and their sign-ins are short.

Chairs of any body, the members of the upper committee's own body, and administrators
(docs/process.md, section 3).
"""

from __future__ import annotations

from tenants.members import Holding, Member
from tenants.roles import Role
from tenants.units import UnitKind

ALWAYS = frozenset({Role.COMMITTEE_CHAIR, Role.TENANT_ADMIN})


def decides(member: Member) -> bool:
    """Tell whether one of the member's roles asks for a second factor."""
    return any(_is_high(holding) for holding in member.holdings)


def _is_high(holding: Holding) -> bool:
    upper_body = (
        holding.role is Role.COMMITTEE_MEMBER and holding.unit_kind is UnitKind.UPPER_COMMITTEE
    )
    return holding.role in ALWAYS or upper_body

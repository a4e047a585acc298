"""Whether a criteria set was made for the units that are to be judged by it.

A set says so itself (``applies_to``): for which kind of unit, and sometimes that it is no
table of a title at all, such as that of the monthly meeting. The sector it names is advice:
one set serves all sectors until the tenant has written others.
"""

from __future__ import annotations

from tenants.unit_classes.known import kinds_by_code
from tenants.wall import TenantSession
from workflows.campaigns.tables import CriteriaSet
from workflows.engine.refusals import Refusal


def ask_whether_made_for(session: TenantSession, criteria: CriteriaSet, kind: str) -> None:
    """Let a set pass that was made for units of a kind, or for units of any.

    Args:
        session: the tenant's.
        criteria: the set.
        kind: the code of a kind of the tenant, or what kinds behave as.

    Raises:
        Refusal: ``criteria_for_another_kind``; ``criteria_for_no_title``.

    """
    if misfit := misfit_of(session, criteria, kind):
        raise misfit


def misfit_of(session: TenantSession, criteria: CriteriaSet, kind: str) -> Refusal | None:
    """Return why a set is not for units of a kind, or nothing where it is."""
    applies = criteria.document.get("applies_to") or {}
    if applies.get("subject"):
        return Refusal("criteria_for_no_title", fields=["criteria"], title=criteria.title)
    own = kinds_by_code(session).get(kind)
    if applies.get("unit_kind") in (None, "", kind, own.behaves_as if own else kind):
        return None
    return Refusal(
        "criteria_for_another_kind", fields=["criteria"], title=criteria.title,
        made_for=applies["unit_kind"], kind=kind,
    )  # fmt: skip

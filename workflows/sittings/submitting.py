"""The three lists of a submission: recommended, with the Giấy khen, and not recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem


@dataclass(frozen=True, slots=True)
class SubmissionLists:
    """A: those recommended; B: those of them with the Giấy khen; C: those that were not."""

    recommended: list[Dossier]
    with_merit: list[Dossier]
    not_recommended: list[Dossier]


def submission_lists(
    session: TenantSession, dossiers: Sequence[Dossier], *, viewer: Member
) -> SubmissionLists:
    """Sort what is sent up as the sitting voted, beside what the same sitting left behind."""
    sittings = session.scalars(
        select(Sitting.id)
        .join(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(
            SittingItem.dossier_id.in_([dossier.id for dossier in dossiers]),
            SittingItem.result == Result.PASSED,
            Sitting.gate == Gate.RECOMMENDATION,
        )
    ).all()
    items = list(
        session.scalars(
            select(SittingItem)
            .join(Dossier, Dossier.id == SittingItem.dossier_id)
            .where(
                SittingItem.sitting_id.in_(sittings),
                SittingItem.result.in_([Result.PASSED, Result.NOT_PASSED]),
                sees(viewer),
            )
            .order_by(SittingItem.position)
            .options(joinedload(SittingItem.dossier, innerjoin=True).joinedload(Dossier.unit))
        )
    )
    merit: set[UUID] = {item.dossier_id for item in items if item.merit_passed}
    return SubmissionLists(
        recommended=list(dossiers),
        with_merit=[dossier for dossier in dossiers if dossier.id in merit],
        not_recommended=[
            item.dossier
            for item in items
            if item.result is Result.NOT_PASSED and item.dossier.state == "not_recommended"
        ],
    )

"""The places that a body has to give: counted in one row, frozen while it sits.

Counting rows that others add and remove lets two sittings give the same last place. So
numerator, base and limit stand in a row of their own; whoever gives a place raises the
numerator by a guarded UPDATE on that row, under the lock of the dossier, in this order.
Withdrawals and ratings meanwhile do not touch it: base and limit are taken anew only when a
sitting opens and no other of the body's is open (docs/process.md, sections 4 and 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Select,
    Text,
    UniqueConstraint,
    cast,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from tenants import clock
from tenants.bodies import Body
from tenants.database import Base, TenantRow, belongs_to, row_id
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.dossiers.tables import Dossier, QualityRating, Rating
from workflows.engine.refusals import Refusal
from workflows.engine.registry import states_of
from workflows.sittings.quota_rule import QuotaRule, limit_of
from workflows.sittings.tables import Sitting, SittingItem, SittingState

RATED = {"good": (Rating.GOOD,), "good_or_better": (Rating.GOOD, Rating.EXCELLENT)}


class Quota(TenantRow, Base):
    """What the body of one unit may give in a campaign, in one group of units.

    ``used`` of ``most`` places, ``most`` being the campaign's share of ``base`` rounded
    down. ``sitting`` is the code of the one whose opening froze base and limit.
    """

    __tablename__ = "quotas"
    __table_args__ = (
        belongs_to("campaigns", "campaign_id"),
        belongs_to("org_units", "unit_id"),
        UniqueConstraint("tenant_id", "campaign_id", "unit_id", "grouping"),
        CheckConstraint("used >= 0", name="used_not_negative"),
        CheckConstraint("most >= 0 AND most <= base", name="limit_within_base"),
    )

    campaign_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    grouping: Mapped[str]
    base: Mapped[int]
    most: Mapped[int]
    used: Mapped[int]
    frozen_at: Mapped[datetime]
    sitting: Mapped[str]


def rule_of(campaign: Campaign) -> QuotaRule | None:
    """Return the campaign's cap, if it has one."""
    rule = campaign.rules.get("quota")
    return QuotaRule.from_dict(rule) if rule else None


def freeze(session: TenantSession, sitting: Sitting, *, unit_id: UUID) -> list[Quota]:
    """Count base and limit as a sitting opens; nothing where the campaign has no cap.

    Its dossiers are locked already. While another sitting of the unit's body is open,
    what that one froze stands.
    """
    rule = rule_of(sitting.campaign)
    if rule is None:
        return []
    counted = _counted(session, sitting.campaign_id, unit_id, rule)
    given = _given(session, sitting.campaign_id, unit_id, rule)
    now = clock.now(session)
    # A group that has nobody in its base has a limit all the same: none.
    for grouping in sorted({*counted, *given, *_on_agenda(session, sitting, rule)}):
        base = counted.get(grouping, 0)
        session.execute(
            insert(Quota)
            .values(
                tenant_id=session.tenant_id, id=row_id(), campaign_id=sitting.campaign_id,
                unit_id=unit_id, grouping=grouping, base=base, most=limit_of(base, rule.share),
                used=given.get(grouping, 0), frozen_at=now, sitting=sitting.code,
            )
            .on_conflict_do_nothing(
                index_elements=["tenant_id", "campaign_id", "unit_id", "grouping"]
            )
        )  # fmt: skip
    rows = lock_quotas(session, sitting.campaign_id, unit_id)
    if not _another_is_open(session, sitting, unit_id):
        for row in rows:
            row.base = counted.get(row.grouping, 0)
            row.most = limit_of(row.base, rule.share)
            row.frozen_at, row.sitting = now, sitting.code
        session.flush()
    return rows


def quotas_of(session: TenantSession, campaign_id: UUID, unit_id: UUID) -> Sequence[Quota]:
    """List what the body of a unit has to give in a campaign, group by group."""
    return session.scalars(
        select(Quota)
        .where(Quota.campaign_id == campaign_id, Quota.unit_id == unit_id)
        .order_by(Quota.grouping)
        .execution_options(populate_existing=True)
    ).all()


def lock_quotas(session: TenantSession, campaign_id: UUID, unit_id: UUID) -> list[Quota]:
    """Lock what the body of a unit has to give; its dossiers are locked already."""
    return list(
        session.scalars(
            select(Quota)
            .where(Quota.campaign_id == campaign_id, Quota.unit_id == unit_id)
            .order_by(Quota.grouping)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def grouping_of(rule: QuotaRule, unit: OrgUnit) -> str:
    """Return the group in which a unit is counted."""
    return str(unit.sector or "") if rule.grouping == "sector" else ""


def refuse_over(session: TenantSession, dossier: Dossier, *, unit_id: UUID) -> None:
    """Refuse where no place is left; whoever gives it asks again, under the row's lock.

    Raises:
        Refusal: ``over_quota``, with numerator, base and limit.

    """
    row = quota_of(session, dossier, unit_id)
    if row is not None and row.used >= row.most:
        raise _over(row)


def take_place(session: TenantSession, dossier: Dossier, *, unit_id: UUID) -> None:
    """Give a place to a locked dossier.

    Raises:
        Refusal: ``over_quota``: somebody took the last one.

    """
    row = quota_of(session, dossier, unit_id)
    if row is None:
        return
    taken = session.execute(
        update(Quota)
        .where(Quota.id == row.id, Quota.used < Quota.most)
        .values(used=Quota.used + 1)
        .returning(Quota.used)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise _over(row)


def give_place_back(session: TenantSession, dossier: Dossier, *, unit_id: UUID) -> None:
    """Count a place as free again: its title was revoked."""
    row = quota_of(session, dossier, unit_id)
    if row is not None:
        session.execute(
            update(Quota)
            .where(Quota.id == row.id, Quota.used > 0)
            .values(used=Quota.used - 1)
            .execution_options(synchronize_session=False)
        )


def retake_place(session: TenantSession, dossier: Dossier, *, unit_id: UUID) -> None:
    """Count a place as given again, whatever the limit: the ground of a revocation fell."""
    row = quota_of(session, dossier, unit_id)
    if row is not None:
        session.execute(
            update(Quota)
            .where(Quota.id == row.id)
            .values(used=Quota.used + 1)
            .execution_options(synchronize_session=False)
        )


def quota_of(session: TenantSession, dossier: Dossier, unit_id: UUID) -> Quota | None:
    """Return the row that a dossier is counted in; nothing where no cap stands."""
    rule = rule_of(dossier.campaign)
    if rule is None:
        return None
    return session.scalars(
        select(Quota)
        .where(
            Quota.campaign_id == dossier.campaign_id,
            Quota.unit_id == unit_id,
            Quota.grouping == grouping_of(rule, dossier.unit),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def _over(row: Quota) -> Refusal:
    return Refusal("over_quota", used=row.used, base=row.base, most=row.most)


def _counted(
    session: TenantSession, campaign_id: UUID, unit_id: UUID, rule: QuotaRule
) -> dict[str, int]:
    """Count the base, group by group."""
    query = _of_unit(campaign_id, unit_id, rule).where(Dossier.state.not_in(states_of("closed")))
    if rule.base in RATED:
        query = query.join(QualityRating, QualityRating.dossier_id == Dossier.id).where(
            QualityRating.rating.in_(RATED[rule.base])
        )
    return {row[0]: row[1] for row in session.execute(query)}


def _on_agenda(session: TenantSession, sitting: Sitting, rule: QuotaRule) -> set[str]:
    """List the groups of what the sitting has before it."""
    units = session.scalars(
        select(OrgUnit)
        .join(Dossier, Dossier.unit_id == OrgUnit.id)
        .join(SittingItem, SittingItem.dossier_id == Dossier.id)
        .where(SittingItem.sitting_id == sitting.id)
    )
    return {grouping_of(rule, unit) for unit in units}


def _given(
    session: TenantSession, campaign_id: UUID, unit_id: UUID, rule: QuotaRule
) -> dict[str, int]:
    """Count the titles that stand, group by group."""
    query = _of_unit(campaign_id, unit_id, rule).where(Dossier.state == "recognized")
    return {row[0]: row[1] for row in session.execute(query)}


def _of_unit(campaign_id: UUID, unit_id: UUID, rule: QuotaRule) -> Select[str, int]:
    grouping: ColumnElement[str] = literal("").label("grouping")
    if rule.grouping == "sector":
        grouping = func.coalesce(cast(OrgUnit.sector, Text), "").label("grouping")
    query = (
        select(grouping, func.count())
        .select_from(Dossier)
        .join(OrgUnit, OrgUnit.id == Dossier.unit_id)
        .where(
            Dossier.campaign_id == campaign_id,
            or_(Dossier.committee_id == unit_id, Dossier.upper_committee_id == unit_id),
        )
    )
    return query.group_by(grouping) if rule.grouping == "sector" else query


def _another_is_open(session: TenantSession, sitting: Sitting, unit_id: UUID) -> bool:
    return (
        session.scalar(
            select(
                select(Sitting.id)
                .join(Body, Body.id == Sitting.body_id)
                .where(
                    Sitting.id != sitting.id,
                    Sitting.campaign_id == sitting.campaign_id,
                    Sitting.gate == sitting.gate,
                    Sitting.state.in_([SittingState.OPENED, SittingState.SUSPENDED]),
                    Body.unit_id == unit_id,
                )
                .exists()
            )
        )
        is True
    )

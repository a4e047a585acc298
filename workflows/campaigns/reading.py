"""The campaigns of a tenant."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign, CampaignState


def campaigns_of(session: TenantSession) -> list[Campaign]:
    """List the campaigns, the latest year first."""
    return list(
        session.scalars(
            select(Campaign)
            .order_by(Campaign.year.desc(), Campaign.id)
            .options(joinedload(Campaign.programme), joinedload(Campaign.criteria_set))
        )
    )


def open_campaign_of(session: TenantSession) -> Campaign | None:
    """Return the latest campaign that is open."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.state == CampaignState.OPEN)
        .order_by(Campaign.year.desc())
        .limit(1)
        .options(joinedload(Campaign.programme), joinedload(Campaign.criteria_set))
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class YearShown:
    """The year that a list shows, and all that there are, the latest first."""

    year: int | None
    of: tuple[int, ...]
    usual: int | None

    @property
    def asked(self) -> int | None:
        """Return the year as it stands in addresses: nothing for the usual one."""
        return None if self.year == self.usual else self.year


def year_shown(session: TenantSession, wanted: int | None = None) -> YearShown:
    """Return the wanted year if there was one; otherwise the latest that is open, or the last."""
    rows = session.execute(
        select(Campaign.year, Campaign.state)
        .where(Campaign.state != CampaignState.DRAFT)
        .order_by(Campaign.year.desc())
    ).all()
    years = tuple(dict.fromkeys(year for year, _state in rows))
    now = [year for year, state in rows if state == CampaignState.OPEN]
    usual = next(iter((*now, *years)), None)
    return YearShown(wanted if wanted in years else usual, years, usual)

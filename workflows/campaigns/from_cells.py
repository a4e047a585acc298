"""Which criteria of its committees a year computes from their cells: read, checked, set.

A year that says nothing follows the criteria sets that its committees take, each by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.changing import Behind, change_campaign, settings_of
from workflows.campaigns.routes import routes_of
from workflows.campaigns.tables import Campaign
from workflows.criteria.framework import CriteriaSet, Criterion, Level
from workflows.criteria.from_cells import COUNTS, Computed, computed_by, is_in_order
from workflows.criteria.reading import from_document
from workflows.dossiers.from_cells import RULE
from workflows.engine.parties import UNIT_OFFICE
from workflows.engine.refusals import Refusal
from workflows.flows import FLOWS


def committee_sets(session: TenantSession, campaign: Campaign) -> list[CriteriaSet]:
    """List the criteria by which committees themselves take part; none, where they do not."""
    kept = {
        route.criteria_set.id: route.criteria_set
        for route in routes_of(session, campaign)
        if FLOWS[route.flow, route.flow_version].unit is UNIT_OFFICE
    }
    return [from_document(each.document) for each in kept.values()]


def computed_in(campaign: Campaign, sets: Sequence[CriteriaSet]) -> Computed:
    """Return what the year computes from cells: as it was set, else as its sets say."""
    rule = campaign.rules.get(RULE)
    if isinstance(rule, dict):
        return rule
    return {key: how for each in sets for key, how in computed_by(each).items()}


def choosable(sets: Sequence[CriteriaSet]) -> dict[str, tuple[Criterion, list[Level]]]:
    """Return the criteria that may be computed, each with its levels, the best first."""
    return {
        criterion.key: (
            criterion,
            sorted(each.levels_of(criterion), key=lambda level: level.share, reverse=True),
        )
        for each in sets
        for criterion in each.criteria
        if criterion.measure is None
    }


def set_computed(
    session: TenantSession,
    campaign: Campaign,
    rule: Mapping[str, Mapping[str, Any]],
    *,
    actor: Member,
    seen_version: int,
    behind: Behind | None = None,
) -> list[dict[str, Any]]:
    """Say which criteria a year computes from cells, and how; return what changed.

    Raises:
        Refusal: ``no_committee_criteria``; ``no_such_criterion``; ``shares_out_of_order``, with
            the fields; what ``change_campaign`` refuses.

    """
    sets = committee_sets(session, campaign)
    if not sets:
        raise Refusal("no_committee_criteria", year=campaign.year)
    known = choosable(sets)
    for key, how in rule.items():
        if key not in known or how["counts"] not in COUNTS:
            raise Refusal("no_such_criterion", criterion=key)
        levels = [level.key for level in known[key][1]]
        if not is_in_order(how["levels"], levels):
            raise Refusal(
                "shares_out_of_order", criterion=key,
                fields=[f"share-{key}-{level}" for level in levels[:-1]],
            )  # fmt: skip
    if campaign.version == seen_version and rule == computed_in(campaign, sets):
        raise Refusal("nothing_changed")
    settings = settings_of(campaign)
    settings = replace(settings, rules={**settings.rules, RULE: dict(rule)})
    return change_campaign(
        session, campaign, settings, actor=actor, seen_version=seen_version, behind=behind
    )

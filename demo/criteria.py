"""The criteria of a place of the demo, and next year's, half written in the editor."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

from demo.places import Place
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.criteria.framework import CriteriaSet
from workflows.criteria.reading import from_document
from workflows.criteria.reference import reference_criteria
from workflows.criteria_sets.drafting import begin_draft, change_draft


def criteria_at(place: Place) -> CriteriaSet:
    """Return the reference set, with the bonuses and penalties that a place has besides."""
    reference = reference_criteria()
    if not place.adjustments:
        return reference
    rule = replace(reference.rule, bonus_at_most=Decimal(4), penalty_at_most=Decimal(3))
    return replace(reference, adjustments=place.adjustments, rule=rule)


def begin_next_years_criteria(session: TenantSession, campaign: Campaign, *, actor: Member) -> None:
    """Begin a draft after the year's set, with the changes that an office talks about."""
    kept = campaign.criteria_set
    draft = begin_draft(
        session, from_document(kept.document), actor=actor, based_on=kept, next_year=True
    )
    document = deepcopy(draft.document)
    tasks, meetings = (document["groups"][place]["criteria"] for place in (0, 1))
    tasks[0]["points"], tasks[1]["points"] = "5", "9"
    tasks[4]["measure"] = {"source": "targets", "key": "admission", "take": "ratio"}
    meetings[0]["measure"] = {
        "source": "series", "key": "attendance", "take": "mean",
        "steps": [
            {"value": "95", "points": "12"}, {"value": "90", "points": "10"},
            {"value": "85", "points": "8", "above": True},
        ],
    }  # fmt: skip
    document["adjustments"] = [
        {
            "key": "mo-hinh-moi", "label": "Có mô hình mới được nơi khác học tập", "kind": "bonus",
            "points": "2", "at_most": "4", "evidence": "Văn bản công nhận",
        }
    ]  # fmt: skip
    document["rule"]["bonus_at_most"] = "4"
    change_draft(session, draft.id, document, actor=actor, seen_version=draft.version)

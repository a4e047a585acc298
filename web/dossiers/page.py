"""What the page of a dossier shows, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenants.members import Member
from tenants.wall import TenantSession
from web.dossiers.acts import acts_of, undo_of
from web.dossiers.conditions import conditions_of
from web.dossiers.drawing import told_of
from web.dossiers.source_cells import sources_of
from web.dossiers.standing import owed_acts
from web.dossiers.telling import Line, Reading, told
from workflows.criteria.framework import Group
from workflows.criteria.scoring import GroupScore
from workflows.dossiers.contents import (
    answers_of,
    commitments_of,
    content_hash,
    criteria_of,
    pilot_mark_of,
    rating_of,
    sent_hash,
    tally_of,
)
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.opinions import (
    heard,
    reads_appraised,
    reads_every_opinion,
    reads_opinions,
)
from workflows.dossiers.tables import Answer, Dossier, Purpose
from workflows.dossiers.timeline import timeline
from workflows.dossiers.visible import is_draft, reads_contents
from workflows.dossiers.voting_base import expected_base
from workflows.engine.table import Kind
from workflows.evidence.gathered import evidence_counts
from workflows.flows import flow_of
from workflows.pilots.replacing import taken_over
from workflows.sittings.reading import votes_by_sitting
from workflows.targets.reading import targets_of

LATEST = 6
CODE_LETTERS = 16  # as on papers
OF_DESKS = frozenset({"give_opinion"})  # what desks say, while they are kept apart
WITH_RESULT = frozenset({"recognized", "declined", "not_recommended", "revoked"})


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of criteria: what the cell gives itself, what the appraisers give."""

    group: Group
    own: GroupScore
    appraised: GroupScore


def overview_of(session: TenantSession, member: Member, dossier: Dossier) -> dict[str, Any]:
    """Gather the page of a dossier as the member may see it."""
    reads = reads_contents(member, dossier)
    history = history_of(session, member, dossier)
    return {
        "dossier": dossier,
        "reads": reads,
        "content_code": content_hash(session, dossier)[:CODE_LETTERS] if reads else "",
        "returned_because": dossier.return_reason or _why_it_came_back(session, dossier),
        "asks_because": _why_it_asks_again(session, dossier),
        "cells_own": is_draft(dossier),
        "owed": owed_acts(session, dossier, member),
        "acts": acts_of(dossier),
        "undo": undo_of(dossier),
        "base": expected_base(session, dossier),
        "pilot": pilot_mark_of(session, dossier.id),
        "instead_of": taken_over(session, [dossier.id]).get(dossier.id, ""),
        "rating": rating_of(session, dossier.id),
        "drawing_says": told_of(dossier),
        "has_result": dossier.state in WITH_RESULT,
        "latest": history[: -LATEST - 1 : -1],
        "earlier": max(0, len(history) - LATEST),
        **(contents_of(session, member, dossier) if reads else {}),
    }


def _why_it_came_back(session: TenantSession, dossier: Dossier) -> str:
    """Return what the level above said when it gave the dossier back, while it lies below."""
    state = flow_of(dossier).states[dossier.state]
    if state.kind is not Kind.OPEN or not state.stops_clock:
        return ""
    return next(
        (
            str(step.inputs.get("reason", ""))
            for step in reversed(timeline(session, dossier.id, for_committee=False))
            if step.target == dossier.state and not step.undone
        ),
        "",
    )


def _why_it_asks_again(session: TenantSession, dossier: Dossier) -> str:
    """Return why a unit asks to have its result reconsidered, while that is open."""
    if not dossier.state.endswith("_reconsideration"):
        return ""
    steps = timeline(session, dossier.id, for_committee=False)
    asked = [step for step in steps if step.kind == "request_reconsideration" and not step.undone]
    return str(asked[-1].inputs.get("reason", "")) if asked else ""


def contents_of(session: TenantSession, member: Member, dossier: Dossier) -> dict[str, Any]:
    """Gather what stands in a dossier."""
    answers = answers_of(session, dossier.id)
    return {
        "answers": answers,
        "score": self_score(dossier, answers),
        "appraised": appraised_score(dossier, answers),
        "groups": group_lines(dossier, answers),
        "conditions": conditions_of(dossier.eligibility, level_labels(dossier)),
        "sources": sources_of(session, member, dossier, answers),
        "commitments": commitments_of(session, dossier.id),
        "registration": tally_of(session, dossier.id, Purpose.REGISTRATION),
        "assessment": tally_of(session, dossier.id, Purpose.SELF_ASSESSMENT),
        "evidence_count": evidence_counts(session, [dossier.id])[dossier.id],
        "target_count": len(targets_of(session, dossier.id)),
        "opinions": heard(session, member, dossier),
    }


def level_labels(dossier: Dossier) -> Mapping[str, str]:
    """Return what the levels are called, by their keys."""
    return {level.key: level.label for level in criteria_of(dossier).every_level}


def group_lines(dossier: Dossier, answers: Mapping[str, Answer]) -> Sequence[GroupLine]:
    """Put the groups beside their two scores, in the order of the set."""
    rows = zip(
        criteria_of(dossier).groups,
        self_score(dossier, answers).groups,
        appraised_score(dossier, answers).groups,
        strict=True,
    )
    return [GroupLine(*row) for row in rows]


def history_of(session: TenantSession, member: Member, dossier: Dossier) -> list[Line]:
    """Put everything that happened into words, as far as the member may know."""
    hears = reads_opinions(member, dossier)
    reading = Reading(
        contents=reads_contents(member, dossier),
        committee=hears,
        content_version=dossier.content_version,
        sent_hash=sent_hash(session, dossier),
        criteria=criteria_of(dossier),
        votes=votes_by_sitting(session, dossier.id) if hears else {},
    )
    steps = timeline(session, dossier.id, for_committee=hears)
    if not reads_every_opinion(member, dossier):
        steps = [step for step in steps if step.kind not in OF_DESKS]
    if not reads_appraised(member, dossier):
        steps = [step for step in steps if step.kind != "appraised"]
    return told(steps, reading)

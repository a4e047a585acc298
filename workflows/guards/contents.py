"""Whether the dossier is complete: answers, appraisal, opinions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from tenants.audit import AuditEvent
from tenants.wall import TenantSession
from workflows.dossiers.completeness import lacking_files, unexplained_of
from workflows.dossiers.contents import (
    answers_of,
    content_hashes,
    criteria_of,
    opinions_of,
    rating_of,
)
from workflows.dossiers.eligibility import appraised_score, self_score
from workflows.dossiers.from_cells import computed_criteria, source_cells
from workflows.dossiers.tables import Dossier, Opinion, Rating
from workflows.engine.act import Act
from workflows.engine.levels import holding_scope
from workflows.engine.parties import Scope
from workflows.engine.refusals import Refusal
from workflows.evidence.links import evidence_of
from workflows.sittings.tables import Gate, Result, Sitting, SittingItem


def every_criterion_answered(act: Act) -> None:
    """Each criterion has a level, or is marked not applicable with the reason."""
    answers = answers_of(act.session, act.dossier.id)
    # A criterion that is measured needs no level as soon as its figures are there.
    missing = self_score(act.dossier, answers).unsettled
    if missing:
        raise Refusal("unanswered", criteria=missing)
    unexplained = unexplained_of(criteria_of(act.dossier), answers)
    if unexplained:
        raise Refusal("not_applicable_unexplained", criteria=unexplained)


def required_evidence_attached(act: Act) -> None:
    """Each criterion that the set asks a file for has one, unless it does not apply."""
    asked = [each.key for each in criteria_of(act.dossier).criteria if each.evidence_required]
    if not asked:
        return
    answers = answers_of(act.session, act.dossier.id)
    missing = lacking_files(
        criteria_of(act.dossier), answers, evidence_of(act.session, act.dossier.id)
    )
    if missing:
        raise Refusal("evidence_missing", criteria=missing)


def every_criterion_appraised(act: Act) -> None:
    """Each applicable criterion has an appraised level, or is computed from the cells."""
    answers = answers_of(act.session, act.dossier.id)
    computed = computed_criteria(act.dossier)
    waiting = appraised_score(act.dossier, answers).unsettled
    missing = [key for key in waiting if key in answers and key not in computed]
    if missing:
        raise Refusal("unappraised", criteria=sorted(missing))


def all_opinions_given(act: Act) -> None:
    """Every desk that the campaign configured has spoken on this very content."""
    above = holding_scope(act.dossier) is Scope.UPPER
    rule = "city_opinion_desks" if above else "opinion_desks"
    wanted = set(act.dossier.campaign.rules.get(rule, []))
    if not wanted:
        return
    here = act.ask(_spoken_in, act.dossier.state) or set() if above else None
    given = {
        opinion.desk
        for opinion in act.ask(_opinions) or []
        if opinion.content_version == act.dossier.content_version
        and (here is None or opinion.at in here)
    }
    if wanted - given:
        raise Refusal("opinions_missing", desks=sorted(wanted - given))


def _opinions(session: TenantSession, dossier_ids: Sequence[UUID]) -> Mapping[UUID, list[Opinion]]:
    """List the standing opinions on dossiers."""
    given: dict[UUID, list[Opinion]] = defaultdict(list)
    for opinion in session.scalars(
        select(Opinion).where(Opinion.dossier_id.in_(dossier_ids), Opinion.withdrawn_at.is_(None))
    ):
        given[opinion.dossier_id].append(opinion)
    return given


def _spoken_in(
    session: TenantSession, dossier_ids: Sequence[UUID], state: str
) -> Mapping[UUID, set[datetime]]:
    """Return when somebody spoke in a state: a desk below of the same name is another."""
    spoken: dict[UUID | None, set[datetime]] = defaultdict(set)
    for dossier_id, at in session.execute(
        select(AuditEvent.dossier_id, AuditEvent.at).where(
            AuditEvent.dossier_id.in_(dossier_ids),
            AuditEvent.kind == "give_opinion",
            AuditEvent.source == state,
        )
    ):
        spoken[dossier_id].add(at)
    return {dossier_id: spoken[dossier_id] for dossier_id in dossier_ids}


def inspection_has_spoken(act: Act) -> None:
    """A reconsideration is settled only after the inspection's opinion on it."""
    asked = act.session.scalar(
        select(func.max(AuditEvent.at)).where(
            AuditEvent.dossier_id == act.dossier.id, AuditEvent.kind == "request_reconsideration"
        )
    )
    if not any(
        opinion.desk == "inspection" and (asked is None or opinion.at >= asked)
        for opinion in opinions_of(act.session, act.dossier.id)
    ):
        raise Refusal("opinions_missing", desks=["inspection"])


def cells_have_ended(act: Act) -> None:
    """Where criteria are computed from the committee's cells, none of these is still on its way."""
    if not computed_criteria(act.dossier):
        return
    open_cells = [cell.code for cell in source_cells(act.session, act.dossier) if cell.under_way]
    if open_cells:
        raise Refusal("cells_under_way", dossiers=sorted(open_cells))


def content_as_voted(act: Act) -> None:
    """What goes up is exactly what the ward's body voted on."""
    if not act.ask(_as_voted):
        raise Refusal("content_changed")


def _as_voted(session: TenantSession, dossier_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Say of dossiers whether they hold what the ward's body voted on last."""
    votes = session.execute(
        select(SittingItem.dossier_id, SittingItem.content_hash)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            SittingItem.dossier_id.in_(dossier_ids),
            SittingItem.result == Result.PASSED,
            Sitting.gate == Gate.RECOMMENDATION,
        )
        .order_by(Sitting.closed_at, SittingItem.id)
    )
    voted = dict(votes.all())
    standing = session.scalars(select(Dossier).where(Dossier.id.in_(voted))).all()
    now = content_hashes(session, standing)
    return {dossier_id: now[dossier_id] == voted[dossier_id] for dossier_id in now}


def rating_decided(act: Act) -> None:
    """Recognition needs the year-end rating as decided, and a good one."""
    rating = rating_of(act.session, act.dossier.id)
    if rating is None:
        raise Refusal("rating_undecided")
    if rating.rating not in {Rating.EXCELLENT, Rating.GOOD}:
        raise Refusal("rating_too_low", rating=rating.rating)

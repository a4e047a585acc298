"""Appraising criteria: the committee's level beside the cell's, with a reason where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import AuditEvent, record_event
from tenants.members import Member
from tenants.wall import TenantSession
from workflows.dossiers.answering import answers_as_of_now
from workflows.dossiers.contents import criteria_of
from workflows.dossiers.from_cells import computed_criteria
from workflows.dossiers.tables import Answer, Dossier
from workflows.engine.capacity import capacity_of
from workflows.engine.fire import lock, stale
from workflows.engine.parties import Party
from workflows.engine.refusals import GoneError, Refusal
from workflows.flows import flow_of
from workflows.guards.contents import every_criterion_appraised

SCORED = "appraised"


@dataclass(frozen=True, slots=True)
class Appraised:
    """The level an appraiser gives, and why it differs from the cell's own."""

    level: str
    reason: str = ""


def may_appraise(member: Member, dossier: Dossier) -> bool:
    """Tell whether the member scores this dossier now."""
    return any(
        capacity_of(member, dossier, move.by, move.trigger) is not None
        for move in flow_of(dossier).moves_from(dossier.state)
        if every_criterion_appraised in move.needs
    )


def appraisers(dossier: Dossier, *, ever: bool = False) -> list[Party]:
    """List who scores a dossier in its state (or ``ever``): whose move needs every score."""
    flow = flow_of(dossier)
    rows = flow.moves if ever else flow.moves_from(dossier.state)
    return [party for move in rows if every_criterion_appraised in move.needs for party in move.by]


def only_own_scores_since(
    session: TenantSession, dossier: Dossier, seen_version: int, actor: Member
) -> bool:
    """Tell whether nothing happened since a page was shown but scores of its own reader.

    A score is kept while the button for all of them is being pressed: whoever presses it has
    seen it, and is not told that somebody else was faster.
    """
    moved = dossier.version - seen_version
    if moved <= 0:
        return moved == 0
    newest = session.execute(
        select(AuditEvent.kind, AuditEvent.person_id)
        .where(AuditEvent.dossier_id == dossier.id)
        .order_by(AuditEvent.seq.desc())
        .limit(moved)
    ).all()
    own = [kind == SCORED and person_id == actor.person_id for kind, person_id in newest]
    return len(own) == moved and all(own)


def record_appraisal(
    session: TenantSession,
    dossier_id: UUID,
    appraised: Mapping[str, Appraised],
    *,
    actor: Member,
    seen_version: int,
) -> int:
    """Keep appraised levels by criterion; return how many changed.

    Criteria that are left out stay as they are. A measured criterion follows its figures
    where no level is given; a level beside them needs a reason. One that is computed from
    cells gets its level at the conclusion, from nobody's hand.

    Raises:
        GoneError: no such dossier.
        Refusal: not the lead desk, not under appraisal, a level that does not exist, or a
            difference without a reason (``difference_needs_reason`` lists the fields).
        StaleError: the dossier moved since it was shown.

    """
    dossier = lock(session, [dossier_id], viewer=actor).get(dossier_id)
    if dossier is None:
        raise GoneError(dossier_id)
    if not only_own_scores_since(session, dossier, seen_version, actor):
        raise stale(session, dossier)
    if not may_appraise(actor, dossier):
        raise Refusal("role", parties=[party.name for party in appraisers(dossier, ever=True)])
    answers = answers_as_of_now(session, dossier.id)
    criteria = criteria_of(dossier)
    levels = {
        one.key: {level.key for level in criteria.levels_of(one)} for one in criteria.criteria
    }
    measured = {one.key for one in criteria.criteria if one.measure}
    computed = computed_criteria(dossier)
    given = {
        key: each
        for key, each in appraised.items()
        if key in answers
        and key in levels
        and key not in computed
        and not answers[key].not_applicable
        and not (key in measured and _leaves_to_the_figures(each, answers[key]))
    }
    unknown = [
        f"level-{key}"
        for key, each in given.items()
        if each.level not in levels[key] and not (key in measured and not each.level)
    ]
    if unknown:
        raise Refusal("unknown_level", fields=unknown)
    unexplained = [
        f"reason-{key}"
        for key, each in given.items()
        if (each.level or None) != answers[key].self_level
        and each.level
        and not each.reason.strip()
    ]
    if unexplained:
        raise Refusal("difference_needs_reason", fields=unexplained)
    changed = {
        key: each
        for key, each in given.items()
        if (answers[key].appraised_level, answers[key].appraised_reason)
        != (each.level or None, each.reason.strip())
    }
    for key, each in changed.items():
        row = answers[key]
        row.appraised_level, row.appraised_reason = each.level or None, each.reason.strip()
        row.appraised_at, row.appraised_by = clock.now(session), actor.name
    if changed:
        dossier.version_touch(clock.now(session))
        record_event(
            session, SCORED, actor=actor, dossier_id=dossier.id,
            facts={
                "levels": {
                    key: {"self": answers[key].self_level, "appraised": each.level,
                          "reason": each.reason.strip()}
                    for key, each in changed.items()
                },
            },
        )  # fmt: skip
    session.flush()
    return len(changed)


def _leaves_to_the_figures(given: Appraised, row: Answer) -> bool:
    """Tell whether an appraiser lets a measured criterion follow its figures, as before."""
    return not given.level and row.appraised_level is None

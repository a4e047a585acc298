"""Writing a draft: begun from a template, a file or a version, changed, dropped, published."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tenants import clock
from tenants.audit import record_event
from tenants.database import Json, row_id
from tenants.members import Member
from tenants.text.folding import search_key
from tenants.wall import TenantSession
from workflows.campaigns.planning import keep_criteria, same_day
from workflows.campaigns.tables import CriteriaSet
from workflows.criteria.difference import difference
from workflows.criteria.framework import CriteriaSet as Criteria
from workflows.criteria.reading import draft_of, from_document, to_document
from workflows.criteria.soundness import faults_of
from workflows.criteria_sets.tables import CriteriaDraft
from workflows.engine.refusals import GoneError, Refusal

LONGEST_KEY = 60


def begin_draft(
    session: TenantSession,
    criteria: Criteria,
    *,
    actor: Member,
    based_on: CriteriaSet | None = None,
    source: str = "",
    title: str = "",
    next_year: bool = False,
) -> CriteriaDraft:
    """Begin a draft of a set.

    Args:
        based_on: the version that it is the next of; its key stays.
        source: the template or file that it comes from.
        title: what the set is to be called, where it is another than before; without a
            version behind it that makes it a set of its own.
        next_year: whether the days from which and until which it holds move by a year.

    Raises:
        Refusal: ``draft_exists``, when the set has a draft already.

    """
    document = to_document(criteria)
    if title:
        document["title"] = title
    if based_on is None:
        document["key"] = key_of(title) if title else criteria.key
        based_on = _newest(session, document["key"])
    if next_year:
        document["effective"] = _moved(document["effective"])
    standing = session.scalar(select(CriteriaDraft).where(CriteriaDraft.key == document["key"]))
    if standing is not None:
        raise Refusal("draft_exists", draft=str(standing.id), title=standing.document["title"])
    draft = CriteriaDraft(
        id=row_id(),
        key=document["key"],
        document=document,
        based_on_id=based_on.id if based_on else None,
        source=source,
        changed_at=clock.now(session),
        changed_by=actor.name,
    )
    session.add(draft)
    session.flush()
    _record(session, draft, "criteria_draft_begun", actor, {"from": source})
    return draft


def change_draft(
    session: TenantSession,
    draft_id: UUID,
    document: Json,
    *,
    actor: Member,
    seen_version: int,
) -> CriteriaDraft:
    """Keep what was changed of a draft; it need not add up yet.

    Raises:
        GoneError: no such draft.
        Refusal: ``changed_meanwhile``, when somebody changed it since it was shown.
        BadCriteriaError: the document is no set at all.

    """
    draft = locked(session, draft_id, seen_version=seen_version)
    before, after = draft_of(draft.document), draft_of(document)
    changes = difference(before, after)
    if not changes:
        return draft
    draft.document = to_document(after)
    draft.changed_at, draft.changed_by = clock.now(session), actor.name
    session.flush()
    told = [
        {"kind": each.kind, "part": each.part, "key": each.key, "field": each.field}
        for each in changes
    ]
    _record(session, draft, "criteria_draft_changed", actor, {"changes": told})
    return draft


def publish_draft(
    session: TenantSession, draft_id: UUID, *, actor: Member, seen_version: int
) -> CriteriaSet:
    """Make a draft the next version of its set, for campaigns to choose; the draft is gone then.

    Raises:
        GoneError: no such draft.
        Refusal: ``changed_meanwhile``; ``criteria_unsound``, while something does not add
            up; ``criteria_unchanged``, where it says what the version before it says.

    """
    draft = locked(session, draft_id, seen_version=seen_version)
    criteria = draft_of(draft.document)
    if next(faults_of(criteria), None) is not None:
        raise Refusal("criteria_unsound")
    before = draft.based_on
    if before is not None and not difference(from_document(before.document), criteria):
        raise Refusal("criteria_unchanged", version=before.version)
    kept = keep_criteria(session, criteria)
    session.delete(draft)
    session.flush()
    facts = {"key": kept.key, "version": kept.version, "title": kept.title}
    record_event(session, "criteria_published", actor=actor, facts=facts)
    return kept


def drop_draft(session: TenantSession, draft_id: UUID, *, actor: Member, seen_version: int) -> None:
    """Throw a draft away.

    Raises:
        GoneError: no such draft.
        Refusal: ``changed_meanwhile``.

    """
    draft = locked(session, draft_id, seen_version=seen_version)
    session.delete(draft)
    session.flush()
    _record(session, draft, "criteria_draft_dropped", actor, {})


def locked(session: TenantSession, draft_id: UUID, *, seen_version: int) -> CriteriaDraft:
    """Lock a draft to change it.

    Raises:
        GoneError: no such draft.
        Refusal: ``changed_meanwhile``.

    """
    draft = session.scalar(
        select(CriteriaDraft)
        .where(CriteriaDraft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise GoneError(draft_id)
    if draft.version != seen_version:
        raise Refusal("changed_meanwhile", name=draft.changed_by)
    return draft


def key_of(title: str) -> str:
    """Return a key for a title: ``chi-bo-4-tot`` for «Chi bộ 4 tốt»."""
    kept = "".join(letter if letter.isalnum() else " " for letter in search_key(title))
    return "-".join(kept.split())[:LONGEST_KEY].strip("-")


def _newest(session: TenantSession, key: str) -> CriteriaSet | None:
    return session.scalar(
        select(CriteriaSet)
        .where(CriteriaSet.key == key)
        .order_by(CriteriaSet.version.desc())
        .limit(1)
    )


def _moved(effective: Json) -> Json:
    moved = deepcopy(effective)
    for name, day in effective.items():
        if day:
            moved[name] = same_day(date.fromisoformat(day), 1).isoformat()
    return moved


def _record(
    session: TenantSession, draft: CriteriaDraft, kind: str, actor: Member, more: Json
) -> None:
    facts = {"key": draft.key, "title": draft.document["title"], **more}
    record_event(session, kind, actor=actor, facts=facts)

"""Finding decisions and their papers, for those who may see them.

Whoever keeps decisions sees drafts as well. Everybody else sees final ones alone:
those of the own body, and those that concern a dossier that they may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, func, or_, select, true
from sqlalchemy.orm import aliased, defer, joinedload

from tenants.bodies import Body
from tenants.members import Member
from tenants.roles import Role
from tenants.search import matches
from tenants.units import OrgUnit, kept_by
from tenants.wall import TenantSession
from workflows.campaigns.tables import Campaign
from workflows.decisions.tables import (
    MERIT,
    RECOGNITION,
    RESTORATION,
    REVOCATION,
    Correction,
    Decision,
    Recognition,
)
from workflows.dossiers.rating import ratings_of
from workflows.dossiers.tables import Dossier, Rating
from workflows.dossiers.visible import sees
from workflows.papers.tables import Edition, Origin, Paper
from workflows.sittings.reading import OF_THE_BODY
from workflows.sittings.tables import Result, Sitting, SittingItem

KEEPERS = (Role.CITY_OFFICE, Role.CITY_ORG_DEPT, Role.WARD_OFFICE)  # each of its own unit
FORMS = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class Recognized:
    """One title that a decision gives; ``rating`` is the decided one."""

    dossier: Dossier
    merit: bool
    rating: Rating | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper without its contents: which one, when it was made, how many bytes."""

    edition: Edition
    form: str
    made_at: datetime
    size: int


def keeps(member: Member, decision: Decision) -> bool:
    """Tell whether the member numbers this decision and reads its draft.

    That is the office of the unit whose body decides: the upper committee's, or a ward's
    where its own body recognises; where that has ended, of what it became.
    """
    return decision.body.unit.keeper_id in member.units(*KEEPERS)


def reads_drafts(member: Member, decision: Decision) -> bool:
    """Tell whether the member may read the decision before it is numbered."""
    return keeps(member, decision) or member.holds(Role.AUDITOR)


def keeps_decision(member: Member) -> ColumnElement[bool]:
    """Say in SQL of which decisions a member reads all that is made: their office, the auditor."""
    if member.holds(Role.AUDITOR):
        return Decision.id.is_not(None)
    return _of_units(member.units(*KEEPERS))


def sees_decision(member: Member) -> ColumnElement[bool]:
    """Say in SQL which decisions a member may see."""
    if member.holds(Role.AUDITOR):
        return Decision.id.is_not(None)
    concerned = (
        select(Recognition.id)
        .join(Dossier, Dossier.id == Recognition.dossier_id)
        .where(_is_of(Decision), sees(member))
        .exists()
    )
    final = Decision.frozen_at.is_not(None)
    return or_(
        _of_units(member.units(*KEEPERS)),
        final & _of_units(member.units(*OF_THE_BODY)),
        final & concerned,
    )


def decisions_of(
    session: TenantSession,
    *,
    viewer: Member,
    only: ColumnElement[bool] | None = None,
    search: str = "",
) -> list[Decision]:
    """List the decisions a member may see, unnumbered ones first, then the latest.

    Args:
        only: what they wait for, as ``workflows.decisions.waiting`` says it.
        search: words of the number, the year, the deciding committee or a unit of the list.

    """
    return list(
        session.scalars(
            select(Decision)
            .where(sees_decision(viewer), true() if only is None else only)
            .where(_named(search) if search else true())
            .order_by(Decision.signed_on.desc().nulls_first(), Decision.id.desc())
            .options(joinedload(Decision.body, innerjoin=True).joinedload(Body.unit))
            .options(joinedload(Decision.campaign, innerjoin=True))
        )
    )


def find_decision(session: TenantSession, code: str, *, viewer: Member) -> Decision | None:
    """Return the decision with this code; one the viewer may not see does not exist."""
    return session.scalars(_found(viewer).where(Decision.code == code)).one_or_none()


def decision_of_sitting(
    session: TenantSession, sitting: Sitting, *, viewer: Member
) -> Decision | None:
    """Return the decision that a closed sitting made, if the viewer may see it.

    What was drafted from it afterwards, such as the decision on the Giấy khen, is found there.
    """
    return session.scalars(
        _found(viewer).where(Decision.sitting_id == sitting.id, Decision.kind != MERIT)
    ).one_or_none()


def other_decision_of(
    session: TenantSession, decision: Decision, *, viewer: Member
) -> Decision | None:
    """Return the decision on the Giấy khen for the one on the titles, and the other way round."""
    kind = RECOGNITION if decision.kind == MERIT else MERIT
    return session.scalars(
        _found(viewer).where(Decision.sitting_id == decision.sitting_id, Decision.kind == kind)
    ).first()


def titles_counted(session: TenantSession, decisions: Sequence[Decision]) -> dict[UUID, int]:
    """Count the titles that each decision gives."""
    rows = session.execute(
        select(Decision.id, func.count())
        .join(Recognition, _is_of(Decision))
        .where(Decision.id.in_([decision.id for decision in decisions]))
        .group_by(Decision.id)
    )
    return dict(rows.all())


def titles_of(session: TenantSession, decision: Decision) -> list[Recognized]:
    """List the titles that a decision gives, in the order of its list."""
    rows = session.scalars(
        select(Recognition)
        .join(
            SittingItem,
            (SittingItem.dossier_id == Recognition.dossier_id)
            & (SittingItem.sitting_id == decision.sitting_id),
        )
        .join(Decision, _is_of(Decision))
        .where(Decision.id == decision.id)
        .order_by(SittingItem.position, Recognition.id)
        .options(
            joinedload(Recognition.dossier, innerjoin=True).options(
                joinedload(Dossier.unit, innerjoin=True),
                joinedload(Dossier.committee, innerjoin=True),
            )
        )
    ).all()
    ratings = ratings_of(session, [row.dossier_id for row in rows])
    return [
        Recognized(
            dossier=row.dossier,
            merit=row.merit,
            rating=ratings[row.dossier_id].rating if row.dossier_id in ratings else None,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def visible_codes(session: TenantSession, titles: Sequence[Recognized], member: Member) -> set[str]:
    """Return the codes of those of the dossiers that the member may open."""
    ids = [title.dossier.id for title in titles]
    return set(session.scalars(select(Dossier.code).where(Dossier.id.in_(ids), sees(member))))


def papers_of(session: TenantSession, decision: Decision) -> list[PaperLine]:
    """List the papers of the edition that counts now, the PDF first."""
    rows = session.execute(
        select(Paper.edition, Paper.form, Paper.made_at, func.length(Paper.content))
        .where(
            Paper.decision_id == decision.id,
            Paper.edition == edition_of(decision),
            Paper.origin == Origin.MADE,
            Paper.part == part_now(session, decision),
        )
        .order_by(Paper.form.desc())
    )
    return [PaperLine(*row) for row in rows.all()]


def copies_of(session: TenantSession, decision: Decision, *, viewer: Member) -> list[Paper]:
    """List what was given back of a decision, signed scans first; edited forms to its keepers."""
    origins = [Origin.SIGNED, *([Origin.EDITED] if keeps(viewer, decision) else [])]
    rows = session.scalars(
        select(Paper)
        .where(Paper.decision_id == decision.id, Paper.origin.in_(origins))
        .order_by(Paper.origin.desc(), Paper.upload.desc())
        .options(defer(Paper.content))
    )
    return list(rows)


def edition_of(decision: Decision) -> Edition:
    """Return the edition that counts now: the draft until the decision is numbered."""
    return Edition.DRAFT if decision.frozen_at is None else Edition.FINAL


def corrections_of(session: TenantSession, decision_id: UUID) -> list[Correction]:
    """List what was put right in a decision since it was numbered, the first first."""
    return list(
        session.scalars(
            select(Correction)
            .where(Correction.decision_id == decision_id)
            .order_by(Correction.position)
        )
    )


def part_now(session: TenantSession, decision: Decision) -> str:
    """Return the part of the papers that count now: those since the last correction."""
    found = corrections_of(session, decision.id)
    return found[-1].part if found else ""


def find_paper(
    session: TenantSession,
    decision: Decision,
    edition: Edition,
    form: str,
    *,
    viewer: Member,
    part: str = "",
) -> Paper | None:
    """Return a paper with its contents; a draft only for those who read drafts.

    Args:
        part: since which correction; nothing is what was printed first.

    """
    if edition is Edition.DRAFT and not reads_drafts(viewer, decision):
        return None
    return session.scalars(
        select(Paper).where(
            Paper.decision_id == decision.id,
            Paper.edition == edition,
            Paper.form == form,
            Paper.origin == Origin.MADE,
            Paper.part == part,
        )
    ).one_or_none()


def _found(viewer: Member) -> Select[Decision]:
    return (
        select(Decision)
        .where(sees_decision(viewer))
        .options(joinedload(Decision.body, innerjoin=True).joinedload(Body.unit))
        .options(joinedload(Decision.campaign, innerjoin=True).joinedload(Campaign.programme))
    )


def _is_of(decision: type[Decision]) -> ColumnElement[bool]:
    """Say in SQL which titles are a decision's: it gives them, grants their Giấy khen, ends them.

    Or lets them stand again: what a later sitting decided, it decided on the dossiers.
    """
    giving = aliased(Decision)
    granted = (
        select(giving.id)
        .where(
            giving.id == Recognition.decision_id,
            giving.sitting_id == decision.sitting_id,
            giving.kind == RECOGNITION,
        )
        .correlate(Recognition, decision)
        .exists()
    )
    decided = (
        select(SittingItem.id)
        .where(
            SittingItem.sitting_id == decision.sitting_id,
            SittingItem.dossier_id == Recognition.dossier_id,
            SittingItem.result == Result.PASSED,
        )
        .correlate(Recognition, decision)
        .exists()
    )
    return or_(
        Recognition.decision_id == decision.id,
        decision.kind.in_([REVOCATION, RESTORATION]) & decided,
        (decision.kind == MERIT) & Recognition.merit.is_(True) & granted,
    )


def _named(search: str) -> ColumnElement[bool]:
    """Say in SQL that a decision is meant by these words, written without accents or with."""
    deciding, unit, committee = aliased(OrgUnit), aliased(OrgUnit), aliased(OrgUnit)
    own = (
        select(deciding.search_key)
        .join(Body, Body.unit_id == deciding.id)
        .where(Body.id == Decision.body_id)
        .correlate(Decision)
        .scalar_subquery()
    )
    year = (
        select(cast(Campaign.year, String))
        .where(Campaign.id == Decision.campaign_id)
        .correlate(Decision)
        .scalar_subquery()
    )
    number = func.lower(func.translate(func.coalesce(Decision.number, ""), "Đđ", "dd"))
    columns = (number, func.lower(Decision.code), year, own)
    listed = (
        select(Recognition.id)
        .join(Dossier, Dossier.id == Recognition.dossier_id)
        .join(unit, unit.id == Dossier.unit_id)
        .join(committee, committee.id == Dossier.committee_id)
        .where(_is_of(Decision), matches(search, unit.search_key, committee.search_key, *columns))
        .correlate(Decision)
        .exists()
    )
    return or_(matches(search, *columns), listed)


def _of_units(unit_ids: Sequence[UUID]) -> ColumnElement[bool]:
    theirs = or_(Body.unit_id.in_(unit_ids), Body.unit_id.in_(kept_by(unit_ids)))
    return Decision.body_id.in_(select(Body.id).where(theirs))

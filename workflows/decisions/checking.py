"""What a code on a paper stands for, for anybody who asks.

It tells what the paper in the asker's hand says already, and what became of it since; no
score, no vote, no name of a person, and no other paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from tenants.clock import local
from tenants.public_codes import as_printed, issuer_of
from tenants.successions import FormerUnit
from tenants.tenant import Tenant
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.certificates.tables import Certificate, Status
from workflows.decisions.awards import award_of
from workflows.decisions.publishing import Level, ListedUnit, listed_units, published
from workflows.decisions.reading import corrections_of
from workflows.decisions.streaks import years_running
from workflows.decisions.tables import Correction, Decision, Misprinted, Recognition
from workflows.dossiers.tables import Dossier
from workflows.sittings.tables import SittingItem


class Standing(StrEnum):
    """What a paper is worth today."""

    GENUINE = "genuine"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Replacement:
    """The paper that stands instead of another."""

    number: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Corrected:
    """A misprint that was put right: what stood there, what should have, by which paper."""

    field: Misprinted
    was: str
    becomes: str
    paper: str
    paper_on: date


@dataclass(frozen=True, slots=True)
class Checked:
    """A paper that exists: what it is, what it says, and what it is worth today.

    ``kind`` is that of the paper: a kind of decision, ``title`` or ``certificate``; ``award``
    the title that it is about. ``unit`` and ``committee`` are called what they were called on
    the day of signing; a decision over many units has none, and says how many it gives the
    title to and how many of those no longer have it; ``units`` lists them where the office has
    made that public. ``running`` counts the years in a row
    that end with this one. ``corrected`` is what was misprinted and put right of what the asker
    may have in the hand; of a list that is not public only how many names, no name.
    """

    kind: str
    award: str
    standing: Standing
    issuer: str
    body: str
    number: str
    signed_on: date
    year: int
    unit: str = ""
    committee: str = ""
    merit: bool = False
    running: int = 0
    titles: int = 0
    revoked: int = 0
    since: date | None = None
    instead: Replacement | None = None
    units: Sequence[ListedUnit] = ()
    corrected: Sequence[Corrected] = ()
    corrected_in_list: int = 0


Finder: TypeAlias = "Callable[[TenantSession, str], Checked | None]"


def check(session: TenantSession, typed: str) -> Checked | None:
    """Say what the paper with this code is worth; nothing where there is no such paper.

    The session stands outside of all tenants and enters the one that made the code. A paper
    without number and date is a draft, and is not known to anybody yet.
    """
    issuer = issuer_of(session, typed)
    if issuer is None:
        return None
    session.enter(issuer)
    code = as_printed(typed)
    return next((found for find in FINDERS if (found := find(session, code))), None)


def _decision(session: TenantSession, code: str) -> Checked | None:
    decision = session.scalars(_decisions().where(Decision.public_code == code)).one_or_none()
    if decision is None or decision.number is None or decision.signed_on is None:
        return None
    instead = replacement_of(session, decision)
    titles, revoked = session.execute(
        select(func.count(), func.count(Recognition.revoked_at)).where(
            Recognition.decision_id == decision.id
        )
    ).one()
    units = _public_list(session, decision)
    put_right = corrections_of(session, decision.id)
    whole = [each for each in put_right if each.unit_id is None or (units and _is_public(each))]
    return Checked(
        kind=decision.kind,
        award=_award_of(session, decision),
        standing=_standing(instead, revoked=bool(titles) and titles == revoked),
        issuer=_issuer(session),
        body=decision.body.name,
        number=decision.number,
        signed_on=decision.signed_on,
        year=decision.campaign.year,
        titles=titles,
        revoked=revoked,
        instead=instead,
        units=units,
        corrected=_told(whole),
        corrected_in_list=len(put_right) - len(whole),
    )


def _title(session: TenantSession, code: str) -> Checked | None:
    title = session.scalars(
        select(Recognition)
        .where(Recognition.public_code == code)
        .options(joinedload(Recognition.dossier, innerjoin=True).joinedload(Dossier.committee))
        .options(joinedload(Recognition.dossier, innerjoin=True).joinedload(Dossier.unit))
    ).one_or_none()
    if title is None:
        return None
    decision = standing_decision(session, title.decision_id)
    if decision.number is None or decision.signed_on is None:
        return None
    unit, committee = title.dossier.unit, title.dossier.committee
    put_right = _concerning(session, decision.id, unit.id, committee.id)
    now = {each.unit_id: each.becomes for each in put_right}
    return Checked(
        kind="title",
        award=award_of(title.dossier.flow),
        standing=Standing.REVOKED if title.revoked_at else Standing.GENUINE,
        issuer=_issuer(session),
        body=decision.body.name,
        number=decision.number,
        signed_on=decision.signed_on,
        year=title.year,
        unit=now.get(unit.id) or name_on(session, unit, decision.signed_on),
        committee=now.get(committee.id) or name_on(session, committee, decision.signed_on)
        if committee != unit
        else "",
        merit=title.merit,
        running=years_running(session, [title.unit_id], title.year)[title.unit_id],
        since=local(title.revoked_at).date() if title.revoked_at else None,
        corrected=_told(put_right),
    )


def _certificate(session: TenantSession, code: str) -> Checked | None:
    paper = session.scalars(
        select(Certificate)
        .where(Certificate.public_code == code)
        .options(
            joinedload(Certificate.recognition, innerjoin=True).joinedload(Recognition.dossier)
        )
    ).one_or_none()
    if paper is None:
        return None
    decision = session.scalars(_decisions().where(Decision.id == paper.decision_id)).one()
    later = session.scalars(
        select(Certificate).where(Certificate.replaces_id == paper.id)
    ).one_or_none()
    return Checked(
        kind="certificate",
        award=award_of(paper.recognition.dossier.flow),
        standing=WORTH[paper.status],
        issuer=_issuer(session),
        body=decision.body.name,
        number=decision.number or "",
        signed_on=decision.signed_on or local(paper.issued_at).date(),
        year=paper.year,
        unit=paper.facts["unit"],
        committee=paper.facts["committee"],
        since=local(paper.ended_at).date()
        if paper.status is Status.VOID and paper.ended_at
        else None,
        instead=Replacement(later.register_number, local(later.issued_at).date())
        if later and paper.status is Status.REPLACED
        else None,
        corrected=_told(
            each
            for each in _concerning(
                session, decision.id, paper.unit_id, paper.recognition.dossier.committee_id
            )
            if each.corrected_at >= paper.issued_at and paper.ended_at is not None
        ),
    )


WORTH = {
    Status.ISSUED: Standing.GENUINE,
    Status.REPLACED: Standing.REPLACED,
    Status.VOID: Standing.REVOKED,
}
# A new kind of paper with a code of its own is found here.
FINDERS: tuple[Finder, ...] = (_decision, _title, _certificate)


def standing_decision(session: TenantSession, decision_id: UUID) -> Decision:
    """Return a decision, or the one that stands instead of it."""
    decision = session.scalars(_decisions().where(Decision.id == decision_id)).one()
    if decision.replaced_by_id is None:
        return decision
    later = standing_decision(session, decision.replaced_by_id)
    return later if later.frozen_at else decision


def replacement_of(session: TenantSession, decision: Decision) -> Replacement | None:
    """Return the numbered paper that stands instead of a decision, if there is one."""
    later = standing_decision(session, decision.id)
    if later is decision or later.number is None or later.signed_on is None:
        return None
    return Replacement(later.number, later.signed_on)


def name_on(session: TenantSession, unit: OrgUnit, day: date) -> str:
    """Return what a unit was called on a day."""
    former = session.scalar(
        select(FormerUnit.name)
        .where(FormerUnit.unit_id == unit.id, FormerUnit.valid_to >= day)
        .order_by(FormerUnit.valid_to)
        .limit(1)
    )
    return former or unit.name


def _public_list(session: TenantSession, decision: Decision) -> Sequence[ListedUnit]:
    publication = published(session, decision.id)
    if publication is None or publication.level is not Level.PUBLIC:
        return ()
    return listed_units(session, decision, publication)


def _concerning(session: TenantSession, decision_id: UUID, *units: UUID) -> list[Correction]:
    """List what was put right of a decision that a paper of these units shows."""
    return [
        each
        for each in corrections_of(session, decision_id)
        if each.unit_id is None or (each.unit_id in units and _is_public(each))
    ]


def _is_public(correction: Correction) -> bool:
    return correction.field is not Misprinted.SECRETARY


def _told(corrections: Iterable[Correction]) -> list[Corrected]:
    return [
        Corrected(each.field, each.was, each.becomes, each.paper, each.paper_on)
        for each in corrections
    ]


def _standing(instead: Replacement | None, *, revoked: bool) -> Standing:
    if revoked:
        return Standing.REVOKED
    return Standing.REPLACED if instead else Standing.GENUINE


def _award_of(session: TenantSession, decision: Decision) -> str:
    """Return the title that a decision is about: all of its dossiers go through one flow."""
    flow = session.scalar(
        select(Dossier.flow)
        .join(SittingItem, SittingItem.dossier_id == Dossier.id)
        .where(SittingItem.sitting_id == decision.sitting_id)
        .limit(1)
    )
    return award_of(flow or "")


def _issuer(session: TenantSession) -> str:
    return session.get_one(Tenant, session.tenant_id).name


def _decisions() -> Select[Decision]:
    return select(Decision).options(
        joinedload(Decision.body, innerjoin=True),
        joinedload(Decision.campaign, innerjoin=True),
    )

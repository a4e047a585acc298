"""Finding certificates in the register, for those who keep it or read everything."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from tenants.members import Member
from tenants.search import matches
from tenants.units import OrgUnit
from tenants.wall import TenantSession
from workflows.certificates.tables import Certificate, Status
from workflows.decisions.reading import keeps_decision
from workflows.decisions.tables import Decision, Recognition
from workflows.dossiers.tables import Dossier
from workflows.dossiers.visible import sees


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the register; nothing is everything."""

    words: str = ""
    year: int | None = None
    status: Status | None = None


def sees_certificate(viewer: Member) -> ColumnElement[bool]:
    """Say in SQL which certificates a member may see: those of decisions that they keep."""
    return Certificate.decision_id.in_(select(Decision.id).where(keeps_decision(viewer)))


def register_of(
    session: TenantSession,
    wanted: Wanted,
    *,
    viewer: Member,
    limit: int | None = None,
    offset: int = 0,
) -> list[Certificate]:
    """List the register, the latest year first, by number."""
    query = (
        _loaded()
        .where(sees_certificate(viewer), *_narrowed(wanted))
        .order_by(Certificate.year.desc(), Certificate.number)
        .limit(limit)
        .offset(offset)
    )
    return list(session.scalars(query))


def count_register(session: TenantSession, wanted: Wanted, *, viewer: Member) -> int:
    """Count what the register holds of what is looked for."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Certificate)
            .where(sees_certificate(viewer), *_narrowed(wanted))
        )
        or 0
    )


def years_in_register(session: TenantSession, *, viewer: Member) -> list[int]:
    """List the years of which the viewer sees certificates, the latest first."""
    rows = session.scalars(select(Certificate.year).where(sees_certificate(viewer)).distinct())
    return sorted(rows, reverse=True)


def certificates_of(
    session: TenantSession, decision: Decision, *, standing: bool = False
) -> list[Certificate]:
    """List what a decision granted, by number; only what stands, if so asked."""
    query = _loaded().where(Certificate.decision_id == decision.id).order_by(Certificate.number)
    if standing:
        query = query.where(Certificate.status == Status.ISSUED)
    return list(session.scalars(query))


def find_certificate(
    session: TenantSession, certificate_id: UUID, *, viewer: Member
) -> Certificate | None:
    """Return a certificate; one the viewer may not see does not exist."""
    return session.scalars(
        _loaded().where(Certificate.id == certificate_id, sees_certificate(viewer))
    ).one_or_none()


def chain_of(session: TenantSession, certificate: Certificate) -> list[Certificate]:
    """List every certificate of the same title, the first first: each replaces the one before."""
    return list(
        session.scalars(
            _loaded()
            .where(Certificate.recognition_id == certificate.recognition_id)
            .order_by(Certificate.number)
        )
    )


def certificates_of_dossier(
    session: TenantSession, dossier: Dossier, *, viewer: Member
) -> list[Certificate]:
    """List every certificate of a dossier's titles, for whoever may see the dossier."""
    return list(
        session.scalars(
            select(Certificate)
            .join(Recognition, Recognition.id == Certificate.recognition_id)
            .join(Dossier, Dossier.id == Recognition.dossier_id)
            .where(Dossier.id == dossier.id, sees(viewer))
            .order_by(Certificate.number)
        )
    )


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.year is not None:
        found.append(Certificate.year == wanted.year)
    if wanted.status is not None:
        found.append(Certificate.status == wanted.status)
    if wanted.words.strip():
        found.append(_matches(wanted.words))
    return found


def _matches(words: str) -> ColumnElement[bool]:
    """Find by the unit or its committee, by the number as it is written, or by the code."""
    asked = words.strip()
    unit = select(OrgUnit.id).where(matches(asked, OrgUnit.search_key))
    committee = (
        select(Recognition.id)
        .join(Dossier, Dossier.id == Recognition.dossier_id)
        .where(Dossier.committee_id.in_(unit))
    )
    number = asked.partition("/")[0]
    found = [
        Certificate.unit_id.in_(unit),
        Certificate.recognition_id.in_(committee),
        Certificate.public_code == asked.upper(),
    ]
    if number.isdecimal() and len(number) < 9:
        found.append(Certificate.number == int(number))
    return or_(*found)


def _loaded() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.unit, innerjoin=True),
        joinedload(Certificate.decision, innerjoin=True),
    )

"""Giving certificates out: a number from the register, a code, and what the sheet says.

They come with the clerk's number on the decision that grants them; later ones replace a
certificate that was misprinted, lost or misspelt. Nothing is ever taken out of the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.public_codes import check_address, new_public_code
from tenants.wall import TenantSession
from workflows.certificates.tables import (
    Certificate,
    CertificateRegister,
    Reason,
    Status,
)
from workflows.certificates.wording import certificate_facts, corrected_facts
from workflows.decisions.facts import items_decided
from workflows.decisions.reading import keeps
from workflows.decisions.tables import Correction, Decision, Recognition
from workflows.dossiers.tables import Dossier
from workflows.engine.refusals import Refusal

# For what an office replaces a certificate; the others follow from what happens to a title.
BY_HAND = (Reason.MISPRINT, Reason.LOST, Reason.DAMAGED, Reason.NAME)


def issue_certificates(
    session: TenantSession, decision: Decision, *, actor: Member
) -> list[Certificate]:
    """Give out the certificates that a numbered decision grants, in the order of its list."""
    dossiers = [item.dossier_id for item in items_decided(session, decision)]
    found = {
        row.dossier_id: row
        for row in session.scalars(
            select(Recognition)
            .where(
                Recognition.dossier_id.in_(dossiers),
                Recognition.merit.is_(True),
                Recognition.revoked_at.is_(None),
            )
            .options(*_UNITS)
        )
    }
    titles = [found[dossier_id] for dossier_id in dossiers if dossier_id in found]
    if not titles:
        return []
    year = titles[0].year
    first = take_numbers(session, year, len(titles))
    given = [
        _certificate(session, decision, title, number, actor=actor)
        for number, title in enumerate(titles, start=first)
    ]
    session.add_all(given)
    session.flush()
    record_event(
        session, "certificates_issued", actor=actor,
        facts={
            "decision": decision.code, "count": len(given),
            "numbers": [given[0].register_number, given[-1].register_number],
        },
    )  # fmt: skip
    return given


def replace_certificate(
    session: TenantSession,
    certificate: Certificate,
    *,
    reason: Reason,
    note: str,
    actor: Member,
    unit_name: str = "",
) -> Certificate:
    """Give out a new certificate for one that is void from now on.

    Args:
        unit_name: the unit's right name, where it was misspelt.

    Raises:
        Refusal: not an office that keeps decisions, a certificate that stands no longer, a
            reason that is not the office's to give, or no note or name where one is due.

    """
    old = _standing(session, certificate, actor)
    if reason not in BY_HAND:
        raise Refusal("missing", fields=["reason"])
    if not note.strip():
        raise Refusal("missing", fields=["note"])
    if reason is Reason.NAME and not unit_name.strip():
        raise Refusal("missing", fields=["unit_name"])
    new = _reissued(session, old, reason, note=note, actor=actor)
    if unit_name.strip():
        new.facts = new.facts | {"unit": unit_name.strip()}
    session.flush()
    record_event(
        session, "certificate_replaced", actor=actor,
        facts={
            "decision": new.decision.code, "reason": reason,
            "number": old.register_number, "new_number": new.register_number, "note": note.strip(),
        },
    )  # fmt: skip
    return new


def reissue_corrected(
    session: TenantSession, decision: Decision, correction: Correction, *, note: str, actor: Member
) -> list[Certificate]:
    """Give out anew what a decision granted, where a misprint of the decision stands on it.

    Number and day stand on every sheet; a name on those of its unit, or of its committee's.
    """
    standing = session.scalars(
        select(Certificate)
        .where(Certificate.decision_id == decision.id, Certificate.status == Status.ISSUED)
        .order_by(Certificate.number)
        .with_for_update(of=Certificate)
        .options(
            joinedload(Certificate.recognition, innerjoin=True).joinedload(Recognition.dossier)
        )
    ).all()
    again = []
    for old in standing:
        units = {old.unit_id, old.recognition.dossier.committee_id}
        if correction.unit_id is not None and correction.unit_id not in units:
            continue
        if corrected_facts(decision, correction, old.facts).items() <= old.facts.items():
            continue  # put right before, by hand
        new = _reissued(session, old, Reason.MISPRINT, note=note, actor=actor)
        new.facts = new.facts | corrected_facts(decision, correction, new.facts)
        again.append(new)
    session.flush()
    return again


def hand_back(
    session: TenantSession, certificate: Certificate, *, on: date, actor: Member
) -> Certificate:
    """Note on which day the sheet of a certificate that stands no longer came back.

    Raises:
        Refusal: not an office that keeps decisions, one that stands, one that came back
            before, or a day before it was given out or in the future.

    """
    row = _locked(session, certificate, actor)
    if row.status is Status.ISSUED:
        raise Refusal("certificate_stands", number=row.register_number)
    if row.handed_back_on is not None:
        raise Refusal("handed_back_already", number=row.register_number, on=row.handed_back_on)
    if on > clock.today(session):
        raise Refusal("future_day", fields=["on"], today=clock.today(session))
    if on < clock.local(row.issued_at).date():
        raise Refusal("before_issue", fields=["on"], on=clock.local(row.issued_at).date())
    row.handed_back_on, row.handed_back_to = on, actor.name
    session.flush()
    record_event(
        session, "certificate_handed_back", actor=actor,
        facts={"number": row.register_number, "on": on},
    )  # fmt: skip
    return row


def void_certificate(
    session: TenantSession, recognition_ids: Sequence[UUID], *, note: str, by: str
) -> list[Certificate]:
    """Make void what was given out with titles that are revoked, in the same transaction."""
    rows = list(
        session.scalars(
            select(Certificate)
            .where(
                Certificate.recognition_id.in_(recognition_ids),
                Certificate.status == Status.ISSUED,
            )
            .with_for_update()
        )
    )
    for row in rows:
        _end(session, row, Status.VOID, Reason.REVOKED, note=note, by=by)
    session.flush()
    return rows


def reissue_for_restored(
    session: TenantSession, recognition_id: UUID, *, actor: Member
) -> Certificate | None:
    """Give out a new certificate for a title that stands again; nothing where it had none."""
    old = session.scalars(
        select(Certificate)
        .where(Certificate.recognition_id == recognition_id, Certificate.reason == Reason.REVOKED)
        .order_by(Certificate.issued_at.desc(), Certificate.number.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if old is None or _replaced_by(session, old) is not None:
        return None
    title = session.scalars(
        select(Recognition).where(Recognition.id == recognition_id).options(*_UNITS)
    ).one()
    new = _certificate(
        session, _decision(session, old), title, take_numbers(session, old.year, 1),
        actor=actor, replaces=old,
    )  # fmt: skip
    session.add(new)
    session.flush()
    return new


def take_numbers(session: TenantSession, year: int, count: int) -> int:
    """Take the next numbers of a year's register; return the first.

    Whoever takes at the same moment waits: a number is given once, and what is rolled back
    leaves no gap.
    """
    row = insert(CertificateRegister).values(tenant_id=session.tenant_id, year=year, last=count)
    taken = row.on_conflict_do_update(
        index_elements=["tenant_id", "year"],
        set_={"last": CertificateRegister.last + row.excluded.last},
    ).returning(CertificateRegister.last)
    last: int = session.execute(taken).scalar_one()
    return last - count + 1


def _reissued(
    session: TenantSession, old: Certificate, reason: Reason, *, note: str, actor: Member
) -> Certificate:
    _end(session, old, Status.REPLACED, reason, note=note, by=actor.name)
    session.flush()  # before the new one: one stands at a time
    number = take_numbers(session, old.year, 1)
    code = new_public_code(session)
    new = Certificate(
        id=row_id(), recognition_id=old.recognition_id, decision_id=old.decision_id,
        unit_id=old.unit_id, year=old.year, number=number, public_code=code,
        issued_at=clock.now(session), issued_by=actor.name, replaces_id=old.id,
        facts={
            **old.facts, "register": f"Vào sổ số {number}/{old.year}",
            "replaces": f"Cấp lại, thay Giấy khen vào sổ số {old.register_number}",
            **_code_facts(code),
        },
    )  # fmt: skip
    session.add(new)
    session.flush()
    session.refresh(new)
    return new


def _certificate(
    session: TenantSession,
    decision: Decision,
    title: Recognition,
    number: int,
    *,
    actor: Member,
    replaces: Certificate | None = None,
) -> Certificate:
    code = new_public_code(session)
    facts = certificate_facts(decision, title, number=number)
    if replaces is not None:
        facts["replaces"] = f"Cấp lại, thay Giấy khen vào sổ số {replaces.register_number}"
    return Certificate(
        id=row_id(), recognition_id=title.id, decision_id=decision.id, unit_id=title.unit_id,
        year=title.year, number=number, public_code=code, facts=facts | _code_facts(code),
        issued_at=clock.now(session), issued_by=actor.name,
        replaces_id=replaces.id if replaces else None,
    )  # fmt: skip


def _code_facts(code: str) -> dict[str, str]:
    return {"code": code, "address": check_address(code)}


def _end(
    session: TenantSession, row: Certificate, status: Status, reason: Reason, *, note: str, by: str
) -> None:
    row.status, row.reason, row.note = status, reason, note.strip()
    row.ended_at, row.ended_by = clock.now(session), by


def _locked(session: TenantSession, certificate: Certificate, actor: Member) -> Certificate:
    if not keeps(actor, _decision(session, certificate)):
        raise Refusal("role", parties=["city_org", "city_office", "ward_office"])
    return session.scalars(
        select(Certificate)
        .where(Certificate.id == certificate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _standing(session: TenantSession, certificate: Certificate, actor: Member) -> Certificate:
    row = _locked(session, certificate, actor)
    if row.status is not Status.ISSUED:
        raise Refusal("certificate_ended", number=row.register_number)
    return row


def _replaced_by(session: TenantSession, old: Certificate) -> Certificate | None:
    return session.scalars(
        select(Certificate).where(Certificate.replaces_id == old.id)
    ).one_or_none()


def _decision(session: TenantSession, row: Certificate) -> Decision:
    return session.get_one(Decision, (session.tenant_id, row.decision_id))


_UNITS = (
    joinedload(Recognition.dossier, innerjoin=True).options(
        joinedload(Dossier.unit, innerjoin=True), joinedload(Dossier.committee, innerjoin=True)
    ),
)

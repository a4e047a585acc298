"""Adding a comrade, correcting what is written of one, and disabling one; never deleting."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants import clock
from tenants.appointments import add_person
from tenants.audit import record_event
from tenants.members import Member
from tenants.people import Account, Person
from tenants.signing_in.phones import shut_out
from tenants.staffing.keepers import keeps_person, known_to
from tenants.staffing.refusals import StaffingRefusedError
from tenants.text.folding import normalise, search_key
from tenants.text.sorting import person_sort_key
from tenants.wall import TenantSession


def find_kept(session: TenantSession, person_id: UUID, *, keeper: Member) -> Person | None:
    """Return a person whom the keeper may change; anybody else does not exist."""
    kept = keeps_person(keeper, on=clock.today(session))
    return session.scalar(select(Person).where(Person.id == person_id, kept))


def add_comrade(
    session: TenantSession, name: str, *, phone: str, post: str, actor: Member
) -> Person:
    """Add a person with a phone (E.164) to sign in.

    Raises:
        StaffingRefusedError: ``missing``, ``phone_taken`` (with the name of whoever has it,
            if the actor may know).

    """
    name = normalise(name)
    if not name:
        raise StaffingRefusedError("missing", fields=["name"])
    ask_free_phone(session, phone, actor=actor)
    person = add_person(session, name, phone=phone, post=normalise(post))
    session.flush()
    record_event(session, "person_added", actor=actor, for_name=name, facts={"person": person.id})
    return person


def ask_free_phone(
    session: TenantSession, phone: str, *, actor: Member, but: UUID | None = None
) -> None:
    """Ask that nobody signs in with this phone; whose it is, is said within one's scope only.

    Raises:
        StaffingRefusedError: ``phone_taken``.

    """
    owner = session.scalar(
        select(Account)
        .where(Account.phone == phone, Account.person_id.is_distinct_from(but))
        .options(joinedload(Account.person))
    )
    if owner is None:
        return
    seen = session.scalar(select(Person.id).where(Person.id == owner.person_id, known_to(actor)))
    raise StaffingRefusedError(
        "phone_taken", fields=["phone"], name=owner.person.name if seen else ""
    )


def correct_person(
    session: TenantSession, person: Person, *, name: str, post: str, actor: Member
) -> None:
    """Correct a name or a post; papers that were made keep what they said.

    Raises:
        StaffingRefusedError: ``missing``.

    """
    name, post = normalise(name), normalise(post)
    if not name:
        raise StaffingRefusedError("missing", fields=["name"])
    before = {"name": person.name, "post": person.post}
    if before == {"name": name, "post": post}:
        return
    person.name, person.post = name, post
    person.search_key, person.sort_key = search_key(name), person_sort_key(name)
    session.flush()
    record_event(
        session,
        "person_corrected",
        actor=actor,
        for_name=name,
        facts={"person": person.id, "before": before, "after": {"name": name, "post": post}},
    )


def disable_person(session: TenantSession, person: Person, *, reason: str, actor: Member) -> None:
    """Disable a person: nothing lets them in any more; what they did stays with their name.

    Raises:
        StaffingRefusedError: ``missing``, ``oneself``, ``disabled_already``.

    """
    reason = normalise(reason)
    if not reason:
        raise StaffingRefusedError("missing", fields=["reason"])
    if person.id == actor.person_id:
        raise StaffingRefusedError("oneself")
    if person.disabled_at is not None:
        raise StaffingRefusedError("disabled_already", name=person.name)
    person.disabled_at = clock.now(session)
    session.flush()
    account = account_of(session, person)
    if account is not None:
        shut_out(session, account, actor=actor)
    record_event(
        session,
        "person_disabled",
        actor=actor,
        for_name=person.name,
        facts={"person": person.id, "reason": reason},
    )


def enable_person(session: TenantSession, person: Person, *, actor: Member) -> None:
    """Let a disabled person in again, with the roles whose time has not ended."""
    if person.disabled_at is None:
        return
    person.disabled_at = None
    session.flush()
    record_event(
        session, "person_enabled", actor=actor, for_name=person.name, facts={"person": person.id}
    )


def account_of(session: TenantSession, person: Person) -> Account | None:
    """Return how a person signs in, if they do."""
    return session.scalar(
        select(Account).where(Account.person_id == person.id).options(joinedload(Account.person))
    )

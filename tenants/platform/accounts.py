"""The platform's people: added by one another, the first by the operator's command."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, update

from tenants import clock
from tenants.members import Member
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.tables import BreakGlassOpening, PlatformAccount, PlatformSignIn
from tenants.platform.trail import record
from tenants.text.folding import normalise, spelling_key
from tenants.wall import TenantSession

POST = "Quản trị nền tảng"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody of the platform, as the service meets them."""

    account_id: UUID
    name: str
    sign_in_id: UUID | None = field(default=None, compare=False)
    request_id: str = field(default="", compare=False)
    address: str = field(default="", compare=False)

    def as_member(self) -> Member:
        """Return who stands in a trail for this person; it holds no role in any tenant."""
        return Member(
            person_id=None,
            name=self.name,
            post=POST,
            sign_in_id=self.sign_in_id,
            request_id=self.request_id,
            address=self.address,
        )


def find_account(session: TenantSession, phone: str) -> PlatformAccount | None:
    """Return the enabled account with this phone (E.164)."""
    return session.scalar(
        select(PlatformAccount).where(
            PlatformAccount.phone == phone, PlatformAccount.disabled_at.is_(None)
        )
    )


def list_accounts(session: TenantSession) -> list[PlatformAccount]:
    """List the platform's people, those who still work first."""
    return list(
        session.scalars(
            select(PlatformAccount).order_by(
                PlatformAccount.disabled_at.is_not(None), PlatformAccount.name
            )
        )
    )


def add_account(
    session: TenantSession,
    name: str,
    phone: str,
    *,
    actor: Member,
    by: UUID | None = None,
    request_key: str | None = None,
) -> PlatformAccount:
    """Add somebody to the platform's people; who is there already by this name is returned.

    Raises:
        PlatformRefusedError: the phone is another person's, or a disabled one's.

    """
    name = normalise(name)
    standing = session.scalar(select(PlatformAccount).where(PlatformAccount.phone == phone))
    if standing is not None:
        if standing.disabled_at is not None:
            raise PlatformRefusedError("account_disabled", field="phone", name=standing.name)
        if spelling_key(standing.name) != spelling_key(name):
            raise PlatformRefusedError("phone_taken", field="phone", name=standing.name)
        return standing
    account = PlatformAccount(name=name, phone=phone, added_at=clock.now(session))
    session.add(account)
    session.flush()
    record(
        session,
        "account_added",
        actor=actor,
        account_id=by,
        request_key=request_key,
        facts={"account": account.id, "name": name},
    )
    return account


def disable_account(
    session: TenantSession, account: PlatformAccount, *, by: Operator, request_key: str | None
) -> None:
    """Disable an account: it signs in no more, and what it had opened ends at once.

    Raises:
        PlatformRefusedError: it is one's own.

    """
    if account.id == by.account_id:
        raise PlatformRefusedError("own_account")
    now = clock.now(session)
    account.disabled_at = now
    for table in (PlatformSignIn, BreakGlassOpening):
        session.execute(
            update(table)
            .where(table.account_id == account.id, table.ended_at.is_(None))
            .values(ended_at=now)
        )
    session.flush()
    record(
        session,
        "account_disabled",
        actor=by.as_member(),
        account_id=by.account_id,
        request_key=request_key,
        facts={"account": account.id, "name": account.name},
    )

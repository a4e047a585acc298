"""The second proof: an app's code or a paper one, for those who decide and those who want it.

Passkeys have a module of their own (tenants.signing_in.passkeys).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from tenants import clock
from tenants.audit import record_event
from tenants.database import row_id
from tenants.members import Member
from tenants.people import Account
from tenants.proofs import authenticator, recovery, sealing
from tenants.signing_in.deciders import decides
from tenants.signing_in.failures import Way, count_failure, forget_failures, may_try
from tenants.signing_in.first_factor import ClosedError
from tenants.signing_in.sessions import end_sign_ins
from tenants.signing_in.tables import Authenticator, Passkey, RecoveryCode
from tenants.wall import TenantSession


class LastFactorError(Exception):
    """Whoever decides keeps at least one second factor."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside the first factor."""

    has_app: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        """Whether there is an app or a passkey; papers alone are none."""
        return self.has_app or self.passkeys > 0


def factors_of(session: TenantSession, account: Account) -> Factors:
    """Return what second factors an account has."""
    app = select(Authenticator.id).where(
        Authenticator.account_id == account.id, Authenticator.confirmed_at.is_not(None)
    )
    keys = select(func.count()).where(Passkey.account_id == account.id)
    papers = select(func.count()).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    row = session.execute(
        select(app.exists(), keys.scalar_subquery(), papers.scalar_subquery())
    ).one()
    return Factors(*row)


def second_is_due(session: TenantSession, account: Account, member: Member) -> bool:
    """Tell whether the first factor alone does not let this person in."""
    return decides(member) or factors_of(session, account).any


def start_app(session: TenantSession, account: Account) -> None:
    """Make a secret for an app that is still to be confirmed, beside none that is."""
    secret = _sealed(session, account, authenticator.new_secret())
    session.execute(
        insert(Authenticator)
        .values(
            tenant_id=session.tenant_id, id=row_id(), account_id=account.id, secret=secret,
            last_step=0,
        )
        .on_conflict_do_update(
            index_elements=("tenant_id", "account_id"),
            set_={"secret": secret},
            where=Authenticator.confirmed_at.is_(None),
        )
    )  # fmt: skip


def secret_to_confirm(session: TenantSession, account: Account) -> str | None:
    """Return the secret that an app is being given, until it has shown a code.

    There is none either where the secret was sealed with a former key: it is begun anew.
    """
    row = session.scalar(
        select(Authenticator).where(
            Authenticator.account_id == account.id, Authenticator.confirmed_at.is_(None)
        )
    )
    return _secret(session, row) if row else None


def confirm_app(session: TenantSession, account: Account, code: str, *, actor: Member) -> bool:
    """Take an app into use once it shows a right code."""
    row = _locked(session, account)
    if row is None or row.confirmed_at is not None or not _use_step(session, row, code):
        return False
    row.confirmed_at = clock.now(session)
    session.flush()
    _record(session, "second_factor_added", account, actor, factor="app")
    return True


def keep_app(session: TenantSession, account: Account) -> None:
    """Give an account an app that has shown its code already; a demonstration begins so."""
    start_app(session, account)
    row = _locked(session, account)
    if row is not None:
        row.confirmed_at = clock.now(session)
        session.flush()


def check_second(session: TenantSession, account: Account, code: str) -> bool:
    """Try an app's code or a paper one, and use it up; a wrong one is counted, so commit it.

    Raises:
        ClosedError: too many were wrong.

    """
    if not may_try(session, account.phone, Way.SECOND):
        raise ClosedError(Way.SECOND)
    if _is_app_code(session, account, code) or _is_recovery_code(session, account, code):
        forget_failures(session, account.phone, Way.SECOND)
        return True
    count_failure(session, account.phone, Way.SECOND)
    return False


def remove_app(session: TenantSession, account: Account, *, actor: Member) -> None:
    """Do without the app.

    Raises:
        LastFactorError: the person decides, and has no passkey.

    """
    if decides(actor) and factors_of(session, account).passkeys == 0:
        raise LastFactorError
    session.execute(delete(Authenticator).where(Authenticator.account_id == account.id))
    forget_papers_of_nothing(session, account)
    _record(session, "second_factor_removed", account, actor, factor="app")


def new_recovery_codes(session: TenantSession, account: Account, *, actor: Member) -> list[str]:
    """Give an account ten new paper codes in place of the old ones; they can be read only now."""
    codes = recovery.new_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(
        RecoveryCode(account_id=account.id, digest=_digest(session, account, code))
        for code in codes
    )
    session.flush()
    _record(session, "recovery_codes_made", account, actor)
    return codes


def reset_second_factors(session: TenantSession, account: Account, *, actor: Member) -> None:
    """Take everything from somebody who has lost it; they set it up anew when they next come."""
    for table in (Authenticator, Passkey, RecoveryCode):
        session.execute(delete(table).where(table.account_id == account.id))
    forget_failures(session, account.phone, Way.SECOND)
    end_sign_ins(session, account, keep=actor.sign_in_id)
    _record(session, "second_factors_reset", account, actor)


def forget_papers_of_nothing(session: TenantSession, account: Account) -> None:
    """Delete the paper codes of an account that has no factor they could stand in for."""
    if not factors_of(session, account).any:
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def code_for_demonstration(session: TenantSession, account: Account) -> str | None:
    """Return a code of the app that would be taken now; only a demonstration shows it."""
    row = session.scalar(select(Authenticator).where(Authenticator.account_id == account.id))
    if row is None:
        return None
    step, secret = (
        authenticator.usable_step(at=clock.now(session), after=row.last_step),
        _secret(session, row),
    )
    return authenticator.code_of(secret, step) if step and secret else None


def _is_app_code(session: TenantSession, account: Account, code: str) -> bool:
    row = _locked(session, account)
    return row is not None and row.confirmed_at is not None and _use_step(session, row, code)


def _use_step(session: TenantSession, row: Authenticator, code: str) -> bool:
    secret = _secret(session, row)
    if secret is None:
        return False
    step = authenticator.step_of(secret, code, at=clock.now(session), after=row.last_step)
    if step is None:
        return False
    row.last_step = step
    session.flush()
    return True


def _is_recovery_code(session: TenantSession, account: Account, code: str) -> bool:
    used = session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.digest == _digest(session, account, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now(session))
        .returning(RecoveryCode.id)
    )
    return used is not None


def _locked(session: TenantSession, account: Account) -> Authenticator | None:
    return session.scalar(
        select(Authenticator)
        .where(Authenticator.account_id == account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _about(tenant_id: UUID | None, account_id: UUID) -> str:
    return f"{tenant_id}:{account_id}"


def _sealed(session: TenantSession, account: Account, secret: str) -> bytes:
    return sealing.sealed(secret.encode(), about=_about(session.tenant_id, account.id))


def _secret(session: TenantSession, row: Authenticator) -> str | None:
    about = _about(session.tenant_id, row.account_id)
    return sealing.opened_if_ours(bytes(row.secret), about=about)


def _digest(session: TenantSession, account: Account, code: str) -> bytes:
    return recovery.digest_of(code, about=_about(session.tenant_id, account.id))


def _record(
    session: TenantSession, kind: str, account: Account, actor: Member, **facts: str
) -> None:
    record_event(
        session,
        kind,
        actor=actor,
        for_name=account.person.name,
        facts={"account_id": account.id, "person_id": account.person_id, **facts},
    )

"""Files that came too late: held until their sender has signed in again (docs/process.md).

Held files are neither looked at nor shown. They take part of the tenant's room, go back
to the account whose sign-in had ended, and are deleted after some days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from tenants import clock
from tenants.file_space import NoSpaceError, give_back_space, take_space
from tenants.files import give_up_file, open_file, put_file
from tenants.members import Member
from tenants.people import Account
from tenants.wall import TenantSession
from workflows.evidence.kinds import LARGEST
from workflows.evidence.preparing import Upload
from workflows.evidence.tables import HeldFile

HELD_FOR = timedelta(days=7)
MOST_HELD = 40
LONGEST_NAME = 300


def hold_files(
    session: TenantSession, account_id: UUID, form_key: str, uploads: Sequence[Upload]
) -> list[str]:
    """Hold the files of a form whose sender is not signed in any more.

    Returns:
        The names of those that are held; one that is too large, or too many, is not.

    """
    waiting = session.scalar(
        select(func.count()).select_from(HeldFile).where(HeldFile.account_id == account_id)
    )
    room = MOST_HELD - (waiting or 0)
    held: list[str] = []
    for upload in uploads:
        if session.scalar(_same(account_id, form_key, upload.digest)) is not None:
            held.append(upload.name)
            continue
        if len(held) >= room or not 0 < len(upload.content) <= LARGEST:
            continue
        try:
            take_space(session, len(upload.content))
        except NoSpaceError:
            break
        session.add(
            HeldFile(
                account_id=account_id,
                form_key=form_key,
                name=upload.name[:LONGEST_NAME],
                stored=put_file(session, upload.content),
                size=len(upload.content),
                came_as=upload.digest,
                held_at=clock.now(session),
            )
        )
        session.flush()
        held.append(upload.name)
    return held


def held_files(session: TenantSession, member: Member, form_key: str) -> list[HeldFile]:
    """List what is held for a member of a form, in the order in which it came."""
    return list(
        session.scalars(
            select(HeldFile)
            .join(Account, Account.id == HeldFile.account_id)
            .where(Account.person_id == member.person_id, HeldFile.form_key == form_key)
            .order_by(HeldFile.held_at, HeldFile.id)
        )
    )


def held_names(session: TenantSession, account_id: UUID, form_keys: Sequence[str]) -> list[str]:
    """List the names of what is held for an account under any of these keys."""
    return list(
        session.scalars(
            select(HeldFile.name)
            .where(HeldFile.account_id == account_id, HeldFile.form_key.in_(form_keys))
            .order_by(HeldFile.held_at, HeldFile.id)
        )
    )


def take_held(session: TenantSession, member: Member, form_key: str) -> list[Upload]:
    """Give held files back to their sender; they are held no longer."""
    uploads = []
    for row in held_files(session, member, form_key):
        uploads.append(Upload(row.name, open_file(session, row.stored)))
        _let_go(session, row)
    session.flush()
    return uploads


def drop_old(session: TenantSession) -> int:
    """Delete what nobody came back for; return how many files."""
    rows = session.execute(
        delete(HeldFile)
        .where(HeldFile.held_at < clock.now(session) - HELD_FOR)
        .returning(HeldFile.stored, HeldFile.size)
        .execution_options(synchronize_session=False)
    ).all()
    for row in rows:
        give_up_file(session, row.stored)
        give_back_space(session, row.size)
    return len(rows)


def _let_go(session: TenantSession, row: HeldFile) -> None:
    give_up_file(session, row.stored)
    give_back_space(session, row.size)
    session.delete(row)


def _same(account_id: UUID, form_key: str, came_as: str) -> Select[UUID]:
    return select(HeldFile.id).where(
        HeldFile.account_id == account_id,
        HeldFile.form_key == form_key,
        HeldFile.came_as == came_as,
    )

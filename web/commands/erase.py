"""Erasing: a closed tenant whole, or what one person is reached by. What stays is said.

Law 91/2025/QH15 on personal data lets data stay that a legal duty needs. The trail stays,
because it is the only proof of what was done and it would no longer verify with events
missing; so does the row that names the tenant. Decisions go to the archives beforehand:
a tenant is erased only against an export of it.
"""

from __future__ import annotations

import json
import secrets
import zipfile
from pathlib import Path

import click
from sqlalchemy import delete, func, select, update

from tenants import clock
from tenants.audit import record_event
from tenants.changed_rows import NOTED_APART
from tenants.database import engine_for
from tenants.files import store
from tenants.people import Account, Person
from tenants.settings import Settings
from tenants.signing_in.tables import (
    Authenticator,
    Invitation,
    Passkey,
    Password,
    RecoveryCode,
    SignIn,
    SignInCode,
)
from tenants.tenant import Standing
from tenants.text.phones import BadPhoneError, parse_phone
from tenants.wall import TenantSession, open_session
from web.commands.connecting import (
    OPERATOR,
    as_platform,
    enter,
    inside,
    needs_settings,
    which_tenant,
)
from web.commands.export import MANIFEST, own_tables

KEPT = {
    "audit_events": "the trail is the proof of what was done, and verifies only as a whole",
    "audit_heads": "the end of that trail",
    "break_glass_openings": "who of the platform looked into it",
}
STAYS_OF_A_PERSON = (
    "name and post in the trail, in votes, decisions and papers: they are part of acts that"
    " the office must be able to prove"
)


@click.command(
    name="erase",
    help="Xóa một cơ quan, hoặc cách liên lạc của một người"
    " · Erases a closed tenant, or how one person is reached.",
)
@which_tenant
@click.option("--person", "phone", help="Số điện thoại của người đó · That person's number.")
@click.option(
    "--export", "export", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp đã xuất của cơ quan · The export that was made of it.",
)  # fmt: skip
@click.option("--yes", "confirmed", metavar="SLUG", help="Ghi lại tên · The tenant's name again.")
@needs_settings
def command(
    settings: Settings, slug: str, phone: str | None, export: Path | None, confirmed: str | None
) -> None:
    """Erase, and say what stays and why."""
    if phone is not None:
        _erase_person(settings, slug, phone)
        return
    if export is None or confirmed != slug:
        message = (
            f"Erasing {slug} cannot be undone: give --export with a file of `bontot export"
            f" --tenant {slug}`, and --yes {slug}."
        )
        raise click.ClickException(message)
    _erase_tenant(settings, slug, export)


def _erase_tenant(settings: Settings, slug: str, export: Path) -> None:
    engine = engine_for(settings.need("database_owner_url"), pool_size=1)
    try:
        with open_session(engine) as session:
            tenant = enter(session, slug)
            if tenant.standing is not Standing.CLOSED:
                raise click.ClickException(f"Only a closed tenant is erased; {slug} is open.")
            _refuse_another(export, slug)
            names = list(store().names(tenant.id)) if settings.files_url else []
            gone = _delete_rows(session)
            session.commit()
    finally:
        engine.dispose()
    for name in names:
        store().remove(name)
    with as_platform(settings) as session:
        tenant = enter(session, slug)
        tenant.words, tenant.host, tenant.limits = {}, None, {}
        session.flush()
        record_event(
            session, "tenant_erased", actor=OPERATOR, facts={"rows": gone, "files": len(names)}
        )
        session.commit()
    click.echo(f"{slug}: {sum(gone.values())} rows and {len(names)} files are erased.")
    for table, reason in KEPT.items():
        click.echo(f"{table} stays: {reason}.")


def _refuse_another(export: Path, slug: str) -> None:
    try:
        with zipfile.ZipFile(export) as archive:
            whose = json.loads(archive.read(MANIFEST))["tenant"]
            bad = archive.testzip()
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise click.ClickException(f"{export} is no export of a tenant.") from error
    if whose != slug or bad is not None:
        raise click.ClickException(f"{export} is not a whole export of {slug}.")


def _delete_rows(session: TenantSession) -> dict[str, int]:
    """Delete every row; of what is erased not even a digest stays."""
    gone = {}
    for table in reversed(own_tables()):
        if table.name in KEPT:
            continue
        erased = session.execute(
            delete(table)
            .where(table.c.tenant_id == session.tenant_id)
            .returning(table.c.tenant_id),
            execution_options={NOTED_APART: True},
        )
        count = len(erased.all())
        if count:
            gone[table.name] = count
    return gone


def _erase_person(settings: Settings, slug: str, phone: str) -> None:
    try:
        number = parse_phone(phone)
    except BadPhoneError as error:
        raise click.ClickException(f"{phone} is not a phone number.") from error
    with inside(settings, slug) as (session, _tenant):
        account = session.scalar(select(Account).where(Account.phone == number))
        if account is None:
            raise click.ClickException(f"Nobody in {slug} has the number {phone}.")
        person = session.get_one(Person, (session.tenant_id, account.person_id))
        _forget(session, account)
        account.phone, account.email = _nobodys_number(), None
        account.disabled_at = person.disabled_at = clock.now(session)
        session.flush()
        record_event(
            session, "contact_erased", actor=OPERATOR, for_name=person.name,
            facts={"person_id": person.id},
        )  # fmt: skip
        session.commit()
        name = person.name
    click.echo(f"{name}: phone, e-mail, devices and every way of signing in are erased.")
    click.echo(f"What stays: {STAYS_OF_A_PERSON}.")


def _forget(session: TenantSession, account: Account) -> None:
    """End and empty whatever lets the person in, or says from where they came in."""
    for secret in (Password, Authenticator, Passkey, RecoveryCode):
        session.execute(delete(secret).where(secret.account_id == account.id))
    now = clock.now(session)
    session.execute(
        update(SignIn)
        .where(SignIn.account_id == account.id)
        .values(device="", address="", ended_at=func.coalesce(SignIn.ended_at, now))
    )
    for way in (SignInCode, Invitation):
        session.execute(
            update(way)
            .where(way.account_id == account.id)
            .values(used_at=func.coalesce(way.used_at, now))
        )
    session.execute(update(Invitation).where(Invitation.account_id == account.id).values(phone=""))


def _nobodys_number() -> str:
    """Make a number that is nobody's: no country's code begins with a zero."""
    return f"+000{secrets.randbelow(10**12):012}"

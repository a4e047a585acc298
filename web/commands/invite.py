"""The first way in: a one-time link for somebody who runs a tenant, or the platform."""

from __future__ import annotations

import click
from sqlalchemy import select

from tenants import clock
from tenants.appointments import add_person, appoint
from tenants.audit import record_event
from tenants.people import Account, Membership
from tenants.platform.accounts import add_account
from tenants.platform.entering import invite
from tenants.platform.refusals import PlatformRefusedError
from tenants.platform.second_factors import reset_app
from tenants.roles import Role
from tenants.settings import Settings
from tenants.signing_in.accounts import find_account
from tenants.signing_in.invitations import create_invitation
from tenants.signing_in.second_factors import reset_second_factors
from tenants.text.folding import spelling_key
from tenants.text.phones import BadPhoneError, parse_phone
from tenants.units import root_unit
from tenants.wall import TenantSession
from web.commands.connecting import OPERATOR, as_platform, inside, needs_settings

PLATFORM_ADMIN = "platform_admin"


@click.command(
    name="invite",
    help="Mời người đầu tiên: in đường dẫn dùng một lần · Prints a one-time link to get in.",
)
@click.option("--phone", required=True, help="Số điện thoại · A phone number.")
@click.option("--name", required=True, help="Họ và tên · Full name.")
@click.option(
    "--role",
    required=True,
    type=click.Choice([Role.TENANT_ADMIN.value, PLATFORM_ADMIN]),
    help="Vai trò · Role.",
)
@click.option(
    "--tenant",
    "slug",
    metavar="SLUG",
    help="Tên trong địa chỉ, khi mời người của cơ quan · Its name in addresses.",
)
@click.option(
    "--address", metavar="URL", help="Địa chỉ của dịch vụ · Where the service is reached."
)
@click.option(
    "--reset-second-factor",
    "reset",
    is_flag=True,
    help="Bỏ lớp bảo vệ thứ hai đã mất · Takes away a second factor that was lost.",
)
@needs_settings
def command(
    settings: Settings,
    phone: str,
    name: str,
    role: str,
    slug: str | None,
    address: str | None,
    reset: bool,  # noqa: FBT001  # click passes flags by name
) -> None:
    """Invite a person, made known first where they are new; audited as the operator's act."""
    try:
        number = parse_phone(phone)
    except BadPhoneError as error:
        raise click.ClickException(f"{phone} is not a phone number.") from error
    if role == PLATFORM_ADMIN:
        if slug is not None:
            raise click.ClickException("A platform_admin belongs to no tenant; leave --tenant out.")
        path = f"he-thong/loi-moi/{_platform_token(settings, name, number, reset=reset)}"
    elif slug is None:
        raise click.ClickException("Say with --tenant which tenant the person looks after.")
    else:
        token = _tenant_token(settings, slug, name, number, Role(role), reset=reset)
        path = f"{slug}/loi-moi/{token}"
    click.echo(f"{(address or _address(settings)).rstrip('/')}/{path}")


def _platform_token(settings: Settings, name: str, number: str, *, reset: bool) -> str:
    with as_platform(settings) as session:
        try:
            account = add_account(session, name, number, actor=OPERATOR)
        except PlatformRefusedError as refusal:
            whose = refusal.info["name"]
            message = f"The number {number} is {whose}'s; give that name or another number."
            if refusal.code == "account_disabled":
                message = f"The account of {whose} has been disabled."
            raise click.ClickException(message) from refusal
        if reset:
            reset_app(session, account, actor=OPERATOR)
        token = invite(session, account, actor=OPERATOR)
        session.commit()
    return token


def _tenant_token(
    settings: Settings, slug: str, name: str, number: str, role: Role, *, reset: bool
) -> str:
    with inside(settings, slug) as (session, _tenant):
        account = find_account(session, number) or _new_account(session, name, number)
        if spelling_key(account.person.name) != spelling_key(name):
            message = f"The number {number} is {account.person.name}'s; give that name or another."
            raise click.ClickException(message)
        _give_role(session, account, role)
        if reset:
            reset_second_factors(session, account, actor=OPERATOR)
        token = create_invitation(session, account, actor=OPERATOR)
        session.commit()
    return token


def _new_account(session: TenantSession, name: str, phone: str) -> Account:
    if session.scalar(select(Account.id).where(Account.phone == phone)) is not None:
        raise click.ClickException("The account with this number has been disabled.")
    person = add_person(session, name, phone=phone)
    session.flush()
    record_event(
        session, "person_added", actor=OPERATOR, for_name=person.name,
        facts={"person_id": person.id},
    )  # fmt: skip
    account = find_account(session, phone)
    assert account is not None  # noqa: S101  # it was added two lines above
    return account


def _give_role(session: TenantSession, account: Account, role: Role) -> None:
    root, today = root_unit(session), clock.today(session)
    held = session.scalar(
        select(Membership.id).where(
            Membership.person_id == account.person_id,
            Membership.unit_id == root.id,
            Membership.role == role,
            Membership.valid_from <= today,
            Membership.valid_to.is_(None),
        )
    )
    if held is not None:
        return
    appoint(session, account.person, role, unit=root)
    record_event(
        session, "role_given", actor=OPERATOR, for_name=account.person.name,
        facts={"person_id": account.person_id, "role": role, "unit_id": root.id},
    )  # fmt: skip


def _address(settings: Settings) -> str:
    if settings.trusted_hosts:
        return f"https://{settings.trusted_hosts[0]}"
    return "http://127.0.0.1:8000"

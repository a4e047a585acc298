"""The job ``invitation``: makes somebody's link to get in, and sends it to their phone."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from jobs.channels.gateways import gateway_of
from tenants.members import SYSTEM
from tenants.outbox import OutboxItem
from tenants.people import Account
from tenants.settings import SignInCodes, settings
from tenants.signing_in.invitations import create_invitation
from tenants.wall import TenantSession

SMS = "Bon Tot: moi dong chi vao {link} (dung 1 lan, trong 7 ngay)"
ZALO = "Bốn Tốt: mời đồng chí mở đường dẫn này để vào lần đầu (dùng một lần, trong 7 ngày): {link}"
TEXTS = {SignInCodes.SMS: SMS, SignInCodes.ZALO: ZALO}


def send_invitation(session: TenantSession, item: OutboxItem) -> None:
    """Send a link: ``{"account": id, "channel": "sms" | "zalo", "address": "https://…/ha-tinh"}``.

    Whoever was disabled since is not invited.

    Raises:
        NotTakenError: the gateway did not take it; the job is tried again with a new link.

    """
    account = session.scalar(
        select(Account)
        .where(Account.id == UUID(item.payload["account"]), Account.disabled_at.is_(None))
        .options(joinedload(Account.person))
    )
    if account is None or account.person.disabled_at is not None:
        return
    channel = SignInCodes(item.payload["channel"])
    link = f"{item.payload['address']}/loi-moi/{create_invitation(session, account, actor=SYSTEM)}"
    gateway = gateway_of(settings(), channel)
    gateway.send(account.phone, TEXTS[channel].format(link=link), reference=str(item.id))

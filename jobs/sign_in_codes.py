"""The job ``sign_in_code``: makes a code for whoever asked, and sends it.

A page leaves this job for every phone number, whether anybody has it or not; only here, out
of the visitor's sight and time, is it looked up.
"""

from __future__ import annotations

from jobs.channels.gateways import gateway_of
from tenants import clock
from tenants.members import SYSTEM
from tenants.outbox import OutboxItem
from tenants.settings import SignInCodes, settings
from tenants.signing_in.accounts import find_account
from tenants.signing_in.codes import code_to_send
from tenants.signing_in.lifetimes import CODE_LIVES
from tenants.wall import TenantSession

# An SMS of more than 160 letters, or with accents, costs two or three.
SMS = "Bon Tot: ma dang nhap {code}, dung trong 10 phut. Khong dua ma nay cho bat ky ai."
ZALO = "Bốn Tốt: mã đăng nhập {code}, dùng trong 10 phút. Không đưa mã này cho bất kỳ ai."
TEXTS = {SignInCodes.SMS: SMS, SignInCodes.ZALO: ZALO}


def send_code(session: TenantSession, item: OutboxItem) -> None:
    """Send a code: ``{"phone": "+84…", "browser": hex, "channel": "sms" | "zalo"}``.

    A request that waited longer than a code lives is dropped.

    Raises:
        NotTakenError: the gateway did not take it; the job is tried again with a new code.

    """
    if clock.now(session) - item.run_at > CODE_LIVES:
        return
    account = find_account(session, item.payload["phone"])
    if account is None:
        return
    browser, channel = bytes.fromhex(item.payload["browser"]), SignInCodes(item.payload["channel"])
    code = code_to_send(session, account, browser=browser, actor=SYSTEM)
    if code is None:
        return
    gateway = gateway_of(settings(), channel)
    gateway.send(account.phone, TEXTS[channel].format(code=code), reference=str(item.id))

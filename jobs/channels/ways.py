"""Which ways out a tenant has, and what carries a text on each of them.

What is not configured is off. A sample tenant, such as those of the demo, has every way and
leaves by none: its phones and mailboxes may belong to somebody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from jobs.channels.gateways import gateway_of
from jobs.channels.smtp import smtp_of
from tenants.settings import Settings, SignInCodes
from tenants.tenant import Tenant
from workflows.messages.tables import Channel, Delivery

Carrier: TypeAlias = "Callable[[Delivery], str]"
STAYS_HERE = "loopback"


def ways_of(settings: Settings, tenant: Tenant) -> frozenset[Channel]:
    """Return the channels on which a tenant's people can be told something."""
    if is_sample(tenant):
        return frozenset(Channel)
    named = {
        Channel.EMAIL: settings.smtp_url.get_secret_value(),
        Channel.SMS: settings.sms_url,
        Channel.ZALO: settings.zalo_url,
    }
    return frozenset(way for way, url in named.items() if url)


def carrier_of(settings: Settings, tenant: Tenant, channel: Channel) -> Carrier:
    """Return what carries a delivery on a channel; it returns the name it goes by there.

    Raises:
        MissingSettingError: the channel is not configured.

    """
    if is_sample(tenant):
        return lambda _delivery: STAYS_HERE
    if channel is Channel.EMAIL:
        server = smtp_of(settings)
        return lambda mail: server.send(
            mail.address, mail.subject, mail.body, reference=str(mail.id)
        )
    gateway = gateway_of(settings, SignInCodes(channel.value))
    return lambda text: gateway.send(text.address, text.body, reference=str(text.id))


def is_sample(tenant: Tenant) -> bool:
    """Tell whether the tenant is there to be tried out, with invented people."""
    return bool(tenant.words.get("sample"))

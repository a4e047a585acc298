"""SMS and Zalo: a gateway is asked over HTTP to deliver a text to a phone.

The protocol is the smallest that providers share, so that a provider needs an address and a
token, or a few lines in front of it::

    POST <url>    Authorization: Bearer <token>
    {"to": "+84912345678", "text": "…", "reference": "…"}
    → 2xx {"id": "…"}; anything else was not taken, and is tried again later

``reference`` names the message: a gateway that has seen it answers as before and sends
nothing again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

from tenants.settings import Settings, SignInCodes

SECONDS = 10


class NotTakenError(Exception):
    """The gateway did not take a message; it may be offered again."""


class Gateway(Protocol):
    """Delivers short texts to phones."""

    def send(self, to: str, text: str, *, reference: str) -> str:
        """Hand a text over, and return the gateway's own name for it."""
        ...


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """A gateway that speaks the protocol above."""

    url: str
    token: str = field(default="", repr=False)

    def send(self, to: str, text: str, *, reference: str) -> str:
        """Hand a text over.

        Raises:
            NotTakenError: it was refused, or nobody answered.

        """
        body = json.dumps({"to": to, "text": text, "reference": reference}).encode()
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.netloc, timeout=SECONDS)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        try:
            connection.request("POST", parts.path or "/", body, headers)
            answer = connection.getresponse()
            said = answer.read(65_536)
        except (OSError, HTTPException) as error:
            raise NotTakenError(type(error).__name__) from error
        finally:
            connection.close()
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise NotTakenError(f"status {answer.status}")
        return _name_of(said)


def gateway_of(settings: Settings, channel: SignInCodes) -> HttpGateway:
    """Return the gateway that the settings name for SMS or Zalo.

    Raises:
        MissingSettingError: they name none.

    """
    url = settings.need(f"{channel}_url")
    token = settings.sms_token if channel is SignInCodes.SMS else settings.zalo_token
    return HttpGateway(url, token.get_secret_value())


def _name_of(said: bytes) -> str:
    try:
        answer = json.loads(said)
    except ValueError:
        return ""
    return str(answer.get("id", "")) if isinstance(answer, dict) else ""

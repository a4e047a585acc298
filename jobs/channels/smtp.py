"""E-mail: one message over SMTP, encrypted on the way unless the server is this machine."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from jobs.channels.gateways import NotTakenError
from tenants.settings import Settings

SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}
OWN_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
PERMANENT = 500


class NeverTakenError(Exception):
    """The server will not take this message, however often it is offered."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server: ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…``."""

    url: str = field(repr=False)
    sender: str

    def send(self, to: str, subject: str, text: str, *, reference: str) -> str:
        """Hand an e-mail over; the reference names it, so that a second copy is known as one.

        Raises:
            NotTakenError: nobody answered, or not now.
            NeverTakenError: the server refuses the address or the message for good.

        """
        mail = self._mail(to, subject, text, reference)
        try:
            with self._connected() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(status for status, _said in error.recipients.values())
            raise _refused(code)(f"recipient refused: {code}") from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code)(f"status {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotTakenError(type(error).__name__) from error
        return str(mail["Message-ID"])

    def _mail(self, to: str, subject: str, text: str, reference: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self.sender
        mail["To"] = to
        mail["Subject"] = " ".join(subject.split())
        mail["Date"] = formatdate(usegmt=True)
        domain = self.sender.rpartition("@")[2].strip("> ") or "localhost"
        mail["Message-ID"] = f"<{reference}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        return mail

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        secure = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=secure)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
            if host not in OWN_MACHINE:
                server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def smtp_of(settings: Settings) -> SmtpServer:
    """Return the mail server of the settings. Raises ``MissingSettingError`` without one."""
    return SmtpServer(settings.need("smtp_url"), settings.need("smtp_from"))


def _refused(code: int) -> type[NotTakenError] | type[NeverTakenError]:
    return NeverTakenError if code >= PERMANENT else NotTakenError

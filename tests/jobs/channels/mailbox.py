"""A mail server that keeps what it is given: the other side of the conversation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope


class Mailbox:
    """What a mail server was given; ``answer`` and ``recipients`` are what it says."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"
        self.recipients = "250 OK"
        self.signed_in: list[tuple[bytes, bytes]] = []
        self.port = 0

    async def handle_RCPT(self, *said: Any) -> str:  # noqa: N802  # the server's own name
        """Take a recipient, or not."""
        _server, _session, envelope, address, _options = said
        if self.recipients.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipients

    async def handle_DATA(  # noqa: N802  # the server's own name
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        """Take a message, or not."""
        if self.answer.startswith("250"):
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return self.answer

    def authenticate(self, *said: Any) -> AuthResult:
        """Let in whoever knows the word."""
        data = said[-1]
        self.signed_in.append((data.login, data.password))
        return AuthResult(success=data.password == b"secret")


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Run a mail server on this machine until the block ends."""
    box = Mailbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(
        box, hostname="127.0.0.1", port=box.port, authenticator=box.authenticate,
        auth_require_tls=False, auth_required=False,
    )  # fmt: skip
    controller.start()
    try:
        yield box
    finally:
        controller.stop()

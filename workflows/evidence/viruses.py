"""Looking for viruses: ClamAV's daemon, asked over its socket (``INSTREAM``).

The protocol is small enough to speak ourselves: a command, the file in pieces with
their lengths before them, a piece of no length, and one line of answer.
"""

from __future__ import annotations

import socket
import struct
from urllib.parse import unquote, urlsplit

from tenants.settings import MissingSettingError
from workflows.engine.refusals import Refusal

PIECE = 64 * 1024
SECONDS = 20.0
LONGEST_ANSWER = 4096


def refuse_viruses(content: bytes, clamav_url: str | None) -> None:
    """Ask ClamAV where one is configured.

    Raises:
        Refusal: ``file_virus``; or ``file_unscanned`` when it does not answer, for a file
            that nobody looked at is not kept.

    """
    if not clamav_url:
        return
    try:
        answer = _ask(content, clamav_url)
    except OSError as error:
        raise Refusal("file_unscanned") from error
    if answer.endswith("FOUND"):
        raise Refusal("file_virus")
    if not answer.endswith("OK"):
        raise Refusal("file_unscanned")


def _ask(content: bytes, clamav_url: str) -> str:
    with _connected(clamav_url) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            daemon.sendall(struct.pack(">I", len(piece)) + piece)
        daemon.sendall(struct.pack(">I", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
            more = daemon.recv(LONGEST_ANSWER)
            if not more:
                break
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(clamav_url: str) -> socket.socket:
    parts = urlsplit(clamav_url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(unquote(parts.path))
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
    raise MissingSettingError("Set CLAMAV_URL: tcp://host:3310 or unix:///socket.")

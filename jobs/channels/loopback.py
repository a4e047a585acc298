"""A gateway that delivers to nobody: it speaks the protocol and keeps what it was given.

Tests and demonstrations send through it, so that no message ever reaches a real phone;
production refuses an address of the machine itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

LONGEST = 65_536


@dataclass(frozen=True, slots=True)
class Delivered:
    """One message as the gateway was given it."""

    to: str
    text: str
    reference: str


@dataclass(slots=True)
class Loopback:
    """What a running loopback gateway has been given; ``failing`` makes it refuse."""

    token: str
    url: str = ""
    failing: bool = False
    messages: list[Delivered] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, message: Delivered) -> str:
        """Keep a message unless it was given before, and return its name."""
        with self._lock:
            if all(known.reference != message.reference for known in self.messages):
                self.messages.append(message)
        return f"loopback-{message.reference}"


@contextmanager
def loopback(token: str = "loopback", *, port: int = 0) -> Iterator[Loopback]:  # noqa: S107  # it guards nothing
    """Run a gateway on this machine until the block ends."""
    gateway = Loopback(token)

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take a message as a provider would."""
            status, answer = _answer(gateway, self)
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing: what is sent is nobody else's business."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Taking)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}/messages"
    try:
        yield gateway
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _answer(gateway: Loopback, request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str]]:
    if request.headers.get("Authorization") != f"Bearer {gateway.token}":
        return 401, {"error": "unknown token"}
    if gateway.failing:
        return 503, {"error": "busy"}
    length = int(request.headers.get("Content-Length") or 0)
    try:
        said = json.loads(request.rfile.read(min(length, LONGEST)))
        message = Delivered(*(str(said[name]) for name in ("to", "text", "reference")))
    except (ValueError, KeyError, TypeError):
        return 400, {"error": "not understood"}
    return 200, {"id": gateway.take(message)}

"""A stand-in for ClamAV's daemon that speaks its protocol, and finds EICAR's test file."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# The test file that every scanner knows; in two parts, so that this file is not found itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.BaseRequestHandler):
    """One conversation: ``zINSTREAM``, pieces with their lengths, an answer."""

    answer: bytes | None = None

    def handle(self) -> None:
        """Read what is sent, and say whether something was found in it."""
        command = self._exactly(len(b"zINSTREAM\0"))
        content = b""
        while (length := struct.unpack(">I", self._exactly(4))[0]) > 0:
            content += self._exactly(length)
        said = self.answer
        if said is None:
            found = command == b"zINSTREAM\0" and EICAR in content
            said = b"stream: Eicar-Test-Signature FOUND" if found else b"stream: OK"
        self.request.sendall(said + b"\0")

    def _exactly(self, length: int) -> bytes:
        read = b""
        while len(read) < length:
            more = self.request.recv(length - len(read))
            if not more:
                raise ConnectionError
            read += more
        return read


@contextmanager
def running(*, answer: bytes | None = None) -> Iterator[str]:
    """Run the daemon for a while; give its address."""
    handler = type("DaemonThatSays", (Daemon,), {"answer": answer})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()

"""One Valkey server on a private socket: started, stopped."""

import time
from collections.abc import Callable

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as NotConnectedError
from redis.retry import Retry

from deploy.embedded.binaries import find_valkey
from deploy.embedded.home import CannotStartError, Home

SECONDS_TO_START = 10
SECONDS_TO_STOP = 10


class Valkey:
    """The Valkey server of one home; what it was told survives a crash."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._folder = home.folder / "valkey"
        self._log = self._folder / "valkey.log"
        self._pid_file = self._folder / "valkey.pid"
        self._socket = home.sockets / "valkey.sock"

    def start(self) -> str:
        """Start the server, or adopt it if it runs; return its URL."""
        if not self._answers():
            self._start()
        return f"unix://{self._socket}"

    def stop(self) -> None:
        """Stop the server after it has written what it holds."""
        if not self._answers():
            return
        with self._client() as client:
            client.shutdown(save=False, nosave=True)
        if not _within(SECONDS_TO_STOP, lambda: not self._pid_file.exists()):
            raise CannotStartError(f"Valkey does not stop; {self._log} tells the reason.")

    def _start(self) -> None:
        done = self._home.run(
            [
                find_valkey(self._home),
                *("--daemonize", "yes"),
                *("--dir", self._folder),
                *("--logfile", self._log),
                *("--pidfile", self._pid_file),
                *("--port", "0"),
                *("--unixsocket", self._socket),
                *("--unixsocketperm", "700"),
                *("--appendonly", "yes"),
                *("--appendfsync", "everysec"),
                *("--save", ""),
                *("--maxmemory-policy", "noeviction"),
            ]
        )
        if done.returncode != 0 or not _within(SECONDS_TO_START, self._answers):
            raise CannotStartError(f"Valkey does not start; {self._log} tells the reason.")

    def _client(self) -> Redis:
        # Nobody at home is an answer here, not something to try again.
        return Redis(unix_socket_path=str(self._socket), retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except (NotConnectedError, BusyLoadingError):
            return False


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True

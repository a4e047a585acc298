"""One PostgreSQL cluster on a private socket: made, started, stopped."""

import re
import secrets
import shlex
import shutil
import time
from pathlib import Path
from tempfile import NamedTemporaryFile

from deploy.embedded.binaries import PostgresBinaries, find_postgres
from deploy.embedded.home import CannotStartError, Home

OWNER = "bontot_owner"
SECONDS_TO_START = 10
SECONDS_TO_RECOVER = 120
BUILTIN_LOCALES_SINCE = 17

# What `pg_isready` answers; between them, a server that starts or stops.
ACCEPTING = 0
NO_RESPONSE = 2

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
}
# A test cluster that loses its power is wiped, so it need not wait for the disk.
SETTINGS_OF_THE_TESTS = SETTINGS | {"fsync": "off", "full_page_writes": "off"}


class Postgres:
    """The PostgreSQL server of one home."""

    def __init__(self, home: Home, *, binaries: Path | None) -> None:
        self._home = home
        self._data = home.folder / "postgres" / "data"
        self._log = home.folder / "postgres" / "postgres.log"
        self._password_file = home.folder / "password"
        self._chosen = binaries

    def start(self) -> str:
        """Start the server, or adopt it if it runs; return the owner's URL."""
        binaries = find_postgres(self._home, chosen=self._chosen, major=self._major_of_the_data())
        if not self._data.exists():
            self._initialise(binaries)
        if not self._answers(binaries):
            self._start(binaries)
        return f"postgresql://{OWNER}:{self._password()}@/postgres?host={self._home.sockets}"

    def stop(self) -> None:
        """Stop the server; sessions still open are ended, what they committed stays."""
        if not (self._data / "postmaster.pid").exists():
            return
        binaries = find_postgres(self._home, chosen=self._chosen, major=self._major_of_the_data())
        if self._readiness(binaries) == NO_RESPONSE:
            return  # the file is left from a crash, and its number may be somebody else's by now
        said = self._control(binaries, "-m", "fast", "stop")
        if self._answers(binaries):
            raise CannotStartError(f"PostgreSQL in {self._data} does not stop: {_reason(said)}.")

    def _major_of_the_data(self) -> int | None:
        if not self._data.exists():
            return None
        return int((self._data / "PG_VERSION").read_text())

    def _password(self) -> str:
        if not self._password_file.exists():
            partial = self._password_file.with_suffix(".partial")
            partial.touch(mode=0o600)
            partial.write_text(secrets.token_urlsafe(24))
            partial.rename(self._password_file)
        return self._password_file.read_text()

    def _initialise(self, binaries: PostgresBinaries) -> None:
        """Make the cluster aside and move it into place whole."""
        unfinished = self._data.with_name("unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        # A file, because after the change of account a pipe is refused.
        with NamedTemporaryFile("w", dir=self._home.folder) as password:
            password.write(self._password())
            password.flush()
            self._home.give(Path(password.name))
            done = self._home.run(
                [
                    binaries.folder / "initdb",
                    f"--pgdata={unfinished}",
                    f"--username={OWNER}",
                    f"--pwfile={password.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--data-checksums",
                    *_locale(binaries),
                    *self._syncing(),
                ]
            )
        if done.returncode != 0:
            raise CannotStartError(
                f"PostgreSQL cannot make its data in {unfinished}: {_reason(done.stdout)}."
            )
        unfinished.rename(self._data)

    def _start(self, binaries: PostgresBinaries) -> None:
        """Start, and insist for a while: a killed server's sessions may still be ending."""
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            self._forget_the_dead()
            said = self._control(binaries, "-l", str(self._log), "-o", self._options(), "start")
            if self._answers(binaries):
                return
            if time.monotonic() > deadline:
                if self._log.exists():
                    said = self._log.read_text(errors="replace")
                raise CannotStartError(
                    f"PostgreSQL does not start: {_reason(said)}; more stands in {self._log}, "
                    "and --fresh begins again without the data."
                )
            time.sleep(0.2)

    def _forget_the_dead(self) -> None:
        """Drop the lock files of a killed server that nobody has buried.

        In a container without an init process its number stays taken, and
        PostgreSQL would believe for ever that it runs.
        """
        for lock in (self._data / "postmaster.pid", self._home.sockets / ".s.PGSQL.5432.lock"):
            if lock.exists() and _is_zombie(lock.read_text().partition("\n")[0]):
                lock.unlink()

    def _for_tests(self) -> bool:
        return self._home.folder.name == "test"

    def _syncing(self) -> list[str]:
        return ["--no-sync"] if self._for_tests() else []

    def _options(self) -> str:
        settings = SETTINGS_OF_THE_TESTS if self._for_tests() else SETTINGS
        settings = settings | {"unix_socket_directories": str(self._home.sockets)}
        return " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())

    def _control(self, binaries: PostgresBinaries, *words: str) -> str:
        waiting = ("-w", "-t", str(SECONDS_TO_RECOVER))
        return self._home.run(
            [binaries.folder / "pg_ctl", "-D", self._data, *waiting, *words]
        ).stdout

    def _answers(self, binaries: PostgresBinaries) -> bool:
        return self._readiness(binaries) == ACCEPTING

    def _readiness(self, binaries: PostgresBinaries) -> int:
        """Ask over the socket, because the pid file outlives a killed server."""
        return self._home.run(
            [binaries.folder / "pg_isready", "-q", "-h", self._home.sockets]
        ).returncode


def _locale(binaries: PostgresBinaries) -> list[str]:
    if binaries.major < BUILTIN_LOCALES_SINCE:
        return ["--locale=C.UTF-8"]
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def _is_zombie(pid: str) -> bool:
    try:
        state = Path("/proc", pid, "stat").read_text()
    except OSError:  # no such process, or no such system
        return False
    return state.rpartition(")")[2].split()[0] == "Z"


def _reason(said: str) -> str:
    """Return the last error among many lines, else the last line."""
    lines = said.strip().splitlines() or ["it says nothing"]
    errors = [line for line in lines if "FATAL:" in line or "error:" in line]
    last = (errors or lines)[-1]
    return re.split(r"FATAL:|error:", last)[-1].strip().rstrip(".")

"""Where the servers' data lives, and which account owns it."""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOTS_DATA = Path("/var/lib/bontot")

# A socket's address holds 107 bytes, the names of the socket and of its lock included.
LONGEST_SOCKET_FOLDER = 80

# Fixed, because every process must arrive at the same folder whatever its TMPDIR says.
SHORT_SOCKETS = Path("/tmp")  # noqa: S108  (used only through `_private_folder`)

# What the programs see of the environment: no PGHOST or PGDATA of the caller's.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class CannotStartError(Exception):
    """The servers cannot run here; the message is one sentence: what is wrong, what to do."""


@dataclass(frozen=True)
class Home:
    """The folder of one pair of servers, and the account they run as.

    ``account`` is nothing when the servers run as whoever calls; as root it is
    an existing account without rights, because PostgreSQL refuses to be root.
    """

    folder: Path
    account: pwd.struct_passwd | None

    @property
    def sockets(self) -> Path:
        """The folder of the servers' sockets, short enough for an address."""
        near = self.folder / "sockets"
        # Beyond these letters, PostgreSQL and the URLs would each want their own quoting.
        plain = re.fullmatch(r"[\w./-]+", str(near), re.ASCII)
        if plain and len(bytes(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        return SHORT_SOCKETS / f"bontot-{_short_name(self.folder)}"

    def prepare(self) -> None:
        """Make the folders; the account may enter the servers' own and nothing else."""
        if self.account:
            _open_folder(ROOTS_DATA)
            _open_folder(self.folder.parent)
            _open_folder(self.folder)
        else:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for own in (self.folder / "postgres", self.folder / "valkey", self.sockets):
            self._private_folder(own)

    def give(self, path: Path) -> None:
        """Hand a file or folder to the servers' account."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid, follow_symlinks=False)

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a program as the servers' account, and hand back what it said.

        Raises ``OSError`` when the account cannot reach the program.
        """
        return subprocess.run(  # noqa: S603  (no shell; every word is ours)
            command,
            check=False,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=ENVIRONMENT,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one process at a time set up, start, stop or wipe.

        The lock lies beside the folder, so that it outlives a wipe.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self.folder.with_name(f"{self.folder.name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def delete(self) -> None:
        """Delete everything of these servers; they must be stopped."""
        for folder in (self.sockets, self.folder):
            if folder.is_dir():
                shutil.rmtree(folder)

    def _private_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            self.give(folder)
        # In a shared folder somebody else may have been there first.
        found = folder.lstat()
        owner = self.account.pw_uid if self.account else os.geteuid()
        if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
            raise CannotStartError(
                f"The folder {folder} is not private to the account that runs the servers; "
                "delete it and start again."
            )


def home_of(name: str, *, checkout: Path) -> Home:
    """Return the home of the servers called ``name`` that belong to ``checkout``."""
    if os.geteuid() != 0:
        return Home(checkout.resolve() / ".bontot" / name, account=None)
    return Home(
        ROOTS_DATA / _short_name(checkout.resolve()) / name, account=_account_without_rights()
    )


def _account_without_rights() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStartError(
        "There is neither an account postgres nor nobody to run the database as; "
        "start again as an ordinary user instead of root."
    )


def _refuse_a_number_without_name() -> None:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise CannotStartError(
            f"The system has no account with the number {os.geteuid()}, and PostgreSQL wants its "
            "name; start as root or as an account that exists."
        ) from None


def _short_name(path: Path) -> str:
    return hashlib.sha256(bytes(path)).hexdigest()[:16]


def _open_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # whatever the caller's umask says, the account must get through

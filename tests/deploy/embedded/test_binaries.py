"""Which programs run: new enough, of the data's version, within the account's reach."""

import shutil
import stat
from pathlib import Path

import pytest

from deploy import embedded
from deploy.embedded import CannotStartError, Servers
from deploy.embedded.binaries import PostgresBinaries, find_postgres
from deploy.embedded.home import home_of
from tests.deploy.embedded.servers import ask


def test_folder_without_programs_is_refused(checkout: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotStartError) as refused:
        embedded.start("test", checkout=checkout, binaries=tmp_path)

    assert str(refused.value) == (
        f"There is no PostgreSQL server in {tmp_path}; name the folder that holds `postgres`, "
        "`initdb` and `pg_ctl`."
    )


def test_chosen_postgres_without_security_fixes_is_refused(checkout: Path, tmp_path: Path) -> None:
    for program in ("postgres", "initdb", "pg_ctl"):
        (tmp_path / program).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.19 (Debian)'\n")
        (tmp_path / program).chmod(0o755)

    with pytest.raises(CannotStartError) as refused:
        embedded.start("test", checkout=checkout, binaries=tmp_path)

    assert str(refused.value) == (
        f"PostgreSQL 15.19 in {tmp_path} lacks security fixes; "
        "take at least one of 15.20, 16.16, 17.12, 18.6."
    )


@pytest.mark.parametrize(
    ("major", "minor", "safe"),
    [
        (14, 99, False),
        (15, 19, False),
        (15, 20, True),
        (16, 15, False),
        (16, 16, True),
        (17, 11, False),
        (17, 12, True),
        (18, 5, False),
        (18, 6, True),
        (19, 0, True),
    ],
)
def test_postgres_is_safe_from_its_security_floor(*, major: int, minor: int, safe: bool) -> None:
    assert PostgresBinaries(Path("/bin"), major, minor).safe is safe


def test_data_of_another_version_are_not_touched(servers: Servers, shared_checkout: Path) -> None:
    embedded.stop("test", checkout=shared_checkout)
    version = servers.folder / "postgres/data/PG_VERSION"
    made_by = version.read_text()
    version.write_text("9\n")

    with pytest.raises(CannotStartError) as refused:
        embedded.start("test", checkout=shared_checkout)

    version.write_text(made_by)
    assert str(refused.value) == (
        f"The data in {servers.folder} were made by PostgreSQL 9, but here is only "
        f"PostgreSQL {made_by.strip()}; install version 9, or start afresh with --fresh."
    )


def test_programs_out_of_the_accounts_reach_are_copied(checkout: Path, tmp_path: Path) -> None:
    home = home_of("test", checkout=checkout)
    home.prepare()
    found = find_postgres(home, chosen=None, major=None)
    package = found.folder.parents[1]
    private = tmp_path / "private"
    shutil.copytree(package, private / package.name, symlinks=True)
    shutil.copytree(f"{package}.libs", f"{private / package.name}.libs")
    private.chmod(0o700)

    servers = embedded.start(
        "test", checkout=checkout, binaries=private / package.name / "pginstall/bin"
    )

    assert ask(servers, "SELECT 1") == "1"
    assert stat.S_IMODE(private.stat().st_mode) == 0o700

"""The benchmark: ``python -m tests.benchmarks``, or some suites with fewer rounds.

It makes what it needs: a virtual environment for the peers in ``--home``, a PostgreSQL server
that waits for its disk, a template database for each contender.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from tenants.database import engine_for
from tenants.wall import open_session
from tests.benchmarks import alternating, goals, plain
from tests.benchmarks.alternating import Contender
from tests.benchmarks.databases import (
    ROOT,
    Server,
    application_url,
    check_products,
    products_template,
    running,
)
from tests.conftest import ENVIRONMENT

HERE = Path(__file__).parent
PEERS = HERE / "peers"
SUITES = ("single", "eight", "bulk 40", "bulk 1000")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def peers_python(home: Path) -> str:
    """Return the peers' own interpreter; make their environment when it is not there."""
    python = home / "peers" / "bin" / "python"
    asked = (HERE / "requirements.txt").read_text()
    stamp = home / "peers" / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != asked:
        uv = shutil.which("uv", path=f"{ROOT / '.tools/bin'}:{os.environ['PATH']}")
        if uv is None:
            raise SystemExit("uv is needed to install the peers")
        install = ["pip", "install", "--quiet", f"--python={python}", "-r"]
        for words in (
            ["venv", "--quiet", "--clear", str(home / "peers")],
            [*install, str(HERE / "requirements.txt")],
        ):
            subprocess.run([uv, *words], check=True)  # noqa: S603  # our own words
        stamp.write_text(asked)
    return str(python)


class Run:
    """One run: the server, the templates, who takes part."""

    def __init__(self, server: Server, python: str, *, finished: int, scale: float) -> None:
        self.server, self.python, self.finished, self.scale = server, python, finished, scale
        self.tenant: UUID | None = None

    def make_templates(self) -> None:
        """Make the three templates, each with as many dossiers that are through."""
        say(f"Making three templates with {self.finished} finished dossiers each")
        self.tenant = products_template(self.server, "bench_product", finished=self.finished)
        for name in ("bench_plain", "bench_viewflow"):
            self.server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            self.server.run(f"CREATE DATABASE {name}")
        with psycopg.connect(self.server.url("bench_plain")) as connection:
            plain.make_template(connection, self.finished)
        subprocess.run(  # noqa: S603  # our own program
            [self.python, str(PEERS / "django_viewflow/worker.py"), "template", str(self.finished)],
            cwd=ROOT,
            check=True,
            env={**os.environ, **self._viewflow("bench_viewflow")},
        )
        for name in ("bench_plain", "bench_viewflow"):
            self.server.run("VACUUM (ANALYZE, FREEZE)", name)

    def contenders(self, suite: str) -> list[Contender]:
        """Give each contender a database of its own, and a slice of about the same length."""
        copies = 8 if suite == "eight" else 1
        together = int(suite.removeprefix("bulk ")) if suite.startswith("bulk") else 0
        bulks = 320 if together == 40 else 2000
        sizes = {
            "single": {"limit": 120, "product": 40, "spiff": 24, "viewflow": 8},
            "eight": {"limit": 240, "product": 64, "viewflow": 16},
            # It completes tasks one by one, so forty tell as much as a thousand.
            "bulk": {"limit": bulks, "product": bulks, "viewflow": 40},
        }[suite.partition(" ")[0]]
        found = []
        for name, dossiers in sizes.items():
            database = f"bench_run_{name}"
            template = {"limit": "bench_plain", "spiff": "bench_plain"}.get(name, f"bench_{name}")
            self.server.copy(template, database)
            each = min(together, dossiers)
            step = each or copies
            number = max(step, int(dossiers * self.scale) // step * step)
            found.append(self._contender(name, database, number, copies, each))
        return found

    def _contender(
        self, name: str, database: str, number: int, copies: int, together: int
    ) -> Contender:
        own, url = [sys.executable, "-m"], self.server.url(database)
        bulk = [f"--together={together}"]
        match name:
            case "limit":
                command, also = [*own, "tests.benchmarks.limit", url, *bulk], {}
            case "product":
                address = application_url(self.server, database)
                command = [*own, "tests.benchmarks.product", address, str(self.tenant), *bulk]
                also = ENVIRONMENT | {"FILES_URL": "file:///tmp"}
            case "spiff":
                command, also = [self.python, str(PEERS / "spiff.py"), url], {}
            case _:
                worker = str(PEERS / "django_viewflow/worker.py")
                command = [self.python, worker, "serve", str(together)]
                also = self._viewflow(database)
        return Contender(name, command, number, copies, also)

    def _viewflow(self, database: str) -> dict[str, str]:
        url = make_url(self.server.url(database))
        return {
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.peers.django_viewflow.settings",
            "PEER_DATABASE": database,
            "PEER_USER": url.username or "",
            "PEER_PASSWORD": url.password or "",
            "PEER_HOST": str(url.query.get("host", url.host or "")),
        }

    def check(self) -> None:
        """Count the product's rows and walk its chain: the work was done, all of it."""
        assert self.tenant is not None
        engine = engine_for(application_url(self.server, "bench_run_product"))
        with open_session(engine, self.tenant) as session:
            say("  " + check_products(session))
        engine.dispose()


def main() -> int:
    """Run the suites; print the tables that README.md keeps."""
    asked = ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("suites", nargs="*", default=list(SUITES), metavar="suite", help=str(SUITES))
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--finished", type=int, default=20_000, help="dossiers in the templates")
    asked.add_argument("--scale", type=float, default=1.0, help="of the slices")
    asked.add_argument("--home", type=Path, default=Path("/var/tmp/bontot-benchmarks"))  # noqa: S108
    given = asked.parse_args()
    os.environ.update(ENVIRONMENT | {"FILES_URL": "file:///tmp"})
    suites: dict[str, dict[str, Contender]] = {}
    with running() as server:
        run = Run(server, peers_python(given.home), finished=given.finished, scale=given.scale)
        run.make_templates()
        for suite in given.suites:
            say(f"\n{suite}: {given.rounds} rounds, load {os.getloadavg()[0]:.1f}")
            contenders = run.contenders(suite)
            alternating.measure(contenders, given.rounds, say)
            say(alternating.table(contenders))
            run.check()
            suites[suite] = {each.name: each for each in contenders}
    say("\n" + goals.table(suites))
    return 0


if __name__ == "__main__":
    sys.exit(main())

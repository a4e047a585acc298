"""Where a move's calls go: ``python -m tests.benchmarks.calls``, or with ``--together 1000``.

The number of Python calls a move does not depend on the machine, nor on its neighbours; the
own CPU beside it, and the journeys to the server, are nearly as steady.
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
from argparse import ArgumentParser
from time import process_time

from tests.benchmarks.__main__ import say
from tests.benchmarks.databases import application_url, products_template, running
from tests.benchmarks.product import Product
from tests.conftest import ENVIRONMENT

DATABASE = "bench_calls"


def main() -> None:
    """Count calls and CPU of moves that are warm; list what takes most of them."""
    asked = ArgumentParser(prog="python -m tests.benchmarks.calls")
    asked.add_argument("--together", type=int, default=0)
    asked.add_argument("--dossiers", type=int, default=60)
    asked.add_argument("--lines", type=int, default=0, help="of the profile to print")
    asked.add_argument("--sort", default="tottime")
    given = asked.parse_args()
    os.environ.update(ENVIRONMENT | {"FILES_URL": "file:///tmp"})
    with running() as server:
        tenant = products_template(server, DATABASE, finished=200)
        product = Product(application_url(server, DATABASE), tenant, given.together)
        moves = given.dossiers * (1 if given.together else 6)
        for counted in (False, False, True):
            product.prepare(given.dossiers)
            deeds = list(product.deeds())
            profile, began = cProfile.Profile(), process_time()
            if counted:
                profile.enable()
            for deed in deeds:
                deed()
            profile.disable()
            if not counted:
                say(f"own CPU {(process_time() - began) / moves * 1e6:.0f} µs a move")
        out = io.StringIO()
        figures = pstats.Stats(profile, stream=out)
        say(f"{figures.total_calls / moves:.0f} Python calls a move")  # type: ignore[attr-defined]
        if given.lines:
            figures.sort_stats(given.sort).print_stats(given.lines)
            say(out.getvalue())
        product.engine.dispose()


if __name__ == "__main__":
    main()

"""The product as a contender: its own commands, each transaction as a request makes it.

One move is: open a session inside the tenant, read who acts with their roles of today, fire
the move on the version that the page showed with the form's key, commit.
"""

from __future__ import annotations

import gc
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from tenants import clock
from tenants.database import engine_for, row_id
from tenants.members import find_member
from tenants.wall import open_session
from tests.benchmarks.city import City, Way, act_together, add_ways, look_up
from tests.benchmarks.flow import MOVES
from tests.benchmarks.serving import Deed, serve
from workflows.engine.fire import fire


class Product:
    """A process of the product's, with one connection to the database."""

    def __init__(self, url: str, tenant_id: UUID, together: int) -> None:
        self.engine = engine_for(url, pool_size=1)
        self.together = together
        self.ways: list[Way] = []
        with open_session(self.engine, tenant_id) as session:
            self.city: City = look_up(session)

    def prepare(self, number: int) -> None:
        """Make dossiers ready: at the start, or one move before the end for a bulk act."""
        state = "recommended" if self.together else "draft"
        with open_session(self.engine, self.city.tenant_id) as session:
            self.ways = add_ways(session, self.city, number, state=state)

    def deeds(self) -> Iterator[Deed]:
        """Give the transactions: six for each dossier, or one for so many together."""
        if self.together:
            for first in range(0, len(self.ways), self.together):
                yield partial(self.bulk, self.ways[first : first + self.together])
            return
        for way in self.ways:
            for number in range(len(MOVES)):
                yield partial(self.move, way, number)

    def move(self, way: Way, number: int) -> None:
        """Make one move."""
        with open_session(self.engine, self.city.tenant_id) as session:
            actor = find_member(session, way.actors[number], on=clock.today(session))
            assert actor is not None
            fire(
                session, way.dossier_id, MOVES[number],
                actor=actor, seen_version=way.version, key=str(row_id()),
            )  # fmt: skip
            session.commit()
        way.version += 1

    def bulk(self, ways: list[Way]) -> None:
        """Recognise several dossiers together."""
        with open_session(self.engine, self.city.tenant_id) as session:
            act_together(session, ways, MOVES[-1], self.city.department)


def main() -> None:
    """Serve one contender."""
    asked = ArgumentParser()
    asked.add_argument("url")
    asked.add_argument("tenant", type=UUID)
    asked.add_argument("--together", type=int, default=0)
    given = asked.parse_args()
    product = Product(given.url, given.tenant, given.together)
    gc.collect()
    gc.freeze()  # as the web server does once it is loaded
    serve(product.prepare, product.deeds, given.together or 1)


if __name__ == "__main__":
    main()

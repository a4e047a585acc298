"""The physical limit: hand-written SQL, one statement for a move, two for a bulk act."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial

import psycopg

from tests.benchmarks.plain import MOVES, add_ready, payload, user_of
from tests.benchmarks.serving import Deed, serve

MOVE = """
WITH d AS MATERIALIZED (
  SELECT d.id, d.state, d.ward_id, d.tenant_id FROM dossier d
  WHERE d.id = %(id)s AND d.tenant_id = 1 AND d.state = %(source)s AND EXISTS (
    SELECT 1 FROM role_grant g JOIN org_closure c ON c.ancestor_id = g.org_id
    WHERE g.user_id = %(user)s AND g.role = %(role)s AND c.descendant_id = d.ward_id)
  FOR UPDATE OF d
), u AS (
  UPDATE dossier x SET state = %(target)s, version = version + 1, updated_at = now()
  FROM d WHERE x.id = d.id
), a AS (
  INSERT INTO audit_event (tenant_id, dossier_id, actor_id, event, from_state, to_state, payload)
  SELECT d.tenant_id, d.id, %(user)s, %(trigger)s, d.state, %(target)s, %(payload)s FROM d
), c AS (
  UPDATE task k SET status = 'done', completed_at = now(), completed_by = %(user)s
  FROM d WHERE k.dossier_id = d.id AND k.status = 'open'
), n AS (
  INSERT INTO task (tenant_id, dossier_id, ward_id, role, step)
  SELECT d.tenant_id, d.id, d.ward_id, %(next)s, %(target)s FROM d
  WHERE %(next)s::text IS NOT NULL
), o AS (
  INSERT INTO outbox (tenant_id, topic, payload)
  SELECT d.tenant_id, 'dossier.' || %(trigger)s, %(payload)s FROM d
)
SELECT id FROM d
"""
LOCK_MANY = """
SELECT d.id FROM dossier d
WHERE d.id = ANY(%(ids)s) AND d.tenant_id = 1 AND EXISTS (
  SELECT 1 FROM role_grant g JOIN org_closure c ON c.ancestor_id = g.org_id
  WHERE g.user_id = %(user)s AND g.role = 'city_council' AND c.descendant_id = d.ward_id)
ORDER BY d.id FOR UPDATE OF d
"""
MOVE_MANY = """
WITH u AS (
  UPDATE dossier SET state = 'recognised', version = version + 1, updated_at = now()
  WHERE id = ANY(%(ids)s) RETURNING id, tenant_id
), a AS (
  INSERT INTO audit_event (tenant_id, dossier_id, actor_id, event, from_state, to_state, payload)
  SELECT tenant_id, id, %(user)s, 'recognise', 'recommended', 'recognised',
    jsonb_build_object('dossier', id, 'event', 'recognise', 'actor', %(user)s::int) FROM u
), c AS (
  UPDATE task SET status = 'done', completed_at = now(), completed_by = %(user)s
  WHERE dossier_id = ANY(%(ids)s) AND status = 'open'
), o AS (
  INSERT INTO outbox (tenant_id, topic, payload)
  SELECT tenant_id, 'dossier.recognise',
    jsonb_build_object('dossier', id, 'event', 'recognise', 'actor', %(user)s::int) FROM u
)
SELECT count(*) FROM u
"""


class Limit:
    """One connection that sends prepared statements and nothing else."""

    def __init__(self, url: str, together: int) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.connection.prepare_threshold = 1
        self.together = together
        self.ways: list[tuple[int, int]] = []

    def prepare(self, number: int) -> None:
        """Make dossiers ready."""
        self.ways = add_ready(self.connection, number, "recommended" if self.together else "draft")

    def deeds(self) -> Iterator[Deed]:
        """Give the transactions."""
        if self.together:
            for first in range(0, len(self.ways), self.together):
                ids = [dossier for dossier, _ in self.ways[first : first + self.together]]
                yield partial(self.bulk, ids)
            return
        for dossier, ward in self.ways:
            for move in MOVES:
                yield partial(self.move, dossier, ward, move)

    def move(self, dossier: int, ward: int, move: tuple[str, str, str, str, str | None]) -> None:
        """Make one move in one statement."""
        trigger, source, target, role, following = move
        user = user_of(role, ward)
        made = self.connection.execute(
            MOVE,
            {
                "id": dossier, "source": source, "target": target, "role": role, "user": user,
                "trigger": trigger, "next": following,
                "payload": payload(dossier, trigger, user),
            },
        ).fetchone()  # fmt: skip
        assert made is not None

    def bulk(self, ids: list[int]) -> None:
        """Recognise dossiers together, in one journey to the server."""
        user = user_of("city_council", 0)
        with self.connection.pipeline():
            self.connection.execute("BEGIN")
            self.connection.execute(LOCK_MANY, {"ids": ids, "user": user})
            made = self.connection.execute(MOVE_MANY, {"ids": ids, "user": user})
            self.connection.execute("COMMIT")
        row = made.fetchone()
        assert row is not None
        assert row[0] == len(ids)


def main() -> None:
    """Serve one contender."""
    asked = ArgumentParser()
    asked.add_argument("url")
    asked.add_argument("--together", type=int, default=0)
    given = asked.parse_args()
    limit = Limit(given.url, given.together)
    serve(limit.prepare, limit.deeds, given.together or 1)


if __name__ == "__main__":
    main()

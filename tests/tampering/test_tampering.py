"""A short run of each kind; the long one is ``python -m tests.tampering``."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine

from migrations.schema import Addresses
from tenants.audit import verify
from tests.make import Town
from tests.tampering.kinds import KINDS
from tests.tampering.trying import append_together, lengthen, try_all

EACH = 6


def test_every_tampering_is_found_at_its_first_event(
    addresses: Addresses, town: Town, other_town: Town
) -> None:
    lengthen(town, to=15)
    superuser = create_engine(addresses.owner)

    scores = try_all(superuser, town, other_town, each=EACH, seed=4)

    superuser.dispose()
    assert {kind: (score.found, score.first_named) for kind, score in scores.items()} == (
        dict.fromkeys(KINDS, (EACH, EACH))
    )
    assert len(scores) == 7
    town.session.rollback()
    assert list(verify(town.session)) == []


def test_appends_from_several_threads_raise_no_alarm(engine: Engine, town: Town) -> None:
    append_together(engine, town, events=200)

    town.session.rollback()
    assert list(verify(town.session)) == []

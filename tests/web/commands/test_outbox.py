"""Counting the outbox by command."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import select

from tenants import clock
from tenants.outbox import OutboxItem, leave
from tests.make import Town
from tests.web.commands.conftest import Bontot


def test_what_waits_was_sent_failed_and_is_done_is_counted_apart(
    bontot: Bontot, town: Town
) -> None:
    session = town.session
    standing = len(session.scalars(select(OutboxItem.id)).all())
    sent, failed, done = (leave(session, "tell", {}) for _ in range(3))
    waiting = leave(session, "tell", {})
    now = clock.now(session)
    sent.sent_at = failed.sent_at = done.done_at = now
    failed.last_error = "RuntimeError"
    waiting.run_at = now - timedelta(minutes=1)
    session.commit()

    rows = json.loads(bontot("outbox", "status", "--json").stdout)

    row = next(row for row in rows if row["tenant"] == town.tenant.slug)
    assert 60 <= row.pop("oldest_seconds") < 120
    assert row == {
        "tenant": town.tenant.slug, "waiting": standing + 1, "sent": 2, "failed": 1, "done": 1,
    }  # fmt: skip

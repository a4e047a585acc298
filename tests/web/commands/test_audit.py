"""Verifying an audit trail by command: whole, changed, cut."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, text

from migrations.schema import Addresses
from tests.web.commands.conftest import Bontot

OWN = "tenant_id = current_setting('app.tenant_id')::uuid"


def tamper(addresses: Addresses, slug: str, statement: str) -> None:
    """Change a tenant's trail as its owner, behind the application's back."""
    owner = create_engine(addresses.owner)
    with owner.begin() as connection:
        connection.execute(
            text("SELECT set_config('app.tenant_id', id::text, true) FROM tenants WHERE slug = :s"),
            {"s": slug},
        )
        assert (
            connection.execute(
                text(f"{statement} AND tenant_id = current_setting('app.tenant_id')::uuid")
            ).rowcount
            == 1
        )
    owner.dispose()


@pytest.fixture
def trail(bontot: Bontot, slug: str) -> str:
    """A tenant with three events."""
    bontot("tenant", "suspend", slug)
    bontot("tenant", "reopen", slug)
    return slug


def test_whole_trail_exits_0(bontot: Bontot, trail: str) -> None:
    result = bontot("audit", "verify", "--tenant", trail)

    assert (result.exit_code, result.stdout) == (0, "3 events, all as they were written.\n")


@pytest.mark.parametrize(
    ("statement", "seq", "problem"),
    [
        ("UPDATE audit_events SET name = 'Ai đó' WHERE seq = 2", 2, "columns"),
        (
            "UPDATE audit_events SET record = replace(record, 'open', 'shut') WHERE seq = 3",
            3,
            "hash",
        ),
        ("DELETE FROM audit_events WHERE seq = 2", 2, "gap"),
        ("DELETE FROM audit_events WHERE seq = 3", 3, "tail"),
    ],
)
def test_tampered_trail_exits_1_and_names_the_first_bad_event(
    bontot: Bontot, trail: str, addresses: Addresses, statement: str, seq: int, problem: str
) -> None:
    tamper(addresses, trail, statement)

    plain = bontot("audit", "verify", "--tenant", trail)
    told = bontot("audit", "verify", "--tenant", trail, "--json")

    assert (plain.exit_code, plain.stderr) == (1, f"The first bad event is {seq}.\n")
    report = json.loads(told.stdout)
    assert (told.exit_code, report["ok"], report["first_bad_seq"]) == (1, False, seq)
    assert report["problems"][0] == {"seq": seq, "problem": problem}

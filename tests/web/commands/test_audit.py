"""Verifying an audit trail by command: whole, changed, cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from migrations.schema import Addresses
from tenants.audit import chained
from tenants.settings import Settings
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


def test_trail_is_checked_against_the_signed_ends_that_left_the_machine(
    bontot: Bontot, trail: str, addresses: Addresses, configured: Settings, tmp_path: Path
) -> None:
    elsewhere = configured.with_values(checkpoints_url=str(tmp_path / "elsewhere"))
    assert bontot("audit", "checkpoint", settings=elsewhere).exit_code == 0
    kept = next((tmp_path / "elsewhere").iterdir())
    verify = ("audit", "verify", "--tenant", trail, "--json", "--checkpoint", str(kept))
    report = json.loads(bontot(*verify).stdout)
    assert (report["ok"], report["checkpoints"]) == (True, 1)

    tamper(addresses, trail, "DELETE FROM audit_events WHERE seq = 3")
    tamper(
        addresses, trail,
        "UPDATE audit_heads SET seq = 2, hash = (SELECT hash FROM audit_events e"
        " WHERE e.tenant_id = audit_heads.tenant_id AND e.seq = 2) WHERE true",
    )  # fmt: skip

    alone = json.loads(bontot("audit", "verify", "--tenant", trail, "--json").stdout)
    against = json.loads(bontot(*verify).stdout)
    assert (alone["ok"], against["ok"], against["first_bad_seq"]) == (True, False, 3)


def test_changed_checkpoint_is_no_witness(
    bontot: Bontot, trail: str, configured: Settings, tmp_path: Path
) -> None:
    elsewhere = configured.with_values(checkpoints_url=str(tmp_path))
    bontot("audit", "checkpoint", settings=elsewhere)
    kept = next(tmp_path.iterdir())
    kept.write_text(kept.read_text().replace(f"{trail}", f"{trail}x"))

    result = bontot("audit", "verify", "--tenant", trail, "--checkpoint", str(kept))

    assert result.exit_code == 1
    assert "is not a checkpoint as this installation signed it" in result.stderr


def test_checkpoints_need_a_second_place(bontot: Bontot, trail: str) -> None:
    result = bontot("audit", "checkpoint")

    assert (result.exit_code, result.stderr) == (
        1, "Error: Set CHECKPOINTS_URL: a folder on another machine, or mailto:address.\n",
    )  # fmt: skip


def test_exported_trail_holds_the_very_texts_that_were_hashed(bontot: Bontot, trail: str) -> None:
    lines = [
        json.loads(line)
        for line in bontot("audit", "export", "--tenant", trail).stdout.split("\n")
        if line
    ]

    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert [chained(bytes.fromhex(line["previous"]), line["record"]).hex() for line in lines] == [
        line["hash"] for line in lines
    ]


def test_all_trails_are_checked_where_none_is_named(bontot: Bontot, trail: str) -> None:
    reports = json.loads(bontot("audit", "verify", "--json").stdout)

    assert {"he-thong", trail} <= {report["tenant"] for report in reports}

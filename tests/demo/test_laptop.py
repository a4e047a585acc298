"""Without servers of their own, commands work on the demo's and leave nothing running."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.servers import ROOT

LIST = ROOT / "demo/ha-tinh-2023.xlsx"
NAMED = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_PLATFORM_URL", "REDIS_URL")


def bontot(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in NAMED}
    return subprocess.run(  # noqa: S603  # our own command line
        [sys.executable, "-m", "web.commands", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_dry_run_needs_neither_tenant_nor_server_address() -> None:
    answer = bontot("onboard", str(LIST), "--tenant", "khong-co", "--dry-run", "--json")

    report = json.loads(answer.stdout)
    assert (report["rows"], report["wards"], report["cells"], report["rejected"]) == (
        254, 15, 254, [],
    )  # fmt: skip
    assert "the demo's database" in answer.stderr


def test_unknown_tenant_is_named_with_what_opens_one() -> None:
    answer = bontot("onboard", str(LIST), "--tenant", "khong-co")

    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1] == (
        "Error: There is no tenant called khong-co; open it with"
        " `bontot tenant create khong-co --name N --level district|province|commune`."
    )

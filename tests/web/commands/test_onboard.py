"""Taking an office's list over by command: the report, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from demo.places import HA_TINH
from tests.web.commands.answers import NO_SUCH_TENANT, refusal
from tests.web.commands.conftest import Bontot

LIST = str(HA_TINH.list_file)
KEYS = {
    "rows", "created", "updated", "unchanged", "wards", "cells", "people", "rejected", "warnings",
}  # fmt: skip
READ = {"rows": 254, "wards": 15, "cells": 254, "people": 508, "rejected": [], "warnings": []}


def report(bontot: Bontot, *words: str) -> dict[str, Any]:
    result = bontot("onboard", LIST, "--json", *words)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_dry_run_reads_a_real_list_without_a_tenant(bontot: Bontot) -> None:
    found = report(bontot, "--dry-run")

    assert found.keys() == KEYS
    assert {name: found[name] for name in READ} == READ


def test_first_run_creates_every_row_and_the_second_changes_nothing(
    bontot: Bontot, slug: str
) -> None:
    tried, first, second = (
        report(bontot, "--tenant", slug, *words) for words in (["--dry-run"], [], [])
    )

    assert tried == first == {**READ, "created": 254, "updated": 0, "unchanged": 0}
    assert second == {**READ, "created": 0, "updated": 0, "unchanged": 254}


def test_report_for_people_is_one_line_for_a_clean_list(bontot: Bontot) -> None:
    result = bontot("onboard", LIST, "--dry-run")

    assert result.stdout == (
        "254 dòng: 254 mới, 0 sửa, 0 giữ nguyên, 0 bỏ qua; 15 phường, xã; 254 chi bộ; 508 người\n"
    )


def test_unknown_tenant_names_the_command_that_opens_one(bontot: Bontot) -> None:
    assert refusal(bontot("onboard", LIST, "--tenant", "khong-co")) == NO_SUCH_TENANT


def test_a_tenant_is_needed_to_keep_anything(bontot: Bontot) -> None:
    assert bontot("onboard", LIST).exit_code == 2


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_file_that_is_no_list_is_refused_in_one_sentence(
    bontot: Bontot, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "danh-sach.xlsx"
    file.write_bytes(content)

    result = bontot("onboard", str(file), "--dry-run", "--json")

    assert refusal(result).startswith("danh-sach.xlsx: Tệp ")


def test_file_that_is_not_there_is_named(bontot: Bontot, tmp_path: Path) -> None:
    file = tmp_path / "khong-co.xlsx"

    result = bontot("onboard", str(file), "--dry-run")

    assert refusal(result) == f"{file} cannot be used: No such file or directory."

"""The demo's keys."""

from __future__ import annotations

from pathlib import Path

from demo.keys import kept_keys


def test_keys_are_made_once_and_kept_for_their_owner_alone(tmp_path: Path) -> None:
    first, second = kept_keys(tmp_path), kept_keys(tmp_path)

    assert first == second
    assert first["secret_key"] != first["audit_key"]
    assert all(len(key) >= 48 for key in first.values())
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [
        ("keys.json", 0o600)
    ]


def test_keys_left_half_written_are_made_anew(tmp_path: Path) -> None:
    (tmp_path / "keys.partial").write_text("{")

    assert kept_keys(tmp_path).keys() == {"secret_key", "audit_key", "seal_key"}

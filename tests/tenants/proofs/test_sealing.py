"""Secrets at rest: opened with the same key, for what they were sealed for."""

from __future__ import annotations

import pytest

from tenants.proofs import recovery
from tenants.proofs.sealing import CannotOpenError, opened, opened_if_ours, sealed
from tenants.settings import settings


def test_secret_is_opened_for_what_it_was_sealed_for() -> None:
    kept = sealed(b"secret", about="one")

    assert b"secret" not in kept
    assert kept != sealed(b"secret", about="one")
    assert opened(kept, about="one") == b"secret"
    assert opened_if_ours(kept, about="one") == "secret"


@pytest.mark.parametrize("harm", ["moved", "changed", "cut", "other key"])
def test_secret_that_was_moved_or_changed_opens_for_nobody(
    harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = sealed(b"secret", about="one")
    about = "two" if harm == "moved" else "one"
    if harm == "changed":
        kept = kept[:-1] + bytes([kept[-1] ^ 1])
    if harm == "cut":
        kept = kept[:5]
    if harm == "other key":
        monkeypatch.setenv("SEAL_KEY", "another key, as long as the first")
        settings.cache_clear()

    try:
        with pytest.raises(CannotOpenError):
            opened(kept, about=about)
        assert opened_if_ours(kept, about=about) is None
    finally:
        settings.cache_clear()


def test_recovery_codes_are_ten_different_ones_that_read_easily() -> None:
    codes = recovery.new_codes()

    assert len(set(codes)) == 10
    assert all(len(code) == 11 and code[5] == "-" for code in codes)
    assert not set("".join(codes)) & set("ilo01")


def test_recovery_code_is_the_same_however_it_is_typed() -> None:
    same = {recovery.digest_of(typed, about="one") for typed in ("k7mqx-r2hdz", " K7MQX R2HDZ")}

    assert len(same) == 1
    assert recovery.digest_of("k7mqx-r2hdz", about="two") not in same

"""Codes of an app: the present one and its neighbours, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

import pytest

from tenants.proofs.authenticator import (
    address_of,
    code_of,
    new_secret,
    step_at,
    step_of,
    usable_step,
)
from web.signing_in.enrolling import picture_of

# RFC 6238, appendix B: the secret in Base32, and the last six of its eight digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = datetime(2026, 11, 26, 8, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert code_of(SECRET, step_at(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("late", "taken"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_code_is_taken_a_step_early_or_late(late: int, taken: int) -> None:
    step = step_at(NOW) + late

    assert (step_of(SECRET, code_of(SECRET, step), at=NOW, after=0) is not None) == bool(taken)


def test_step_is_good_once_and_so_are_those_before_it() -> None:
    now = step_at(NOW)

    assert step_of(SECRET, code_of(SECRET, now), at=NOW, after=now - 1) == now
    assert step_of(SECRET, code_of(SECRET, now), at=NOW, after=now) is None
    assert step_of(SECRET, code_of(SECRET, now - 1), at=NOW, after=now) is None


def test_usable_code_is_never_one_that_was_used() -> None:
    now = step_at(NOW)

    assert [usable_step(at=NOW, after=after) for after in (0, now, now + 1)] == [now, now + 1, None]
    assert usable_step(at=NOW + timedelta(seconds=60), after=now + 1) == now + 2


def test_app_is_told_whose_code_it_is() -> None:
    secret = new_secret()

    address = address_of(secret, name="Nguyễn Thị Lan", office="Thành ủy Bình An")

    assert len(secret) == 32
    assert address.startswith("otpauth://totp/Th%C3%A0nh%20%E1%BB%A7y%20B%C3%ACnh%20An:")
    assert f"secret={secret}" in address


def test_picture_for_the_app_can_be_drawn_and_read_whatever_the_names() -> None:
    name, office = "Đồng chí " * 40, "Ban Thường vụ: " + "Đảng bộ " * 200

    address = address_of(new_secret(), name=name, office=office)

    assert picture_of(address).size < 100
    label = unquote(urlsplit(address).path)
    assert label == "/Ban Thường vụ Đảng bộ Đảng bộ Đảng bộ Đảng bộ:" + ("Đồng chí " * 5).strip()

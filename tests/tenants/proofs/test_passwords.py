"""What may be a password, and how one is kept and tried."""

from __future__ import annotations

import unicodedata

import argon2
import pytest
from argon2 import PasswordHasher, extract_parameters

from tenants.proofs import passwords
from tenants.proofs.passwords import SHORTEST_ALONE, Fault, common, fault_of, hashed, matches

SENTENCE = "chim hót trên cành bưởi sau nhà"
ABOUT = ("Nguyễn Thị Lan", "+84912345678", "912345678")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        (SENTENCE, None),
        ("x7 Rw q0 Zk 9p t", None),
        ("a" * 14, Fault.SHORT),
        ("mười bốn chữ ạ", Fault.SHORT),
        ("aaaaaaaaaaaaaaaaaaaa", Fault.REPEATED),
        ("abababababababababab", Fault.REPEATED),
        ("abcdefghijklmnopqrst", Fault.REPEATED),
        ("Nguyễn Thị Lan 0912345678", Fault.PERSONAL),
        ("nguyenthilan12345678", None),
        ("lan912345678lan", Fault.PERSONAL),
        ("a sentence of sixty-four letters and more, as long as one likes it", None),
        ("x7Rwk" * 51 + "x", None),
        ("x7Rwk" * 51 + "xy", Fault.LONG),
    ],
)
def test_length_counts_and_what_everybody_would_guess_is_refused(
    password: str, fault: Fault | None
) -> None:
    assert fault_of(password, shortest=SHORTEST_ALONE, about=ABOUT) is fault


@pytest.mark.parametrize(
    "password", ["password1", "Matkhau@123", "dangcongsanvietnam", "1234567890"]
)
def test_common_password_is_refused_in_any_case(password: str) -> None:
    assert fault_of(password, shortest=8) is Fault.COMMON
    assert fault_of(password.upper(), shortest=8) is Fault.COMMON


def test_eight_letters_of_no_special_kind_are_enough_beside_a_second_factor() -> None:
    assert fault_of("tre xanh", shortest=passwords.SHORTEST_WITH_SECOND) is None


def test_list_of_common_passwords_is_there() -> None:
    assert len(common() - {""}) > 8_000
    assert all(len(word) >= 8 for word in common() - {""})


def test_password_is_kept_as_argon2id_of_the_agreed_cost() -> None:
    cost = extract_parameters(hashed(SENTENCE))

    assert cost.type is argon2.Type.ID
    assert (cost.memory_cost, cost.time_cost, cost.parallelism) == (19 * 1024, 2, 1)


def test_only_the_password_matches() -> None:
    kept = hashed(SENTENCE)

    assert matches(kept, SENTENCE)
    assert not matches(kept, SENTENCE + " ")
    assert not matches(None, SENTENCE)


def test_accents_match_however_the_keyboard_composes_them() -> None:
    kept = hashed(unicodedata.normalize("NFC", SENTENCE))

    assert matches(kept, unicodedata.normalize("NFD", SENTENCE))


@pytest.mark.parametrize("kept", [hashed("another one of them"), None], ids=["known", "unknown"])
def test_one_hash_of_the_same_cost_is_computed_for_everybody(
    kept: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[tuple[int, int, int]] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str, password: str) -> bool:
        cost = extract_parameters(kept)
        computed.append((cost.memory_cost, cost.time_cost, cost.parallelism))
        return bool(verify(hasher, kept, password))

    matches(None, "warms the hash that nobody has")
    monkeypatch.setattr(PasswordHasher, "verify", counted)

    assert not matches(kept, SENTENCE)
    assert computed == [(19 * 1024, 2, 1)]

"""Passkeys: made and proved for one site, one question, one key."""

from __future__ import annotations

import pytest

from tenants.proofs.passkeys import (
    NewPasskey,
    NotProvedError,
    Site,
    ask_for_new,
    ask_for_proof,
    check_proof,
    named_in,
    read_new,
    site_of,
)
from tests.tenants.proofs.key_on_a_phone import KeyOnAPhone

SITE = Site("bon-tot.example", "https://bon-tot.example")
ELSEWHERE = Site("bon-tot.example.org", "https://bon-tot.example.org")


@pytest.fixture
def phone() -> KeyOnAPhone:
    return KeyOnAPhone(SITE)


@pytest.fixture
def kept(phone: KeyOnAPhone) -> NewPasskey:
    asked = ask_for_new(SITE, owner=b"owner", name="Lan", known=[])
    return read_new(SITE, phone.made(asked.options), challenge=asked.challenge)


def test_passkey_that_was_made_proves_its_owner(phone: KeyOnAPhone, kept: NewPasskey) -> None:
    asked = ask_for_proof(SITE, known=[kept.credential_id])
    answer = phone.proved(asked.options)

    assert named_in(answer) == kept.credential_id == phone.id
    count = check_proof(
        SITE, answer, challenge=asked.challenge,
        public_key=kept.public_key, sign_count=kept.sign_count,
    )  # fmt: skip
    assert count == 1


def test_answer_to_another_question_proves_nothing(phone: KeyOnAPhone, kept: NewPasskey) -> None:
    answer = phone.proved(ask_for_proof(SITE, known=[]).options)

    with pytest.raises(NotProvedError):
        check_proof(SITE, answer, challenge=b"x" * 64, public_key=kept.public_key, sign_count=0)


def test_answer_given_to_another_site_proves_nothing(phone: KeyOnAPhone, kept: NewPasskey) -> None:
    asked = ask_for_proof(SITE, known=[])
    phone.site = ELSEWHERE

    with pytest.raises(NotProvedError):
        check_proof(
            SITE, phone.proved(asked.options), challenge=asked.challenge,
            public_key=kept.public_key, sign_count=0,
        )  # fmt: skip


def test_copy_whose_count_went_back_proves_nothing(phone: KeyOnAPhone, kept: NewPasskey) -> None:
    asked = ask_for_proof(SITE, known=[])

    with pytest.raises(NotProvedError):
        check_proof(
            SITE, phone.proved(asked.options), challenge=asked.challenge,
            public_key=kept.public_key, sign_count=7,
        )  # fmt: skip


def test_another_key_proves_nothing(kept: NewPasskey) -> None:
    asked = ask_for_proof(SITE, known=[])

    with pytest.raises(NotProvedError):
        check_proof(
            SITE, KeyOnAPhone(SITE).proved(asked.options), challenge=asked.challenge,
            public_key=kept.public_key, sign_count=0,
        )  # fmt: skip


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "x" * 100_000])
def test_nonsense_proves_nothing(answer: str) -> None:
    with pytest.raises(NotProvedError):
        named_in(answer)
    with pytest.raises(NotProvedError):
        read_new(SITE, answer, challenge=b"x" * 64)


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("bon-tot.example", Site("bon-tot.example", "https://bon-tot.example")),
        ("localhost:8000", Site("localhost", "https://localhost:8000")),
        ("127.0.0.1:8000", None),
        ("10.0.0.1", None),
        ("[::1]:8000", None),
    ],
)
def test_passkeys_belong_to_a_name(host: str, site: Site | None) -> None:
    assert site_of("https", host) == site

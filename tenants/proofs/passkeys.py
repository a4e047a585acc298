"""Passkeys (WebAuthn): a key pair that a phone or a PC keeps, for one site alone.

The caller keeps each challenge on the server and gives it back once; where a site is reached
by a number instead of a name, browsers make no passkeys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

OFFICE = "Bốn Tốt"
LONGEST = 16_384


class NotProvedError(Exception):
    """What a browser sent does not prove that it holds the passkey."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey is good: a host's name, and the address as browsers see it."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a browser, as JSON, and the challenge to compare its answer with."""

    options: str
    challenge: bytes


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What the server keeps of a passkey; none of it is secret."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def site_of(scheme: str, host: str) -> Site | None:
    """Return the site of an address; none where it is a number."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return Site(name, f"{scheme}://{host}")
    return None


def ask_for_new(site: Site, *, owner: bytes, name: str, known: Sequence[bytes]) -> Question:
    """Ask a browser to make a passkey; ``known`` are those that it may have already."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=OFFICE,
        user_id=owner,
        user_name=name,
        user_display_name=name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return Question(options_to_json(options), options.challenge)


def read_new(site: Site, answer: str, *, challenge: bytes) -> NewPasskey:
    """Return the passkey that a browser made.

    Raises:
        NotProvedError: the answer is not one to this question.

    """
    try:
        made = verify_registration_response(
            credential=answer[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise NotProvedError from error
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)


def ask_for_proof(site: Site, *, known: Sequence[bytes]) -> Question:
    """Ask a browser to prove that it holds one of these passkeys."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(options_to_json(options), options.challenge)


def named_in(answer: str) -> bytes:
    """Return the id of the passkey that an answer says it is of.

    Raises:
        NotProvedError: it says none.

    """
    try:
        return parse_authentication_credential_json(answer[:LONGEST]).raw_id
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise NotProvedError from error


def check_proof(
    site: Site, answer: str, *, challenge: bytes, public_key: bytes, sign_count: int
) -> int:
    """Return the passkey's new count, if the answer proves that the browser holds it.

    Raises:
        NotProvedError: it does not, or the count went back as that of a copy would.

    """
    try:
        proved = verify_authentication_response(
            credential=answer[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise NotProvedError from error
    return proved.new_sign_count

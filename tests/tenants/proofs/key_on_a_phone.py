"""A phone that keeps passkeys, in software: it answers what a browser would pass on."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from tenants.proofs.passkeys import Site

PRESENT_AND_VERIFIED = 0x05
WITH_KEY = 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class KeyOnAPhone:
    """One passkey; ``count`` goes up with each use, as a real one's may."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.id = secrets.token_bytes(20)
        self.count = 0
        self._key = generate_private_key(SECP256R1())

    def made(self, options: str) -> str:
        """Answer to being asked to make a passkey."""
        point = self._key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        )
        kept = bytes(16) + len(self.id).to_bytes(2) + self.id + public
        data = self._data(PRESENT_AND_VERIFIED | WITH_KEY) + kept
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(options, "webauthn.create", attestationObject=b64(attestation))

    def proved(self, options: str) -> str:
        """Answer to being asked for a proof."""
        self.count += 1
        data, said = self._data(PRESENT_AND_VERIFIED), self._said(options, "webauthn.get")
        signature = self._key.sign(data + sha256(said).digest(), ECDSA(SHA256()))
        return self._answer(
            options, "webauthn.get", authenticatorData=b64(data), signature=b64(signature)
        )

    def _data(self, flags: int) -> bytes:
        host = sha256(self.site.host.encode()).digest()
        return host + bytes([flags]) + self.count.to_bytes(4)

    def _said(self, options: str, kind: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.site.origin}
        return json.dumps(said).encode()

    def _answer(self, options: str, kind: str, **parts: Any) -> str:
        said = b64(self._said(options, kind))
        return json.dumps(
            {
                "id": b64(self.id),
                "rawId": b64(self.id),
                "type": "public-key",
                "response": {"clientDataJSON": said, **parts},
                "clientExtensionResults": {},
            }
        )

"""Tokens that nobody guesses. The server keeps only their digests."""

from __future__ import annotations

import secrets
from hashlib import sha256


def new_token() -> str:
    """Return 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> bytes:
    """Return what is kept of a token; random as it is, it needs no key."""
    return sha256(token.encode()).digest()

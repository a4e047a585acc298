"""Secrets that must be read again, sealed at rest with a key that the database does not have.

Each is bound to what it belongs to: a sealed secret that is moved to another row opens there
for nobody.
"""

from __future__ import annotations

import logging
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tenants.settings import settings

log = logging.getLogger(__name__)

NONCE = 12
FORM = b"\x01"


class CannotOpenError(Exception):
    """A sealed secret was sealed with another key, or for something else."""


def sealed(plain: bytes, *, about: str) -> bytes:
    """Seal a secret for what ``about`` names."""
    nonce = os.urandom(NONCE)
    return FORM + nonce + _cipher().encrypt(nonce, plain, about.encode())


def opened(kept: bytes, *, about: str) -> bytes:
    """Open what was sealed for ``about``.

    Raises:
        CannotOpenError: the key is another one, or so is what it belongs to.

    """
    nonce, rest = kept[1 : 1 + NONCE], kept[1 + NONCE :]
    try:
        return _cipher().decrypt(nonce, rest, about.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpenError(about) from error


def opened_if_ours(kept: bytes, *, about: str) -> str | None:
    """Open a text that was sealed for ``about``; nothing, and a line in the log, if it cannot be.

    After ``SEAL_KEY`` was changed, or rows came from another installation's backup, what was
    sealed is lost. Its owner then has no app that proves anything, and the doors stay open to
    everybody else.
    """
    try:
        return opened(kept, about=about).decode()
    except CannotOpenError:
        log.exception("a sealed secret does not open: was SEAL_KEY changed?")
        return None


def _cipher() -> AESGCM:
    key = settings().need("seal_key").encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"bontot seal 1").derive(key))

"""Recovery codes: ten to print, each of which stands in for a lost app or passkey once."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from tenants.settings import settings

# Without letters and digits that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
MANY = 10
LENGTH = 10


def new_codes() -> list[str]:
    """Return ten codes such as ``k7mqx-r2hdz``."""
    return [_new_code() for _ in range(MANY)]


def plain_form(typed: str) -> str:
    """Return a code as it is compared, however it was typed."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())


def digest_of(code: str, *, about: str) -> bytes:
    """Return what is kept of a code that belongs to ``about``."""
    key = settings().need("seal_key").encode()
    return hmac.new(key, f"recovery:{about}:{plain_form(code)}".encode(), sha256).digest()


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"

"""Codes of an authenticator app (TOTP, RFC 6238): six digits, another every 30 seconds.

A code is good for the step it belongs to and the steps beside it, and each step once: the
caller keeps the last step that was used.
"""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

SECONDS = 30
BESIDE = 1
# An app shows about so much of a name; a picture of much more cannot be read by a phone's
# camera, and of far more cannot be drawn at all.
LONGEST_NAME = 48


def new_secret() -> str:
    """Return 160 random bits as an app takes them."""
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, office: str) -> str:
    """Return the address that an app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=_short(name), issuer_name=_short(office))


def step_at(moment: datetime) -> int:
    """Return the number of the step that a moment lies in."""
    return int(moment.timestamp()) // SECONDS


def code_of(secret: str, step: int) -> str:
    """Return the six digits of a step."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_of(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """Return the step that a code belongs to, if it is a present one and was not used yet.

    Args:
        secret: the app's.
        code: as it was typed.
        at: now.
        after: the last step that was used.

    """
    now = step_at(at)
    found = None
    for step in range(now - BESIDE, now + BESIDE + 1):
        same = hmac.compare_digest(code_of(secret, step).encode(), code.encode())
        if same and step > after and found is None:
            found = step
    return found


def usable_step(*, at: datetime, after: int) -> int | None:
    """Return a step whose code would be taken now, the present one if it may be."""
    now = step_at(at)
    step = max(now, after + 1)
    return step if step <= now + BESIDE else None


def _short(name: str) -> str:
    """Cut a name at a word's end, and take the colon out, which parts office and name."""
    name = " ".join(name.replace(":", " ").split())
    if len(name) <= LONGEST_NAME:
        return name
    return name[:LONGEST_NAME].rpartition(" ")[0] or name[:LONGEST_NAME]

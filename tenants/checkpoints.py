"""Signed checkpoints: where each chain ended, kept outside the database.

A tail that is cut off with its head shows nowhere inside the database; a line that left
the machine minutes before shows it. Each line is signed with a key that is derived from
the chain's own, so that somebody who holds the lines and the public key can check them
without holding the chain's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tenants.audit import Checkpoint, canonical, checkpoint
from tenants.clock import now
from tenants.settings import settings
from tenants.tenant import Tenant
from tenants.wall import TenantSession


class BadCheckpointError(Exception):
    """A line was not signed with this installation's key, or was changed since."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint of one tenant at one moment."""

    tenant_id: UUID
    slug: str
    at: datetime
    end: Checkpoint


def signed_line(session: TenantSession, tenant: Tenant) -> str:
    """Write where the tenant's chain ends now, as one signed line of JSON."""
    end = checkpoint(session)
    said = canonical(
        {
            "tenant": tenant.id,
            "slug": tenant.slug,
            "seq": end.seq,
            "hash": end.hash,
            "at": now(session),
        }
    )
    signature = _key().sign(said.encode()).hex()
    return json.dumps({"checkpoint": said, "signature": signature}, ensure_ascii=False)


def read_lines(lines: Iterable[str], *, slug: str) -> list[Signed]:
    """Read the checkpoints of one tenant, in the order in which they were kept.

    Raises:
        BadCheckpointError: a line is not as it was signed; the message says which.

    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            whole = json.loads(line)
            said, signature = whole["checkpoint"], bytes.fromhex(whole["signature"])
            _key().public_key().verify(signature, said.encode())
            parts = json.loads(said)
            signed = Signed(
                tenant_id=UUID(parts["tenant"]),
                slug=parts["slug"],
                at=datetime.fromisoformat(parts["at"]),
                end=Checkpoint(parts["seq"], bytes.fromhex(parts["hash"])),
            )
        except (InvalidSignature, KeyError, TypeError, ValueError) as error:
            message = f"line {number} is not a checkpoint as this installation signed it"
            raise BadCheckpointError(message) from error
        if signed.slug == slug:
            found.append(signed)
    return found


def public_key() -> str:
    """Return what others check the lines with."""
    key: Ed25519PublicKey = _key().public_key()
    return key.public_bytes_raw().hex()


def _key() -> Ed25519PrivateKey:
    seed = sha256(b"checkpoint:" + settings().need("audit_key").encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)

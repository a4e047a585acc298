"""Codes that anybody may ask about: what is printed on a decision or a certificate.

Such a code says nothing of whose it is, so finding its tenant is the one look that is not
taken from inside a tenant. The table behind it knows digests alone, and PostgreSQL shows a
row only to a transaction that has named its very digest: nobody can list what there is, not
even with the application's own connection. What a code stands for is then read inside its
tenant, like everything else.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base
from tenants.settings import settings
from tenants.wall import OutsideTenantError, TenantSession, name_code

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no code reads as a word
GROUPS, GROUP = 4, 4
_BETWEEN = re.compile(r"[\W_]+")


class PublicCode(Base):
    """That a code exists, and which tenant can say what it stands for."""

    __tablename__ = "public_codes"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"))


def new_public_code(session: TenantSession) -> str:
    """Make a code that cannot be guessed, and leave where it is from, in this transaction.

    Raises:
        OutsideTenantError: the session is in no tenant.

    """
    if session.tenant_id is None:
        raise OutsideTenantError("enter a tenant before making a code of its own")
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    session.add(PublicCode(digest=digest_of(code), issuer_id=session.tenant_id))
    return code


def issuer_of(session: TenantSession, typed: str) -> UUID | None:
    """Return the tenant that made a code, as somebody typed it; nothing where nobody did."""
    digest = digest_of(typed)
    name_code(session, digest)
    return session.scalar(select(PublicCode.issuer_id).where(PublicCode.digest == digest))


def check_address(code: str) -> str:
    """Return where anybody may ask about a code; nothing where the service names no address."""
    base = (settings().public_url or "").rstrip("/")
    return f"{base}/xac-nhan/{code}" if base else ""


def as_printed(typed: str) -> str:
    """Return a code as it is printed: capitals in groups of four, whatever stood between."""
    letters = plain(typed)
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def plain(typed: str) -> str:
    """Return the letters and digits of a code alone, in capitals."""
    return _BETWEEN.sub("", typed).upper()


def digest_of(typed: str) -> bytes:
    """Return what the table keeps of a code."""
    return sha256(plain(typed).encode()).digest()

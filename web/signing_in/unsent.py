"""A form that was sent after the sign-in had ended: it waits until its writer is in again.

It travels sealed in the pages of signing in, so that the server keeps nothing of it, and
it is given back only to the person whose sign-in it was.
"""

from __future__ import annotations

import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from flask import current_app, request
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from tenants.people import Account
from tenants.signing_in.sessions import owner_of
from web import current, visitor
from web.csrf import is_from_elsewhere
from web.idempotency import KEY
from workflows.evidence.holding import held_names

# The key of the form is another one afterwards; a new password is typed anew.
NEVER_KEPT = frozenset({"csrf_token", "password", "again"})


@dataclass(frozen=True, slots=True)
class Unsent:
    """Where a form was going, what it said, and the names of its files that are held."""

    address: str
    fields: list[tuple[str, str]]
    files: list[str]

    def texts(self) -> list[str]:
        """List what somebody wrote by hand, without keys and choices."""
        said = (value.strip() for name, value in self.fields if not name.startswith("_"))
        return [
            value for value in said if " " in value or (len(value) > 40 and not value.isalnum())
        ]


def seal() -> str:
    """Seal the form of this request for the owner of the ended sign-in; else nothing."""
    token = visitor.token_here()
    owner = owner_of(current.session(), token) if token else None
    if owner is None or not is_our_form():
        return ""
    fields = [item for item in request.form.items(multi=True) if item[0] not in NEVER_KEPT]
    plain = json.dumps([str(owner), request.full_path.rstrip("?"), fields]).encode()
    packed = urlsafe_b64encode(zlib.compress(plain))
    return f"{packed.decode()}.{_mark(packed)}"


def unseal(sealed: str | None, account: Account) -> Unsent | None:
    """Return what was sealed, if it is whole and belongs to the account."""
    packed, _, mark = (sealed or "").partition(".")
    if not mark or not hmac.compare_digest(mark, _mark(packed.encode())):
        return None
    owner, address, fields = json.loads(zlib.decompress(urlsafe_b64decode(packed)))
    if owner != str(account.id):
        return None
    keys = [value for name, value in fields if name in {KEY, "form_key"}]
    files = held_names(current.session(), account.id, keys)
    return Unsent(address, [(name, value) for name, value in fields], files)


def is_our_form() -> bool:
    """Tell whether the form of this request came from one of our own pages."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return not is_from_elsewhere()


def _mark(packed: bytes) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, b"unsent:" + packed, sha256).hexdigest()

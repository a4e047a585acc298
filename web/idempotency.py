"""A form sent twice acts once: its key is claimed in the transaction of the act."""

from __future__ import annotations

from hashlib import sha256

from flask import Flask, Response, abort, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from tenants.replies import KeptReply, claim
from web import current
from web.htmx import go

KEY = "_key"
LONGEST_KEY = 100  # our own have 36 letters
# Of a ballot no digest may be kept: with so few answers it could be guessed from one.
LEAVES_NO_TRACE = frozenset({"sitting_ballot.put_in"})
NOT_CONTENTS = frozenset({KEY, "csrf_token"})


def init_app(app: Flask) -> None:
    """Claim the key of every form that carries one, before its view runs."""
    app.before_request(_claim)


def remember(response: Response) -> None:
    """Write down what was answered, beside the act itself."""
    if "kept_reply" not in g:
        return
    reply: KeptReply = g.kept_reply
    reply.status = response.status_code
    reply.location = response.headers.get("HX-Redirect") or response.location


def key() -> str | None:
    """Return the key of the form that was sent."""
    return request.form.get(KEY) or None


def _claim() -> ResponseReturnValue | None:
    if request.method != "POST" or not current.has_member() or key() is None:
        return None
    if request.endpoint in LEAVES_NO_TRACE:
        return None
    if len(key() or "") > LONGEST_KEY:
        abort(400)
    person_id = current.member().person_id
    if person_id is None:
        return None
    reply = claim(current.session(), key() or "", person_id=person_id, fingerprint=_fingerprint())
    if reply.status is not None:
        return go(reply.location or request.path)
    g.kept_reply = reply
    return None


def _fingerprint() -> bytes:
    """Digest what the form says: where it goes, its fields, its files."""
    fields = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in NOT_CONTENTS
    )
    asked = sorted(request.args.items(multi=True))
    files = sorted(
        (name, file.filename or "", _digest(file)) for name, file in request.files.items(multi=True)
    )
    return sha256(repr((request.endpoint, request.path, asked, fields, files)).encode()).digest()


def _digest(file: FileStorage) -> bytes:
    """Digest a file: one that was mended under the same name is another form."""
    found = sha256(file.stream.read()).digest()
    file.stream.seek(0)
    return found

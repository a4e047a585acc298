"""Static files: read once, named by their contents, kept by browsers for ever."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from web.access import public
from web.squeezing import may_squeeze, squeezed

FOLDER = Path(__file__).parent / "static"
SQUEEZED = frozenset({".css", ".js", ".svg", ".txt"})
# Remarks that begin a line, empty lines and indents: they are for whoever changes a file.
REMARKS = re.compile(rb"^[ \t]*/\*.*?\*/[ \t]*\n?|^\n|^[ \t]+", re.DOTALL | re.MULTILINE)
OURS = frozenset({"app.css", "app.js"})
FOR_EVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__, url_prefix="/static")


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file as it is sent, plain and squeezed."""

    body: bytes
    squeezed: bytes | None
    kind: str
    digest: str


def init_app(app: Flask) -> None:
    """Read the files; give templates ``asset(name)``, their address."""
    assets = {path.name: _read(path) for path in sorted(FOLDER.iterdir())}
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = lambda name: f"/static/{name}?v={assets[name].digest}"
    app.register_blueprint(bp)


@bp.get("/<string:name>")
@public
def file(name: str) -> Response:
    """Send a static file."""
    asset: Asset = current_app.extensions["assets"].get(name) or abort(404)
    response = Response(asset.body, mimetype=asset.kind)
    if asset.squeezed and may_squeeze():
        response.data = asset.squeezed
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    named_by_contents = "v" in request.args or name.endswith(".woff2")
    response.headers["Cache-Control"] = FOR_EVER if named_by_contents else "no-cache"
    response.set_etag(asset.digest)
    response.make_conditional(request)
    return response


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    if path.name in OURS:
        body = REMARKS.sub(b"", body)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    small = squeezed(body, level=9) if path.suffix in SQUEEZED else None
    return Asset(body, small, kind, sha256(body).hexdigest()[:12])

"""Answers are sent squeezed to browsers that can read them so."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

WORTH_IT = 1000


def init_app(app: Flask) -> None:
    """Squeeze HTML on its way out."""
    app.after_request(_squeeze)


def squeezed(body: bytes, *, level: int = 6) -> bytes:
    """Return the bytes in gzip, the same for the same bytes; ``level`` is at most 9."""
    return gzip.compress(body, compresslevel=level, mtime=0)


def may_squeeze() -> bool:
    """Tell whether the browser reads gzip."""
    return request.accept_encodings.quality("gzip") > 0


def _squeeze(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if may_squeeze() and len(response.data) > WORTH_IT:
        response.data = squeezed(response.data)
        response.content_encoding = "gzip"
    return response

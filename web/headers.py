"""Headers that every answer carries, errors included."""

from __future__ import annotations

from flask import Flask, Response

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
A_YEAR = "max-age=31536000"


def init_app(app: Flask, *, production: bool) -> None:
    """Set the headers of every answer."""

    def add(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if production:
            response.headers["Strict-Transport-Security"] = A_YEAR
        if "Cache-Control" not in response.headers:  # only static files have said
            response.headers["Cache-Control"] = "no-store"
            response.vary.update(["Cookie", "HX-Request"])
        return response

    app.after_request(add)

"""What every answer tells the browser not to do."""

from flask import Flask, Response

HEADERS = {
    # Bootstrap's stylesheet draws its arrows as data: images; nothing inline is ever allowed.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_headers(app: Flask) -> None:
    """Set the headers on every answer that has not set them itself."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    there = {name.lower() for name, _value in response.headers}
    response.headers.extend({name: value for name, value in HEADERS.items() if name.lower() not in there})
    if "cache-control" not in there:
        # Pages are somebody's own; a shared computer must not keep them.
        response.headers["Cache-Control"] = "no-store" if response.status_code >= 400 else "private, no-cache"
    return response

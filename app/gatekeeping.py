"""Everything needs a signed-in member, except a short list."""

from flask import Flask, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from accounts.session import visitor

PUBLIC = {
    "assets.asset",
    "security.login",
    "security.register",
    "home.language",
    "home.health",
}
"""Addresses open to everybody. A new address is closed until it stands here."""


def init_gate(app: Flask) -> None:
    """Stand at the door of every request."""
    app.before_request(_let_in)


def _let_in() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC or visitor() is not None:
        return None
    if request.method != "GET":
        abort(401)
    back = request.full_path.rstrip("?") if request.path != "/" else None
    return redirect(url_for("security.login", next=back))

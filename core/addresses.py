"""Addresses of our pages, and addresses that came from outside."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import flask
from flask import has_request_context, request


def url_for(endpoint: str, **values: Any) -> str:
    """The address of a page within this site, worked out once for the same values."""
    if has_request_context() and endpoint[0] != ".":
        try:
            return _address(request.root_path, endpoint, tuple(values.items()))
        except TypeError:
            # A list among the values cannot be kept.
            pass
    return flask.url_for(endpoint, **values)


@lru_cache(maxsize=4096)
def _address(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return flask.url_for(endpoint, **dict(values))


def local_path(address: str | None) -> str | None:
    """The address if it leads to a page of ours, else None: nobody is sent elsewhere by a crafted link."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < 32 for letter in address):
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None

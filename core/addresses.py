"""Addresses that came from outside."""

from urllib.parse import urlsplit


def local_path(address: str | None) -> str | None:
    """The address if it leads to a page of ours, else None: nobody is sent elsewhere by a crafted link."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(ord(letter) < 32 for letter in address):
        return None
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else None

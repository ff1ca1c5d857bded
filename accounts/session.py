"""Who is signed in."""

from typing import cast

from flask import abort, g
from flask_login import current_user

from accounts.credentials import Account
from accounts.models import Person


def visitor() -> Person | None:
    """The person who is signed in, or None."""
    return cast(Account, current_user).person if current_user and current_user.is_authenticated else None


def me() -> Person:
    """The person who is signed in; 401 when nobody is."""
    person = visitor()
    if person is None:
        abort(401)
    return person


def forget_visitor() -> None:
    """Treat the rest of this request as a stranger's, without asking the database who it is."""
    g._login_user = None  # noqa: SLF001 - where the sign-in library keeps who is signed in

"""The accounts of the demonstration, one per role, and their password."""

import hmac
from base64 import b32encode
from collections.abc import Iterator

from flask import current_app
from flask_security import hash_password
from sqlalchemy import select

from accounts import service
from accounts.credentials import Account
from accounts.models import Person
from accounts.queries import person_by_email
from app.demo import stories, world
from core.database import session

DOES = {
    "member": "reads, supports and comments",
    "author": "posted an idea and runs its trial",
    "lab": "answers for the innovation unit",
    "leader": "reads histories and figures",
    "admin": "looks after people and settings",
}
"""What each account is there to show."""


def password() -> str:
    """The password of the demonstration accounts: made from the installation's key, so it is another one everywhere.

    It need not be stored to be told again, and nobody who knows one demonstration gets into another.
    """
    key: str = current_app.extensions["settings"].signing_key()
    digest = hmac.digest(key.encode(), b"the accounts of the demonstration", "sha256")
    letters = b32encode(digest).decode().lower()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8, 12))


def open_accounts() -> int:
    """Open the accounts that are not open yet; gives how many were."""
    closed = [
        person
        for _, person in people()
        if session.scalar(select(Account).where(Account.person_id == person.id)) is None
    ]
    for person in closed:
        service.open_account(person, password_hash=hash_password(password()))
    return len(closed)


def people() -> Iterator[tuple[str, Person]]:
    """Those of the demonstration who can sign in, each with the role the account stands for."""
    for told in stories.people():
        if "account" in told and (person := person_by_email(world.address(told))):
            yield told["account"], person


def lines() -> Iterator[str]:
    """What to tell somebody who wants to look around; nothing where the demonstration was not loaded."""
    accounts = list(people())
    if accounts:
        yield f"Sign in as one of these; the password is {password()}"
    for role, person in accounts:
        yield f"  {role:<8}{person.email or '':<34}{person.name_en}, who {DOES[role]}"

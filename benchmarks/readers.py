"""People who are signed in: the cookie a sign-in gives them, and the mark their forms carry."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from accounts.credentials import Account
from core.database import reading, session

TOKEN_SALT = "wtf-csrf-token"


@dataclass(frozen=True, slots=True)
class Reader:
    """One person's cookie and form mark."""

    person_id: int
    cookie: str
    token: str

    def form(self, **fields: str) -> str:
        """A form as this person's browser sends it."""
        return urlencode({"csrf_token": self.token, **fields})


def readers(app: Flask, count: int, *, after: int = 100) -> list[Reader]:
    """So many people with their sessions, signed with the application's own key.

    Nobody of the lab is among them: members are most of those who read.
    """
    with app.app_context(), reading():
        rows = session.execute(
            select(Account.person_id, Account.fs_uniquifier)
            .where(Account.person_id > after)
            .order_by(Account.person_id)
            .limit(count)
        ).all()
        session.rollback()
    return [_signed_in(app, person_id, mark) for person_id, mark in rows]


def _signed_in(app: Flask, person_id: int, mark: str) -> Reader:
    raw = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    kept = {"_user_id": mark, "_fresh": True, "fs_cc": "set", "fs_paa": time.time(), "csrf_token": raw}
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(kept)}"
    assert isinstance(app.secret_key, str)
    return Reader(person_id, cookie, str(URLSafeTimedSerializer(app.secret_key, salt=TOKEN_SALT).dumps(raw)))

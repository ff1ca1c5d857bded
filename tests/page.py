"""The client all page tests go through: it asks as a person would and checks every answer."""

import contextvars
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.credentials import Account
from accounts.models import Person
from core.database import session
from tests import markup, statements

MOST_STATEMENTS = 12
TOKEN_SALT = "wtf-csrf-token"
Anything = TypeVar("Anything")


class Answer:
    """What came back, ready to be looked at."""

    def __init__(self, page: "Page", response: TestResponse, by: Person | None, recording: list[str]) -> None:
        self.page, self.response, self.by, self.recording = page, response, by, recording
        self.status = response.status_code
        self.headers = response.headers
        self.path = response.request.full_path.rstrip("?")
        self.html = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        self.soup = BeautifulSoup(self.html, "html.parser")

    @property
    def text(self) -> str:
        """What a reader sees of the page, in one line."""
        return markup.words(self.soup.body) if self.soup.body else self.response.get_data(as_text=True)

    @property
    def title(self) -> str:
        """The one h1."""
        return markup.words(self.soup.h1)

    @property
    def message(self) -> str:
        """What the page says was wrong or done: its alerts and the messages at its fields."""
        return " ".join(markup.words(tag) for tag in self.soup.select("[role=alert], [role=status], .field-error"))

    @property
    def json(self) -> Any:
        """The data of an answer that is no page."""
        return self.response.get_json()

    @property
    def location(self) -> str:
        """Where a redirect leads, without the host; empty when it is none."""
        where = urlsplit(self.headers.get("Location", ""))
        return where.path + (f"?{where.query}" if where.query else "")

    def all(self, selector: str) -> list[str]:
        """The texts of all elements a CSS selector finds."""
        return [markup.words(tag) for tag in self.soup.select(selector)]

    def links(self) -> dict[str, str]:
        """The addresses of the page's links by their text."""
        return {markup.words(tag): str(tag["href"]) for tag in self.soup.find_all("a", href=True)}

    def follow(self, status: int = 200) -> "Answer":
        """Go where the redirect leads."""
        assert self.location, f"{self.path} answered {self.status} and leads nowhere: {self.message}"
        return self.page.get(self.location, by=self.by, status=status)

    def submit(self, button: str | None = None, *, status: int | None = None, **fields: Any) -> "Answer":
        """Fill the page's form that has the button (or these fields) and send it, as a browser would."""
        form = self._form(button, fields)
        filled = {**_filled_in(form, button), **{name: _as_sent(value) for name, value in fields.items()}}
        pressed = next((each for each in form.find_all("button") if markup.words(each) == button), form)
        where = str(pressed.get("formaction") or form.get("action") or self.path)
        if str(form.get("method", "get")).lower() == "get":
            return self.page.get(where, by=self.by, status=status or 200, query=filled)
        return self.page.post(where, by=self.by, status=status, data=filled)

    def _form(self, button: str | None, fields: Mapping[str, Any]) -> Tag:
        for form in self.soup.find_all("form"):
            names = {str(control.get("name")) for control in form.find_all(["input", "select", "textarea", "button"])}
            if set(fields) <= names and (button is None or button in map(markup.words, form.find_all("button"))):
                return form
        raise AssertionError(f"{self.path} has no form with button {button!r} and fields {sorted(fields)}")


class Page:
    """Asks for pages and presses buttons on behalf of people, each with cookies of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: dict[int, FlaskClient] = {}

    def get(
        self, place: str, thing: object = None, *, by: Person | None = None, status: int = 200, **options: Any
    ) -> Answer:
        """Ask for a page, named by endpoint (with the thing it shows) or by its path, and check it."""
        answer = self._ask("GET", place, thing, by, options)
        self._check(answer, status)
        count = len(statements.asked(answer.recording))
        if count > options.get("most_statements", MOST_STATEMENTS):
            raise AssertionError(f"{answer.path} sent {count} statements:\n{statements.repeats(answer.recording)}")
        return answer

    def post(
        self, place: str, thing: object = None, *, by: Person | None = None, status: int | None = None, **options: Any
    ) -> Answer:
        """Press a button or send a form (`data=`), with the CSRF token a page would have carried."""
        answer = self._ask("POST", place, thing, by, options)
        self._check(answer, status)
        return answer

    def client(self, by: Person | None) -> FlaskClient:
        """The browser of one person (of a stranger for None), signed in."""
        key = by.id if by else 0
        if key not in self.clients:
            self.clients[key] = self.app.test_client()
            if by:
                sign_in(self.clients[key], by)
        return self.clients[key]

    def path(self, place: str, thing: object = None, values: Mapping[str, Any] | None = None) -> str:
        """The path of a place named by endpoint, its parts taken from the thing; a path is given back as it is."""
        if place.startswith("/"):
            return place
        given = dict(values or {})
        names = next(self.app.url_map.iter_rules(place)).arguments - set(given)
        found = {name: _part(thing, name) for name in names if thing is not None}
        with self.app.test_request_context():
            return url_for(place, **found, **given)

    def _ask(self, method: str, place: str, thing: object, by: Person | None, options: dict[str, Any]) -> Answer:
        # What the test has made must be there for the request, and no lock of the test in its way.
        session.commit()
        client = self.client(by)
        path = self.path(place, thing, options.get("values", {}))
        data = dict(options.get("data") or {})
        if method == "POST" and options.get("csrf", True):
            data.setdefault("csrf_token", csrf_token(client))
        headers = {"Accept-Language": options.get("language", "en"), **options.get("headers", {})}
        session.rollback()
        with statements.recorded() as recording:
            response = outside_of_flask(
                lambda: client.open(
                    path,
                    method=method,
                    query_string=options.get("query"),
                    headers=headers,
                    data=options.get("body", data) if method == "POST" else None,
                    content_type=options.get("content_type"),
                    buffered=True,
                )
            )
        session.expire_all()
        return Answer(self, response, by, recording)

    def _check(self, answer: Answer, status: int | None) -> None:
        told = f"{answer.path} answered {answer.status}"
        if status is None:
            assert answer.status < 500, f"{told}: {answer.text[:400]}"
        else:
            assert answer.status == status, f"{told} instead of {status}: {answer.message or answer.text[:400]}"
        left = statements.uncommitted(answer.recording) if answer.status < 400 else []
        assert not left, f"{told} and left changes without a commit:\n" + "\n".join(left)
        if answer.html and answer.headers.get("X-Fragment") is None and answer.status not in (301, 302, 303, 308):
            wrong = markup.complaints(answer.html, answer.soup)
            assert not wrong, f"{told}, but:\n" + "\n".join(wrong)


def outside_of_flask(work: Callable[[], Anything]) -> Anything:
    """Run something as if no application were active: a request must not share the test's context, session and `g`."""
    outside = contextvars.Context()
    for variable, value in contextvars.copy_context().items():
        if not variable.name.startswith("flask."):
            outside.run(variable.set, value)
    return outside.run(work)


def sign_in(client: FlaskClient, person: Person) -> None:
    """Give the client the cookie a sign-in gives, without the second a password hash takes."""
    account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
    mark = account.fs_uniquifier

    def give() -> None:
        with client.session_transaction() as cookie:
            cookie.update({"_user_id": mark, "_fresh": True, "fs_cc": "set", "fs_paa": time.time()})

    outside_of_flask(give)


def csrf_token(client: FlaskClient) -> str:
    """The token that forms of this client's pages carry."""

    def token() -> str:
        with client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", hashlib.sha256(secrets.token_bytes(32)).hexdigest())
        serializer = URLSafeTimedSerializer(client.application.secret_key, salt=TOKEN_SALT)
        return str(serializer.dumps(raw))

    return outside_of_flask(token)


def _part(thing: object, name: str) -> Any:
    for candidate in (name, name.rpartition("_")[2]):
        if hasattr(thing, candidate):
            return getattr(thing, candidate)
    raise AssertionError(f"{thing!r} has nothing to put for {name!r} in the address")


def _as_sent(value: Any) -> Any:
    if value is True:
        return "y"
    return value if isinstance(value, (str, list, tuple)) else str(value)


def _filled_in(form: Tag, button: str | None) -> dict[str, Any]:
    """What a browser would send of the form as it stands."""
    filled: dict[str, list[str]] = {}
    for control in form.find_all(["input", "textarea", "select", "button"]):
        name = str(control.get("name") or "")
        if name and not control.has_attr("disabled"):
            filled.setdefault(name, []).extend(_values(control, button))
    return {name: values for name, values in filled.items() if values}


def _values(control: Tag, button: str | None) -> list[str]:
    if control.name == "textarea":
        return [control.get_text().removeprefix("\n")]
    if control.name == "select":
        chosen = control.select("option[selected]") or (
            [] if control.has_attr("multiple") else control.select("option")[:1]
        )
        return [str(option.get("value", markup.words(option))) for option in chosen]
    kind = control.get("type", "submit" if control.name == "button" else "text")
    if kind in ("checkbox", "radio"):
        return [str(control.get("value", "on"))] if control.has_attr("checked") else []
    if kind in ("submit", "button", "image", "reset"):
        return [str(control.get("value", ""))] if button == markup.words(control) else []
    return [] if kind == "file" else [str(control.get("value", ""))]

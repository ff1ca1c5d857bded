"""One window of a browser and the person in front of it; it notes everything a page must not do."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, Response, Route

from accounts.models import Person
from core.database import session
from tests.page import Page, sign_in

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {360: 740, 1280: 900}


class Visitor:
    """Opens pages, presses what stands on them, and complains at the end about errors and foreign requests."""

    def __init__(
        self,
        app: Flask,
        browser: Browser,
        address: str,
        *,
        by: Person | None,
        width: int,
        language: str,
        javascript: bool,
    ) -> None:
        self.app, self.address, self.width, self.language = app, address, width, language
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale={"km": "km-KH", "en": "en-GB"}[language],
            timezone_id="Asia/Phnom_Penh",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        self.context.route("**/*", self._only_ours)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        self.context.on("requestfailed", self._note_failure)
        self.context.on("response", self._note_answer)
        self.page = self.context.new_page()
        if by:
            self._sign_in(by)

    def open(self, place: str, thing: object = None, *, status: int = 200, **values: Any) -> "Visitor":
        """Open a page by endpoint (with the thing it shows) or path and check the status."""
        session.commit()
        response = self.page.goto(Page(self.app).path(place, thing, values))
        session.rollback()
        assert response is not None
        assert response.status == status, f"{response.url} answered {response.status}"
        return self

    def press(self, name: str) -> None:
        """Press the button or link with this text."""
        session.commit()
        button = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        button.first.click()
        session.expire_all()

    def fill(self, **fields: str) -> None:
        """Fill in controls by their names."""
        for name, value in fields.items():
            self.page.locator(f"[name={name!r}]").first.fill(value)

    def find(self, selector: str) -> Locator:
        """What a CSS selector finds on the page."""
        return self.page.locator(selector)

    def check(self) -> None:
        """Fail when axe finds something on the page, or when it is wider than the window."""
        found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
        told = [f"{rule['id']}: {rule['help']}\n  {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]]
        assert not told, f"{self.page.url} at {self.width} px ({self.language}):\n" + "\n".join(told)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window of {self.width} px"

    def picture(self, name: str) -> None:
        """Keep a picture of the whole page in the folder KUMNIT_PICTURES names, if it names one."""
        if folder := os.environ.get("KUMNIT_PICTURES"):
            path = Path(folder) / f"{name}-{self.language}-{self.width}.png"
            self.page.screenshot(path=path, full_page=True)

    def leave(self) -> list[str]:
        """Close the window; gives what was wrong while it was open."""
        self.context.close()
        return self.complaints

    def _sign_in(self, person: Person) -> None:
        session.commit()
        client = self.app.test_client()
        sign_in(client, person)
        session.rollback()
        name = self.app.config["SESSION_COOKIE_NAME"]
        cookie = client.get_cookie(name)
        assert cookie is not None
        self.context.add_cookies([{"name": name, "value": cookie.value, "url": self.address}])

    def _only_ours(self, route: Route) -> None:
        url = urlsplit(route.request.url)
        if url.scheme in ("data", "blob") or f"{url.scheme}://{url.netloc}" == self.address:
            route.continue_()
        else:
            self.complaints.append(f"asked another server: {route.request.url}")
            route.abort()

    def _note_console(self, message: ConsoleMessage) -> None:
        # A page that answers 4xx on purpose is an error to the console, and none to us.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _note_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request failed: {request.url} ({request.failure})")

    def _note_answer(self, response: Response) -> None:
        asset = response.request.resource_type in ("stylesheet", "script", "image", "font")
        if response.status >= 500 or (asset and response.status >= 400):
            self.complaints.append(f"{response.url} answered {response.status}")

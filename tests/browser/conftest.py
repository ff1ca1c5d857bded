"""A real Chromium in front of a running server; skipped with one plain line where there is none."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from accounts.models import Person
from tests import databases
from tests.browser.visitor import Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/usr/bin/chromium")
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]


def chromium_path() -> str | None:
    """The browser of this machine, KUMNIT_CHROMIUM first."""
    return next(
        (found for name in (os.environ.get("KUMNIT_CHROMIUM"), *NAMES) if name and (found := shutil.which(name))), None
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let `-m "not browser"` leave these tests out."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    path = chromium_path()
    if path is None:
        pytest.skip("No Chromium was found (KUMNIT_CHROMIUM can name one): browser tests are left out.")
    # Chromium's sandbox does not work for root.
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the application is served while browser tests run."""
    server = make_server("127.0.0.1", 0, databases.place("sqlite", None).app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(app: Flask, chromium: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Open a window: `visit(by=person, width=360, language="km", javascript=False)`."""
    visitors: list[Visitor] = []

    def window(
        by: Person | None = None, *, width: int = 1280, language: str = "en", javascript: bool = True
    ) -> Visitor:
        visitor = Visitor(app, chromium, address, by=by, width=width, language=language, javascript=javascript)
        visitors.append(visitor)
        return visitor

    yield window
    wrong = [complaint for visitor in visitors for complaint in visitor.leave()]
    assert not wrong, "\n".join(wrong)


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    """The widths every page is looked at."""
    return int(request.param)


@pytest.fixture(params=["km", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The languages every page is looked at in."""
    return str(request.param)

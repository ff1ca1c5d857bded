"""What all tests share: an empty application on each database, the checking client, the factories."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from xdist.scheduler import LoadScopeScheduling

from tests import databases, postgres
from tests.page import Page

CHOICES = ("sqlite", "postgres", "both")
SERVER = "TEST_POSTGRES_URL"
_running = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=CHOICES,
        default=os.environ.get("KUMNIT_TEST_DATABASE", "sqlite"),
        help="run on SQLite (the default), on PostgreSQL, or every test on both",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the process that starts the others; they find its address in the environment."""
    if config.getoption("--database") == "sqlite" or hasattr(config, "workerinput") or os.environ.get(SERVER):
        return
    try:
        os.environ[SERVER] = _running.enter_context(postgres.server())
        _running.callback(os.environ.pop, SERVER, None)
    except postgres.NoPostgres as reason:
        if config.getoption("--database") == "postgres":
            raise pytest.UsageError(str(reason)) from reason
        print(f"{reason} The tests run on SQLite alone.")


def pytest_unconfigure() -> None:
    databases.close_all()
    _running.close()


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Each test goes to whichever process is free; those in the browser stay together, one browser serves them all."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Tell pytest-xdist 3.8, whose own groups (`--dist loadgroup`) are lost on pytest 9.2: it names tests anew."""
    return Scheduling(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses a database once for each one chosen."""
    chosen = metafunc.config.getoption("--database")
    if "database" not in metafunc.fixturenames or chosen == "sqlite":
        return
    alone = "visit" in metafunc.fixturenames or metafunc.definition.get_closest_marker("one_database")
    if os.environ.get(SERVER) and not (alone and chosen == "both"):
        metafunc.parametrize(
            "database", ["postgres"] if chosen == "postgres" else ["sqlite", "postgres"], indirect=True
        )


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def app(database: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application with nobody in it, its context active for the length of the test.

    `@pytest.mark.settings(registration_domains=[])` gives one with other settings than usual.
    """
    marker = request.node.get_closest_marker("settings")
    place = databases.place(database, os.environ.get(SERVER), **(marker.kwargs if marker else {}))
    place.empty()
    with place.app.app_context():
        yield place.app


@pytest.fixture
def page(app: Flask) -> Page:
    """Asks for pages as a person would, and checks every answer."""
    return Page(app)


@pytest.fixture
def make(app: Flask) -> ModuleType:
    """The factories: `make.idea(stage=...)` says what matters to the test and leaves the rest to defaults."""
    from tests import make

    return make

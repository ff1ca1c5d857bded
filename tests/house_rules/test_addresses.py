"""Every address is typed, named the same way, explained, and closed unless it stands on the public list."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.gatekeeping import PUBLIC
from tests.house_rules.project import LAYERS
from tests.page import Page, csrf_token, outside_of_flask

SHORT_PUBLIC_LIST = {
    "assets.asset",
    "home.health",
    "home.language",
    "security.login",
    "security.register",
}
"""What PRODUCT allows without a sign-in; a line added to the gate has to be added here too, on purpose."""

SAMPLES = {
    "idea_number": "2026-0001",
    "int": "1",
    "string": "x",
    "path": "x",
    "uuid": "00000000-0000-0000-0000-000000000000",
}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")


def ours(app: Flask) -> list[Rule]:
    """The addresses answered by code of this project."""
    return [rule for rule in app.url_map.iter_rules() if _view(app, rule).__module__.partition(".")[0] in LAYERS]


def _view(app: Flask, rule: Rule) -> Callable[..., Any]:
    return app.view_functions[rule.endpoint]


def address(rule: Rule) -> str:
    """The rule with something in place of every part."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda part: SAMPLES.get(part[1] or "string", "1"), rule.rule)


@pytest.mark.one_database
def test_parts_of_an_address_say_what_they_are(app: Flask) -> None:
    assert [rule.rule for rule in ours(app) if re.search(r"<\w+>", rule.rule)] == []


@pytest.mark.one_database
def test_addresses_are_written_in_one_way(app: Flask) -> None:
    fixed = [(rule.rule, part) for rule in ours(app) for part in re.sub(r"<[^>]*>", "", rule.rule).split("/") if part]

    assert [where for where, part in fixed if not KEBAB.fullmatch(part.strip(".-"))] == []


@pytest.mark.one_database
def test_every_view_says_what_it_is_for(app: Flask) -> None:
    assert sorted({rule.endpoint for rule in ours(app) if not _view(app, rule).__doc__}) == []


@pytest.mark.one_database
def test_the_public_list_is_short_and_true(app: Flask) -> None:
    assert set(PUBLIC) <= SHORT_PUBLIC_LIST
    assert set(PUBLIC) <= set(app.view_functions)


@pytest.mark.one_database
def test_a_stranger_sees_nothing_but_the_public_list(app: Flask, page: Page) -> None:
    closed = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC]
    asked = [(rule, method) for rule in closed for method in sorted(METHODS & (rule.methods or set()))]

    assert len(asked) > len(PUBLIC)
    assert [f"{method} {rule.rule}" for rule, method in asked if not refused(page, address(rule), method)] == []


def refused(page: Page, path: str, method: str) -> bool:
    """Whether a stranger is sent to the door, or away."""
    client = page.client(None)
    headers = {"X-CSRFToken": csrf_token(client)}
    answer = outside_of_flask(lambda: client.open(path, method=method, headers=headers))
    return answer.status_code == 401 or (answer.status_code == 302 and page.path("security.login") in answer.location)

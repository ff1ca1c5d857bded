"""Dates, numbers and strictness of templates."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError

from app.templating import ago, day, digits, moment, number, percent
from core.clock import turned_to
from core.languages import in_language
from tests.app.templating_samples import small_app

NOON = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def templates() -> Iterator[Flask]:
    app = small_app()
    with app.test_request_context("/"), turned_to(NOON):
        yield app


@pytest.mark.parametrize(
    ("write", "value", "english", "khmer"),
    [
        (day, date(2026, 3, 3), "3 March 2026", "៣ មីនា ២០២៦"),
        (day, datetime(2026, 3, 3, 18, 0, tzinfo=UTC), "4 March 2026", "៤ មីនា ២០២៦"),
        (number, 1234567, "1,234,567", "១,២៣៤,៥៦៧"),
        (number, 4.5, "4.5", "៤.៥"),
        (percent, 0.814, "81%", "៨១%"),
        (digits, "2026-0042", "2026-0042", "២០២៦-០០៤២"),
        (ago, NOON - timedelta(days=3), "3 days ago", "៣ ថ្ងៃ\u200bមុន"),
        (ago, NOON + timedelta(hours=5), "in 5 hours", "ក្នុង\u200bរយៈ\u200bពេល ៥ ម៉ោង"),
    ],
)
def test_dates_and_numbers_are_written_in_the_readers_language(
    write: Any, value: object, english: str, khmer: str
) -> None:
    assert write(value) == english
    with in_language("km"):
        assert write(value) == khmer


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (NOON - timedelta(seconds=20), "just now"),
        (date(2026, 3, 2), "yesterday"),
        (date(2026, 3, 3), "today"),
        (date(2026, 3, 4), "tomorrow"),
        (date(2026, 3, 10), "in 1 week"),
    ],
)
def test_near_times_have_their_own_words(value: date, words: str) -> None:
    assert ago(value) == words


def test_the_day_of_a_moment_is_the_day_in_cambodia() -> None:
    html = moment(datetime(2026, 3, 2, 20, 30, tzinfo=UTC))

    assert 'datetime="2026-03-03T03:30+07:00"' in html
    assert 'title="3 March 2026, 03:30"' in html


def test_a_number_written_in_a_template_follows_each_reader(templates: Flask) -> None:
    page = templates.jinja_env.from_string("{{ 12|number }}")

    assert page.render() == "12"
    with in_language("km"):
        assert page.render() == "១២"


def test_a_misspelt_variable_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render_template_string("{{ idae.title }}")


def test_an_icon_is_drawn_into_the_page_and_not_read_out() -> None:
    html = render_template_string("{{ icon('lotus') }}{{ icon('search') }}")

    assert html.count("<svg") == html.count('aria-hidden="true"') == 2
    assert "&lt;" not in html


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 418, 507])
def test_every_error_has_a_page_that_opens_with_its_heading(status: int) -> None:
    html = render_template_string("{% include 'errors/error.html' %}", status=status, message=None)

    heading = html.partition("<h1>")[2].partition("</h1>")[0]
    assert heading
    assert f"<title>{heading} · Kumnit</title>" in html

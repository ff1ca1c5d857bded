"""Every row stands on exactly one page, in the order of the list, forwards, backwards and by number."""

import base64
import json
from datetime import timedelta

import pytest

from core import clock
from core.database import session
from core.errors import NotFound
from core.pagination import Where, read_where
from ideas.queries import Filters, page_of_ideas


@pytest.fixture
def shelf(make):
    """Seven ideas, three of them posted in the same moment."""
    author = make.person()
    start = clock.now()
    for days in (0, 1, 1, 1, 2, 3, 4):
        with clock.turned_to(start + timedelta(days=days)):
            make.idea(by=author)
    session.commit()


def _forwards(order):
    where, pages = Where(), []
    while True:
        page = page_of_ideas(Filters(), order=order, where=where, size=2)
        pages.append([idea.id for idea in page.items])
        if not page.next_mark:
            return pages, page
        where = Where(page.number + 1, after=page.next_mark)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("order", ["newest", "supported", "rising", "waiting"])
def test_pages_forwards_hold_every_row_once(order):
    pages, _last = _forwards(order)

    rows = [row for page in pages for row in page]
    assert len(rows) == 7
    assert len(set(rows)) == 7


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("order", ["newest", "waiting"])
def test_going_back_shows_the_same_pages(order):
    pages, page = _forwards(order)

    for expected in reversed(pages[:-1]):
        page = page_of_ideas(Filters(), order=order, where=Where(before=page.previous_mark), size=2)
        assert [idea.id for idea in page.items] == expected
    assert not page.previous_mark


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("order", ["newest", "supported", "waiting"])
def test_a_page_asked_for_by_its_number_is_the_one_reached_by_following(order):
    pages, _last = _forwards(order)

    for number, expected in enumerate(pages, start=1):
        page = page_of_ideas(Filters(), order=order, where=Where(number), size=2)
        assert [idea.id for idea in page.items] == expected


@pytest.mark.usefixtures("shelf")
def test_a_page_behind_the_end_is_not_there():
    with pytest.raises(NotFound, match="ends before"):
        page_of_ideas(Filters(), order="newest", where=Where(99), size=2)


@pytest.mark.parametrize("typed", ["-1", "0", "1.5", "two", "១", "99999999999999999999", ""])
def test_only_numbers_a_page_can_have_are_taken(app, typed):
    with app.test_request_context():
        if typed == "":
            assert read_where({"page": typed}.get).page == 1
        else:
            with pytest.raises(NotFound):
                read_where({"page": typed}.get)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("order", "kept"),
    [
        ("newest", "x"),
        ("newest", {"a": 1}),
        ("newest", None),
        ("newest", {"at": "now", "id": 1}),
        ("newest", {"at": "2026-01-01", "id": 1}),
        ("newest", {"at": "0001-01-01T00:00:00+14:00", "id": 1}),
        ("newest", {"at": "2026-01-01T00:00:00+00:00", "id": 10**30}),
        ("newest", {"value": 1, "id": 1}),
        ("supported", {"at": "2026-01-01T00:00:00+00:00", "id": 1}),
        ("supported", {"value": float("nan"), "id": 1}),
        ("rising", {"value": "much", "id": 1}),
    ],
)
def test_a_mark_nobody_gave_is_refused_in_words(order, kept):
    mark = kept if isinstance(kept, str) else base64.urlsafe_b64encode(json.dumps(kept).encode()).decode()

    with pytest.raises(NotFound, match="first page"):
        page_of_ideas(Filters(), order=order, where=Where(2, after=mark))

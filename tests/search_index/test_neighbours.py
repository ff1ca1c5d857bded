"""The page of an idea shows the ideas that speak of the same things."""

from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete

from accounts.models import Person
from core.database import session
from ideas.models import Idea
from search_index import indexer
from search_index.neighbours import Neighbour, neighbours_of

QUEUE = {
    "title": "Tickets for the identity card queue",
    "problem": "People queue for identity cards from before dawn, and the queue is sold at the gate.",
}


@pytest.fixture
def near(make: ModuleType) -> list[Idea]:
    """Two ideas about the same queue among others, as the worker leaves them."""
    others = [make.idea(title=f"A well for village {number}", problem="The water is salty.") for number in range(4)]
    ideas = [make.idea(**QUEUE), make.idea(**{**QUEUE, "title": "No more queue for identity cards at dawn"}), *others]
    session.commit()
    indexer.drain()
    indexer.look_for_neighbours()
    return ideas


def test_ideas_that_say_the_same_are_each_others_neighbours(near: list[Idea]) -> None:
    first, second, *_ = near

    assert neighbours_of(first) == [second]
    assert neighbours_of(second) == [first]


def test_the_page_of_an_idea_leads_to_its_neighbours(near: list[Idea], page: Any, make: ModuleType) -> None:
    reader: Person = make.person()

    answer = page.get("ideas.idea", near[0], by=reader)

    assert answer.links()[near[1].title] == near[1].url


def test_an_idea_that_speaks_of_something_else_now_has_other_neighbours(near: list[Idea]) -> None:
    first, second, well, *_ = near
    first.title, first.problem = "A well for village 9", "The water is salty."
    session.commit()
    indexer.drain()

    indexer.look_for_neighbours()

    assert second not in neighbours_of(first)
    assert well in neighbours_of(first)


def test_ideas_loaded_before_are_looked_at_when_the_index_is_built_anew(near: list[Idea], app: Any) -> None:
    first, second = near[0].id, near[1].id
    session.execute(delete(Neighbour))
    session.commit()

    app.test_cli_runner().invoke(args=["search", "rebuild"])
    indexer.look_for_neighbours()

    assert [idea.id for idea in neighbours_of(session.get_one(Idea, first))] == [second]

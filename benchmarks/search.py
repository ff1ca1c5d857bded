"""Search on its own: how long a word and a page with facets take, and how soon a change is found."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from flask import Flask

from benchmarks.pages import STAGES
from benchmarks.texts import Texts
from core.database import reading, session
from ideas.models import Idea
from search_index import indexer, results
from search_index.documents import documents_of
from search_index.engine import Facet, Filters, Sort
from search_index.query_reader import read_query

UPDATES = 10


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """Milliseconds: the median and the 95th of a hundred, and the longest an update took to be found."""

    ideas: int
    word: tuple[float, float]
    page: tuple[float, float]
    update: float


def measure_search(app: Flask, ideas: int, queries: int) -> SearchFigures:
    """Ask with words of the texts themselves, common and rare, in Khmer and English."""
    texts, chance = Texts(11), Random(11)
    words = texts.words("en", queries // 2) + texts.words("km", queries // 2)
    chance.shuffle(words)
    engine = app.extensions["search"]

    def ask_for_page(word: str) -> None:
        narrowed: Filters = {Facet.STAGE: frozenset({chance.choice(STAGES)})}
        results.search(engine, word, filters=narrowed, sort=Sort.RELEVANCE, page=1)
        session.rollback()
        session.expunge_all()

    with app.test_request_context(), reading():
        word = _timed(lambda text: engine.search(read_query(text), limit=20), words)
        page = _timed(ask_for_page, words)
        update = max(_update(chance.randint(1, ideas), number) for number in range(UPDATES))
    return SearchFigures(ideas, word, page, update)


def _timed(ask: Callable[[str], object], words: list[str]) -> tuple[float, float]:
    for word in words[:10]:
        ask(word)
    took = []
    for word in words:
        began = time.perf_counter()
        ask(word)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.95)]


def _update(idea_id: int, number: int) -> float:
    """From a changed idea in the database to finding it by its new word; the database itself is left as it was."""
    mark = f"benchmark{number}word"
    idea = session.get_one(Idea, idea_id)
    began = time.perf_counter()
    with session.no_autoflush:
        idea.title = f"{idea.title} {mark}"
        documents = documents_of([idea_id])
        session.rollback()
    indexer.engine().put(documents)
    found = indexer.engine().search(read_query(mark), limit=1).hits
    took = (time.perf_counter() - began) * 1000
    assert [hit.idea_id for hit in found] == [idea_id], "An update was not found."
    return took

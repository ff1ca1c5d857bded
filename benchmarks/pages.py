"""The pages that are measured, each drawn at random from everything there is, so that no cache tells a lie."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select

from accounts.provinces import PROVINCES
from benchmarks.client import Request, Source, get, post
from benchmarks.readers import Reader, readers
from benchmarks.texts import Texts
from core.clock import today
from core.database import reading, session
from core.pagination import Where
from ideas.models import Author, Idea, Stage
from ideas.queries import Filters, page_of_ideas

READERS = 200
DEEP = 500
PAGE = 20
SORTS = ("newest", "supported", "rising")
STAGES = ("proposal", "trial", "evaluated", "closed")


@dataclass(frozen=True, slots=True)
class Measured:
    """One kind of page: its name, how its next request is drawn, and the statuses it may answer with."""

    name: str
    draw: Source
    good: frozenset[int] = frozenset({200})


FLOOR = Measured("floor", lambda _chance: get("/"))


def pages(app: Flask, ideas: int) -> list[Measured]:
    """Everything measured on an installation with so many ideas."""
    people = readers(app, READERS)
    numbers, open_ideas = _numbers(app)
    # With a few hundred ideas, for a trial run, the deepest page there is stands in for page 500.
    deep = min(DEEP, ideas // PAGE)
    first = max(2, deep - 10)
    marks = _marks(app, range(first, deep + 1))
    words = _words()

    def asking(path: Callable[[Random], str]) -> Source:
        return lambda chance: get(path(chance), chance.choice(people).cookie)

    def searched(chance: Random) -> str:
        return f"/search?q={quote(chance.choice(words))}"

    return [
        Measured("home", asking(lambda _chance: "/")),
        Measured("list", asking(lambda chance: f"/ideas?sort={chance.choice(SORTS)}")),
        Measured("list, narrowed", asking(_narrowed)),
        Measured(f"page {deep}, followed", asking(lambda chance: f"/ideas?{chance.choice(marks)}")),
        Measured(f"page {deep}, by number", asking(lambda chance: f"/ideas?page={chance.randint(first, deep)}")),
        Measured("board", asking(lambda chance: f"/board?province={chance.choice(list(PROVINCES))}")),
        Measured("idea", asking(lambda chance: f"/ideas/{chance.choice(numbers)}")),
        Measured("search, a word", asking(searched)),
        Measured("search, a facet", asking(lambda chance: f"{searched(chance)}&stage={chance.choice(STAGES)}")),
        Measured("support", _supporting(people, open_ideas, _own(app, people)), frozenset({302, 303})),
    ]  # fmt: skip


def _narrowed(chance: Random) -> str:
    stage, sort = chance.choice(STAGES), chance.choice(SORTS)
    facet = chance.choice([f"province={chance.choice(list(PROVINCES))}", f"year={today().year - chance.randint(0, 1)}"])
    return f"/ideas?stage={stage}&sort={sort}&{facet}"


def _supporting(people: Sequence[Reader], numbers: Sequence[str], own: frozenset[tuple[int, str]]) -> Source:
    def draw(chance: Random) -> Request:
        person, wish = chance.choice(people), chance.choice(("support", "support", "take-back"))
        number = chance.choice(numbers)
        while (person.person_id, number) in own:
            number = chance.choice(numbers)
        return post(f"/ideas/{number}/support", person.form(wish=wish), person.cookie)

    return draw


def _own(app: Flask, people: Sequence[Reader]) -> frozenset[tuple[int, str]]:
    """Who wrote which idea: nobody supports their own, and that refusal is not what is measured."""
    with app.app_context(), reading():
        rows = session.execute(
            select(Author.person_id, Idea.number)
            .join(Idea, Idea.id == Author.idea_id)
            .where(Author.person_id.in_([person.person_id for person in people]), Idea.number.is_not(None))
        ).all()
        session.rollback()
    return frozenset((row.person_id, row.number) for row in rows)


def _numbers(app: Flask) -> tuple[list[str], list[str]]:
    """The numbers of all ideas, and of those that can be supported by whoever reads."""
    with app.app_context(), reading():
        rows = session.execute(select(Idea.number, Idea.stage).where(Idea.stage != Stage.DRAFT).order_by(Idea.id)).all()
        session.rollback()
    return [row.number for row in rows], [row.number for row in rows if row.stage in (Stage.PROPOSAL, Stage.TRIAL)]


def _marks(app: Flask, wanted: range) -> list[str]:
    """The addresses of deep pages as somebody comes to them who follows the links, one page after the other."""
    with app.test_request_context(), reading():
        page = page_of_ideas(Filters(), order="newest", where=Where(wanted.start - 1))
        found = []
        for number in wanted:
            found.append(f"page={number}&after={page.next_mark}")
            page = page_of_ideas(Filters(), order="newest", where=Where(number, after=page.next_mark))
        session.rollback()
    return found


def _words() -> list[str]:
    texts = Texts(7)
    return texts.words("en", 150) + texts.words("km", 150)

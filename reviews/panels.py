"""The promise and the decision on the idea page, and what the lab owes on its home page."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Person
from core import clock
from core.panels import Panel, Place
from ideas.models import Idea, Stage
from reviews import queries
from reviews.models import Decision
from reviews.promise import working_days_between


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised on an idea and how it was kept: working days taken, or still left (negative: overdue)."""

    idea: Idea
    taken: int | None
    left: int | None
    decision: Decision | None

    @property
    def kept(self) -> bool:
        """Whether the reply came by the promised day."""
        idea = self.idea
        return (
            idea.first_reply_at is not None
            and idea.reply_due_on is not None
            and clock.local_date(idea.first_reply_at) <= idea.reply_due_on
        )

    @property
    def overdue(self) -> bool:
        """Whether the promised day has passed without a reply."""
        return queries.is_overdue(self.idea)


def _promise(idea: Idea, decision: Decision | None) -> Promise:
    taken = left = None
    if idea.submitted_at and idea.first_reply_at:
        taken = working_days_between(clock.local_date(idea.submitted_at), clock.local_date(idea.first_reply_at))
    elif idea.reply_due_on:
        today = clock.today()
        late = today > idea.reply_due_on
        span = sorted((today, idea.reply_due_on))
        left = working_days_between(*span) * (-1 if late else 1)
    return Promise(idea, taken, left, decision)


def _on_page(ideas: Sequence[Idea], reader: Person) -> dict[int, Promise]:
    decisions = queries.published_decisions(ideas)
    return {
        idea.id: _promise(idea, decisions.get(idea.id))
        for idea in ideas
        if idea.stage is not Stage.DRAFT and (idea.reply_due_on or idea.first_reply_at or idea.id in decisions)
    }


def _owed(people: Sequence[Person], reader: Person) -> dict[int, list[Promise]]:
    owed = {person.id: queries.waiting_for(person) for person in people}
    return {person_id: [_promise(idea, None) for idea in ideas] for person_id, ideas in owed.items() if ideas}


def _promised(people: Sequence[Person], reader: Person) -> dict[int, list[Promise]]:
    ideas = queries.promised_to(reader)
    return {reader.id: [_promise(idea, None) for idea in ideas]} if ideas else {}


PANELS = [
    Panel(Place.HOME_MAIN, 15, "reviews/promised.html", _promised),
    Panel(Place.IDEA_MAIN, 10, "reviews/decision.html", _on_page),
    Panel(Place.IDEA_ASIDE, 30, "reviews/promise.html", _on_page),
    Panel(Place.HOME_MAIN, 20, "reviews/owed.html", _owed),
]

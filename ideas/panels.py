"""What is shown on the idea page beside the idea itself: the open wish to merge it with another."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Person
from core.panels import Panel, Place
from ideas import policy, queries
from ideas.models import Idea, MergeRequest


@dataclass(frozen=True, slots=True)
class MergeWishes:
    """The idea's open wishes to merge, either way, and the ids of those the reader answers."""

    idea: Idea
    requests: Sequence[MergeRequest]
    mine_to_answer: frozenset[int]


def _wishes(ideas: Sequence[Idea], reader: Person) -> dict[int, MergeWishes]:
    return {
        idea.id: MergeWishes(idea, idea.merge_wishes, _to_answer(idea, reader))
        for idea in ideas
        if idea.is_open and idea.merge_wishes and _concerns(reader, idea)
    }


def _to_answer(idea: Idea, reader: Person) -> frozenset[int]:
    mine = policy.is_author(reader, idea)
    return frozenset(wish.id for wish in idea.merge_wishes if mine and wish.into_id == idea.id)


def _concerns(reader: Person, idea: Idea) -> bool:
    return policy.is_author(reader, idea) or policy.may_reply_for_the_lab(reader, idea)


def _posted(people: Sequence[Person], reader: Person) -> dict[int, list[Idea]]:
    return {person.id: found for person in people if (found := queries.ideas_of(person))}


PANELS = [
    Panel(Place.IDEA_MAIN, 5, "ideas/merge_wishes.html", _wishes),
    Panel(Place.PERSON, 10, "ideas/posted.html", _posted),
]

"""The heart on the idea page and on every card."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Organisation, Person
from core.panels import Panel, Place
from ideas.models import Idea
from voting import policy, queries
from voting.models import Support


@dataclass(frozen=True, slots=True)
class Heart:
    """What the heart shows: the idea with its counts, the reader's own support, and whether they may press."""

    idea: Idea
    mine: Support | None
    may: bool
    own: bool
    organisations: Sequence[Organisation] = ()

    @property
    def support_url(self) -> str:
        """Where the heart is pressed."""
        return f"{self.idea.url}/support"


def _on_cards(ideas: Sequence[Idea], reader: Person) -> dict[int, Heart]:
    mine = queries.my_supports(ideas, reader)
    return {
        idea.id: Heart(idea, mine.get(idea.id), policy.may_support(reader, idea), policy.is_own(reader, idea))
        for idea in ideas
    }


def heart_of(idea: Idea, reader: Person) -> Heart:
    """The heart of one idea's page."""
    mine, places = queries.support_and_places(idea, reader)
    return Heart(idea, mine, policy.may_support(reader, idea), policy.is_own(reader, idea), places)


def _on_page(ideas: Sequence[Idea], reader: Person) -> dict[int, Heart]:
    return {idea.id: heart_of(idea, reader) for idea in ideas}


def _supported(people: Sequence[Person], reader: Person) -> dict[int, list[Idea]]:
    return {person.id: queries.supported_by(person) for person in people if person.id == reader.id}


PANELS = [
    Panel(Place.CARD, 10, "voting/card_heart.html", _on_cards),
    Panel(Place.IDEA_ASIDE, 10, "voting/heart.html", _on_page),
    Panel(Place.MINE, 30, "voting/supported.html", _supported),
]

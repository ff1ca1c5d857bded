"""Similar ideas beside an idea."""

from collections.abc import Sequence

from accounts.models import Person
from core.panels import Panel, Place
from ideas.models import Idea
from search_index.neighbours import neighbours_of


def _similar(ideas: Sequence[Idea], reader: Person) -> dict[int, Sequence[Idea]]:
    return {idea.id: found for idea in ideas if (found := neighbours_of(idea))}


PANELS = [Panel(Place.IDEA_ASIDE, 80, "search/similar_panel.html", _similar)]

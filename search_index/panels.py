"""Similar ideas beside an idea."""

from collections.abc import Sequence

from accounts.models import Person
from core.panels import Panel, Place
from ideas.models import Idea
from ideas.queries import titles_by_id
from search_index.engine import IndexDamaged
from search_index.indexer import engine

MOST = 4


def _similar(ideas: Sequence[Idea], reader: Person) -> dict[int, list[Idea]]:
    return {idea.id: found for idea in ideas if (found := _similar_to(idea))}


def _similar_to(idea: Idea) -> list[Idea]:
    try:
        hits = engine().similar(f"{idea.title}\n{idea.problem}"[:2000], exclude=[idea.id], limit=MOST)
    except IndexDamaged:
        # The page is about the idea; without an index it has one panel less.
        return []
    found = titles_by_id(hit.idea_id for hit in hits)
    return [found[hit.idea_id] for hit in hits if hit.idea_id in found]


PANELS = [Panel(Place.IDEA_ASIDE, 80, "search/similar_panel.html", _similar)]

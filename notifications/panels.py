"""Following on the idea page, and what is new on the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Person
from core.pagination import Where
from core.panels import Panel, Place
from notifications import queries
from notifications.models import Notice
from notifications.subjects import Line, subjects


@dataclass(frozen=True, slots=True)
class News:
    """The latest notices nobody has read, and how they read."""

    notices: Sequence[Notice]
    lines: dict[int, Line]


def _following(ideas: Sequence[Any], reader: Person) -> dict[int, dict[str, Any]]:
    return {idea.id: {"idea_id": idea.id, "follows": queries.follows(reader, idea.id)} for idea in ideas}


def _news(people: Sequence[Person], reader: Person) -> dict[int, News]:
    unread = [n for n in queries.notices_of(reader, where=Where(), size=8).items if n.read_at is None]
    if not unread:
        return {}
    return {reader.id: News(unread, subjects().lines([notice.event_id for notice in unread], reader))}


PANELS = [
    Panel(Place.IDEA_ASIDE, 60, "notifications/follow.html", _following),
    Panel(Place.HOME_ASIDE, 10, "notifications/news.html", _news),
]

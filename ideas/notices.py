"""How events read in an inbox, and which ideas can be followed."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Person
from core.database import session
from ideas import policy
from ideas.events import Event
from ideas.history import words_for
from ideas.models import Idea
from notifications.subjects import Line


class IdeaNotices:
    """Tells the notices what they are about."""

    def lines(self, event_ids: Sequence[int], reader: Person) -> dict[int, Line]:
        """How the events read to this reader; those the reader may not know of are left out."""
        found = session.execute(
            select(Event, Idea).join(Idea, Idea.id == Event.idea_id).where(Event.id.in_(event_ids))
        ).all()
        return {event.id: _line(event, idea) for event, idea in found if policy.is_published(idea)}

    def may_follow(self, idea_id: int, reader: Person) -> bool:
        """Whether there is such an idea and the reader may know of it."""
        idea = session.get(Idea, idea_id)
        return idea is not None and policy.is_published(idea)


def _line(event: Event, idea: Idea) -> Line:
    words = words_for(event.kind)
    return Line(idea.id, idea.title, idea.language, f"/ideas/{idea.number}", words.label, words.icon, event.reason)

"""Who and what has appeared in the demonstration so far, by the names its files use."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Person
from app.demo import timeline
from core import clock
from ideas.models import Comment, Idea
from trials.models import Trial


@dataclass
class Cast:
    """The people, and the ideas, comments and trials as they come up."""

    people: dict[str, Person]
    today: date = field(default_factory=clock.today)
    ideas: dict[str, Idea] = field(default_factory=dict)
    comments: dict[tuple[str, str], Comment] = field(default_factory=dict)
    trials: dict[str, Trial] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        """The day so many days before the one of loading."""
        return timeline.day(ago, today=self.today)

"""What notices are about, told by the feature that knows: notices stand below ideas and may not look up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from accounts.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """How one event reads in an inbox."""

    idea_id: int
    title: str
    language: str
    url: str
    words: str
    icon: str
    reason: str | None


class Subjects(Protocol):
    """Whoever knows the events and the ideas behind notices."""

    def lines(self, event_ids: Sequence[int], reader: Person) -> dict[int, Line]:
        """How the events read to this reader; those the reader may not know of are left out."""

    def may_follow(self, idea_id: int, reader: Person) -> bool:
        """Whether there is such an idea and the reader may know of it."""


_subjects: list[Subjects] = []


def use(subjects: Subjects) -> None:
    """Let this feature tell what notices are about."""
    _subjects[:] = [subjects]


def subjects() -> Subjects:
    """The feature that tells what notices are about."""
    return _subjects[0]

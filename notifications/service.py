"""Telling people, and following."""

from collections.abc import Iterable

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.models import Person
from core import clock
from core.database import is_postgres, session
from notifications.models import Follow, Notice


def tell(people: Iterable[int], *, event_id: int, but: Person | None = None, urgent: bool = False) -> None:
    """Leave a notice of the event with each person, by id; never with the one who did it, never twice."""
    at = clock.now()
    wanted = sorted(set(people) - ({but.id} if but else set()))
    if not wanted:
        return
    rows = [{"person_id": each, "event_id": event_id, "urgent": urgent, "created_at": at} for each in wanted]
    upsert = (postgresql if is_postgres() else sqlite).insert(Notice)
    session.execute(upsert.on_conflict_do_nothing(index_elements=[Notice.person_id, Notice.event_id]), rows)


def follow(idea_id: int, *, by: Person) -> None:
    """Follow an idea; doing it twice changes nothing."""
    upsert = (postgresql if is_postgres() else sqlite).insert(Follow)
    session.execute(upsert.values(idea_id=idea_id, person_id=by.id, created_at=clock.now()).on_conflict_do_nothing())


def unfollow(idea_id: int, *, by: Person) -> None:
    """No longer follow an idea."""
    session.execute(delete(Follow).where(Follow.idea_id == idea_id, Follow.person_id == by.id))


def mark_read(person: Person, *, up_to: int) -> None:
    """Mark the person's notices up to this id as read."""
    session.execute(
        update(Notice)
        .where(Notice.person_id == person.id, Notice.id <= up_to, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )
